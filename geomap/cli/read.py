"""`geomap read`: reports to documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.filters import emit
from geomap.cli.options import Voice, common
from geomap.model import Record, Rejected

if TYPE_CHECKING:
    from geomap.settings import Settings


@click.command("read")
@click.argument("reports", nargs=-1, required=True)
@common
def command(reports: tuple[str, ...], settings: Settings, voice: Voice) -> None:
    """Read REPORTS (files, folders or -) and print documents as JSON Lines."""
    from geomap.read import read  # noqa: PLC0415 - needed here only

    found = read([Path(report) if report != "-" else "-" for report in reports], published=settings.published)
    emit((one if isinstance(one, Rejected) else Record(document=one) for one in found), voice)
