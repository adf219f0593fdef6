"""`geomap gazetteer`: build, describe and ask the local gazetteer."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.record import place_fields
from geomap.settings import load

if TYPE_CHECKING:
    from geomap.gazetteer import SqliteGazetteer
    from geomap.model import Place

_PATH = click.option(
    "--gazetteer", type=click.Path(path_type=Path), help="A built gazetteer; default: the one shipped."
)


@click.group("gazetteer")
def command() -> None:
    """Build, describe and ask the local gazetteer."""


@command.command("build")
@click.option(
    "--from", "folder", type=click.Path(path_type=Path), help="Folder with sources.toml; default: the one shipped."
)
@click.option("--to", "target", type=click.Path(path_type=Path), help="File; default: in the user's cache folder.")
def build(folder: Path | None, target: Path | None) -> None:
    """Build the gazetteer from its sources, anew if it is there already."""
    from geomap.gazetteer import build_to, default_path, sources_folder  # noqa: PLC0415 - needed here only

    folder = folder or sources_folder()
    target = target or default_path(folder)
    build_to(folder, target)
    click.echo(str(target))


@command.command("info")
@_PATH
def info(gazetteer: Path | None) -> None:
    """Say what the gazetteer is made of: sources, licences, counts, digest."""
    click.echo(json.dumps(_opened(gazetteer).info(), indent=1, ensure_ascii=False))


@command.command("lookup")
@click.argument("name")
@click.option(
    "--country", "countries", multiple=True, metavar="CC", help="Look for other spellings there (repeatable)."
)
@_PATH
def lookup(name: str, countries: tuple[str, ...], gazetteer: Path | None) -> None:
    """Print the places that bear NAME, JSON Lines, the most populous first; other spellings after them."""
    opened = _opened(gazetteer)
    exact = opened.lookup(name)
    known = {candidate.place.id for candidate in exact}
    close = [c for c in opened.similar(name, [code.upper() for code in countries]) if c.place.id not in known]
    for candidate in (*exact, *close):
        _print(candidate.place, match=round(candidate.match, 3), same_name=candidate in exact)


@command.command("near", context_settings={"ignore_unknown_options": True})
@click.argument("latitude", type=float)
@click.argument("longitude", type=float)
@click.option("--radius-km", type=float, default=15.0, help="Default 15.")
@_PATH
def near(latitude: float, longitude: float, radius_km: float, gazetteer: Path | None) -> None:
    """Print the settlements around LATITUDE LONGITUDE (degrees), JSON Lines, nearest first."""
    from geomap.model import Point  # noqa: PLC0415 - needed here only

    try:
        point = Point(latitude=latitude, longitude=longitude)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    for place in _opened(gazetteer).near(point, radius_km=radius_km):
        _print(place, distance_km=round(place.point.distance_km(point), 2))


def _opened(path: Path | None) -> SqliteGazetteer:
    from geomap.gazetteer import SqliteGazetteer, ensure  # noqa: PLC0415 - needed here only

    settings = load({"gazetteer": path}, environ=os.environ, folder=Path.cwd())
    return SqliteGazetteer(settings.gazetteer or ensure(lambda text: click.echo(f"geomap: {text}", err=True)))


def _print(place: Place, **more: Any) -> None:  # noqa: ANN401 - figures and flags
    click.echo(json.dumps(place_fields(place) | more, ensure_ascii=False))
