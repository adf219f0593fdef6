"""`geomap draw`: events to a map."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli.options import title_option


@click.command("draw")
@click.argument("events", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("map.html"), help="Default map.html.")
@click.option("--to", "picture", type=click.Path(path_type=Path), help="A picture instead: a .png, .svg or .pdf file.")
@title_option
def command(events: Path, output: Path, picture: Path | None, title: str) -> None:
    """Draw EVENTS, a GeoJSON file of the events schema, as one HTML page, or as a picture for print."""
    from geomap.cli.outputs import write_map, write_picture  # noqa: PLC0415
    from geomap.features import read_events  # noqa: PLC0415 - tables are slow to import

    if picture:
        write_picture(read_events(events), picture, title=title)
    else:
        write_map(read_events(events), output, title=title)
