"""`geomap read`: reports to documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from geomap.cli.filters import emit
from geomap.cli.options import Voice, common, reports_argument
from geomap.model import Record, Rejected

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.settings import Settings


@click.command("read")
@reports_argument
@common
def command(reports: list[Path | Literal["-"]], settings: Settings, voice: Voice) -> None:
    """Read REPORTS (files, folders or -) and print documents as JSON Lines."""
    from geomap.read import read  # noqa: PLC0415 - needed here only

    found = read(reports, published=settings.published)
    emit((one if isinstance(one, Rejected) else Record(document=one) for one in found), voice)
