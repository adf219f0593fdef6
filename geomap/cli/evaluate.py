"""`geomap evaluate`: the field's measures."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("evaluate")
@click.option("--gold", type=click.Path(path_type=Path), required=True, help="Annotated documents, JSON Lines.")
@click.option("--predicted", type=click.Path(path_type=Path), required=True, help="Document records or events.geojson.")
def command(gold: Path, predicted: Path) -> None:
    """Measure recognition, resolution, coding and linking against annotated documents."""
    from geomap.evaluate import evaluate  # noqa: PLC0415 - needed here only

    click.echo(evaluate(gold, predicted).to_json())
