"""`geomap gazetteer`: build, describe and ask the local gazetteer."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.errors import GazetteerError
from geomap.record import place_fields
from geomap.settings import load

if TYPE_CHECKING:
    from geomap.gazetteer import SqliteGazetteer
    from geomap.model import Place
    from geomap.protocols import Candidate

_WITH_ARTICLE = 0.95
"""Less is the match of a name that lacks its article."""
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
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File; default: in the user's cache folder.",
)
@click.option(
    "--add",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Places of your own: CSV, TSV, GeoJSON, or a GeoNames dump or table of alternate names (repeatable).",
)
def build(folder: Path | None, target: Path | None, files: tuple[Path, ...]) -> None:
    """Build the gazetteer from its sources, anew if it is there already.

    A CSV or TSV file has a head line with name, latitude and longitude (WGS 84 degrees), and may have id, names
    (separated by |), country (ISO 3166-1 alpha-2), kind, population, uncertainty_km and admin1. GeoJSON features have
    them as properties, and their lines and areas are kept. GeoNames' files are taken as they are, zipped or not.
    """
    from geomap.gazetteer import build_to, default_path, sources_folder  # noqa: PLC0415 - needed here only
    from geomap.gazetteer.added import recognized  # noqa: PLC0415

    folder = folder or sources_folder()
    added = recognized(files)
    target = target or default_path(folder, added)
    build_to(folder, target, added)
    click.echo(str(target))
    if added:
        line = f"gazetteer = {json.dumps(str(target.absolute()), ensure_ascii=False)}"
        click.echo(f"geomap: use it with `--gazetteer {target}`, or write {line} into geomap.toml", err=True)


@command.command("download")
@click.argument("countries", nargs=-1, required=True, metavar="CC...")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Folder; default: here."
)
@click.pass_context
def download(context: click.Context, countries: tuple[str, ...], folder: Path) -> None:
    """Download all that GeoNames knows of countries, by their ISO 3166-1 alpha-2 codes (CC BY 4.0).

    The network is used, and GeoNames learns which countries. Prints the files, and how to build with them. Exit code
    1 if it failed for some of the countries, 4 if for all.
    """
    from geomap.gazetteer import sources_folder  # noqa: PLC0415 - needed here only
    from geomap.gazetteer.download import GeoNames, checked  # noqa: PLC0415

    codes, unknown = checked(countries, sources_folder())
    failures = [f"{code!r} is not an ISO 3166-1 alpha-2 code such as LY" for code in unknown]
    server = GeoNames()
    files: list[Path] = []
    for code in codes:
        try:
            fetched = server.fetch(code, folder)
        except GazetteerError as error:
            failures.append(str(error))
        else:
            files += fetched
            click.echo("\n".join(str(path) for path in fetched))
    for failure in failures:
        click.echo(f"geomap: {failure}", err=True)
    if files:
        added = " ".join(f"--add {shlex.quote(str(path))}" for path in files)
        click.echo(f"geomap: next, run `geomap gazetteer build {added}`", err=True)
    if failures:
        context.exit(1 if files else GazetteerError.exit_code)


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
    """Print the places that bear NAME, JSON Lines, the most populous first; other spellings after them.

    With --country only places there are printed, if there are any.

    `why` says why a place stands where it does.
    """
    opened = _opened(gazetteer)
    codes = {code.upper() for code in countries}
    exact = opened.lookup(name)
    known = {candidate.place.id for candidate in exact}
    close = [c for c in opened.similar(name, codes) if c.place.id not in known]
    found = [*exact, *close]
    found = [candidate for candidate in found if candidate.place.country in codes] or found
    if not found:
        click.echo(f"geomap: no place is called {name!r}, or nearly so", err=True)
    for candidate in found:
        same = candidate in exact
        _print(candidate.place, match=round(candidate.match, 3), same_name=same, why=_why(candidate, same_name=same))


def _why(candidate: Candidate, *, same_name: bool) -> str:
    """What a place is ranked by, the weightiest first."""
    if not same_name:
        bears = f"its main name {candidate.place.name} is spelled alike ({candidate.match:.2f})"
    elif candidate.match < _WITH_ARTICLE:
        bears = "the same but for the article"
    else:
        bears = "its main name" if candidate.primary else f"another name of {candidate.place.name}"
    people = candidate.place.population
    size = f"population {people:,}" if people else "population not known"
    return f"{bears}; {size}; {candidate.names} other name{'s' * (candidate.names != 1)}"


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
