"""`geomap map`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from geomap.cli.options import Voice, common, reports_argument, title_option

if TYPE_CHECKING:
    from geomap.settings import Settings


@click.command("map")
@reports_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("outputs"), help="Folder; default outputs."
)
@title_option
@click.option("--text/--no-text", default=True, help="Whether the map holds the texts of the reports; default yes.")
@common
def command(
    *, reports: list[Path | Literal["-"]], output: Path, title: str, text: bool, settings: Settings, voice: Voice
) -> None:
    """Read REPORTS (files, folders or -) and write map.html, events.geojson and run.json."""
    from geomap.pipeline import run  # noqa: PLC0415 - the stages are slow to import

    done = run(
        reports,
        settings,
        without=output,
        say=voice.say,
        progress=voice.progress,
    )
    for rejected in done.rejected:
        voice.set_aside(rejected)
    from geomap.cli.outputs import write_outputs  # noqa: PLC0415 - only now tables are needed

    summary = write_outputs(done, output, title=title, text=text)
    if summary["mentions_not_asked"]:
        voice.say(f"the geocoder could not be asked for {summary['mentions_not_asked']} names; run again to ask")
    voice.say(
        f"{summary['documents']} documents, {summary['events']} events, {summary['events_drawn']} on the map: "
        f"{output / 'map.html'}"
    )
    if not summary["documents"] and not done.rejected:
        voice.say(f"no report was found in {', '.join(map(str, reports))}")
    if done.rejected:
        click.get_current_context().exit(1)
