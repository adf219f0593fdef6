"""`geomap locate`: a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geomap.cli.filters import run_filter
from geomap.cli.options import Voice, common

if TYPE_CHECKING:
    from geomap.settings import Settings


@click.command("locate")
@click.argument("file", default="-")
@common
def command(file: str, settings: Settings, voice: Voice) -> None:
    """Give every event its `location`. Events already there are kept, only their location is added.

    FILE holds JSON Lines; default: standard input.
    """
    run_filter(file, "locate", settings, voice)
