"""`geomap export`: events to other formats."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export")
@click.argument("events", type=click.Path(path_type=Path))
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="File; its ending tells the format."
)
def command(events: Path, target: Path) -> None:
    """Write EVENTS, a GeoJSON file of the events schema, as CSV, GeoPackage, GeoParquet, FlatGeobuf or KML."""
    from geomap.export import write  # noqa: PLC0415 - tables are slow to import
    from geomap.features import read_events  # noqa: PLC0415

    write(read_events(events), target)
