"""Build the gazetteer: source files in, one SQLite file out, see `schema`.

Every row goes straight into SQLite, whatever its source, and meets there what is known of its place already: memory
does not grow with the sources. Then all places are read once more, in order, and their names are spelled.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import tomllib
from array import array
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import shapely

from geomap.fields import field, named, rows, words
from geomap.gazetteer import added as own
from geomap.gazetteer.divisions import country_codes, demonyms
from geomap.gazetteer.files import Source
from geomap.gazetteer.names import fold, skeletons, without_article
from geomap.gazetteer.provinces import Provinces
from geomap.gazetteer.rows import usual_km
from geomap.gazetteer.schema import ALTERNATE, KINDS, PRIMARY, SCHEMA_VERSION, STAGES, STRIPPED, TABLES, cell
from geomap.gazetteer.sources import READERS, in_countries
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.added import Added
    from geomap.gazetteer.rows import Row

_BATCH = 50_000
_PRAGMAS = """
PRAGMA journal_mode=OFF; PRAGMA temp.journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;
PRAGMA cache_size=-16000; PRAGMA temp.cache_size=-32000;
"""
_LETTER = {
    **{Kind.COUNTRY: "C", Kind.REGION: "R", Kind.DISTRICT: "D", Kind.SETTLEMENT: "S", Kind.WATER: "W"},
    **{Kind.RELIEF: "M", Kind.AIRPORT: "A", Kind.BORDER: "B"},
}
_TELL = """
INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
    names = names || char(10) || excluded.name || char(10) || excluded.names,
    country = coalesce(country, excluded.country),
    province = coalesce(province, excluded.province),
    population = max(population, excluded.population),
    uncertainty_km = coalesce(uncertainty_km, excluded.uncertainty_km),
    known = max(known, excluded.known)
"""


def build(folder: Path, target: Path, digest: str, added: Sequence[Added] = ()) -> None:
    """Build the gazetteer of the sources in `folder`, and of files `added` to them, into `target`, all or nothing.

    What the first source of a place says of it counts; later ones that know it by the same id add names, a larger
    population, and what is missing. First come the user's own tables, then the sources of the folder in their order,
    then GeoNames' dumps, because rows by hand in the folder correct what GeoNames says.

    Raises
    ------
    GazetteerCorrupt
        If a source does not have the form it should; names the file, and line or feature.
    """
    told: list[dict[str, Any]] = [*_sources(folder)]
    unfinished = target.with_name(f"{target.name}.tmp")  # also that of a build that was killed
    unfinished.unlink(missing_ok=True)
    try:
        connection = sqlite3.connect(unfinished)
        try:
            connection.executescript(_PRAGMAS + TABLES + STAGES)
            told = _tell_all(connection, folder, told, added)
            _fill(connection)
            connection.executemany("INSERT OR IGNORE INTO demonym VALUES (?, ?)", demonyms(folder))
            meta = {"digest": digest, "schema": SCHEMA_VERSION, "sources": json.dumps(told)}
            connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted((k, str(v)) for k, v in meta.items()))
            connection.commit()
        finally:
            connection.close()
        os.replace(unfinished, target)  # noqa: PTH105 - atomic also over an existing file
    finally:
        unfinished.unlink(missing_ok=True)


def _sources(folder: Path) -> list[dict[str, str]]:
    with Source(folder / "sources.toml") as listed:
        told = field(tomllib.loads("".join(listed.lines())), "source", rows(named(lambda _, value: words(value))))
        if not told:
            msg = "it lists no source"
            raise ValueError(msg)
        for number, source in enumerate(told, start=1):
            if missing := [name for name in ("file", "form", "licence", "attribution") if not source.get(name)]:
                msg = f"source {number} has no {missing[0]}"
                raise ValueError(msg)
            if source["form"] not in READERS:
                msg = f"source {number} has the form {source['form']!r}, which is not one of {', '.join(READERS)}"
                raise ValueError(msg)
    return list(told)


def _tell_all(
    connection: sqlite3.Connection, folder: Path, shipped: list[dict[str, Any]], added: Sequence[Added]
) -> list[dict[str, Any]]:
    """Read all sources into `told`, and return them in that order, the added ones with what they gave."""
    listed: list[dict[str, Any]] = []
    around = Provinces(_divisions(folder, shipped))
    world = own.World(countries=country_codes(folder), provinces=around) if added else None

    def tell_added(forms: Collection[str]) -> None:
        for one in added:
            if one.form in forms and world is not None:
                with Source(one.path) as source:
                    count = _tell(connection, own.rows(one, source, world), len(listed))
                listed.append(one.credit | {"rows": count})

    tell_added(own.TABLES)
    for listing in shipped:
        with Source(folder / listing["file"]) as source:
            read = READERS[listing["form"]](source)
            if listing["form"] == "features":
                read = in_countries(read, _countries(connection))
            elif listing["form"] != "places":  # these tell their provinces
                read = around.placed(read)
            _tell(connection, read, len(listed))
        listed.append(listing)
    tell_added(own.DUMPS)
    for one in added:
        if one.form == own.ALTERNATE_NAMES:
            with Source(one.path) as source:
                listed.append(one.credit | _add_names(connection, own.alternate_names(source)))
    return listed


def _divisions(folder: Path, shipped: list[dict[str, Any]]) -> Iterator[Row]:
    for listing in shipped:
        if listing["form"] == "provinces":
            with Source(folder / listing["file"]) as source:
                yield from READERS["provinces"](source)


def _countries(connection: sqlite3.Connection) -> dict[str, BaseGeometry]:
    """Outlines of the countries told so far."""
    query = "SELECT country, wkb FROM told JOIN shape USING (id) WHERE kind = ? ORDER BY told.rowid"
    return {code: shapely.from_wkb(wkb) for code, wkb in connection.execute(query, (KINDS.index(Kind.COUNTRY),))}


def _tell(connection: sqlite3.Connection, rows: Iterable[Row], source: int) -> int:
    """Add the rows of a source to what is told, and return how many they are."""
    count = 0

    def values() -> Iterator[tuple[object, ...]]:
        nonlocal count
        for row in rows:
            count += 1
            if row.geometry is not None:
                connection.execute("INSERT OR IGNORE INTO shape VALUES (?, ?)", (row.id, shapely.to_wkb(row.geometry)))
            yield (
                *(row.id, row.name, "\n".join(row.names), row.country, row.province, KINDS.index(row.kind)),
                *(row.latitude, row.longitude, row.population, row.uncertainty_km, source, row.known),
            )

    connection.executemany(_TELL, values())
    return count


def _add_names(connection: sqlite3.Connection, names: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Add names to the places that are told already, and return how many were added, and how many had no place."""
    count = 0

    def counted() -> Iterator[tuple[str, str]]:
        nonlocal count
        for count, pair in enumerate(names, start=1):  # noqa: B007 - the last one is told
            yield pair

    done = connection.executemany("UPDATE told SET names = names || char(10) || ? WHERE id = ?", counted())
    return {"names_added": done.rowcount, "names_of_unknown_places": count - done.rowcount}


def _fill(connection: sqlite3.Connection) -> None:
    """Make places, and their names, of all that is told."""
    provinces: dict[str, int] = {}
    centers: dict[int, int] = {}
    spelled: list[tuple[str, int, int, int]] = []
    sounded: list[tuple[str, str, int]] = []

    def flush() -> None:
        connection.executemany("INSERT INTO spelled VALUES (?, ?, ?, ?)", spelled)
        connection.executemany("INSERT INTO sounded VALUES (?, ?, ?)", sounded)
        spelled.clear()
        sounded.clear()

    def place_values() -> Iterator[tuple[object, ...]]:
        told = connection.execute("SELECT * FROM told ORDER BY rowid")
        for number, row in enumerate(told, start=1):
            key, name, more, country, code, kind, latitude, longitude, population, reach, source, known = row
            province = provinces.setdefault(code, len(provinces) + 1) if code else None
            if province is not None and KINDS[kind] is Kind.REGION:
                centers[province] = number
                province = None
            names = dict.fromkeys((name, *filter(None, more.split("\n"))))
            entries, keys = _spellings(names, name)
            spelled.extend((folded, number * 4 + how, population, kind) for folded, how in entries.items())
            sounded.extend((sound, country or "", number) for sound in keys)
            if len(spelled) > _BATCH:
                flush()
            yield (
                *(number, key, name, country, province, kind, latitude, longitude, population),
                *(usual_km(KINDS[kind], population) if reach is None else reach, source),
                *(max(known, len(names) - 1), cell(latitude, longitude)),
            )

    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", place_values())
    flush()
    connection.execute("DROP TABLE told")
    connection.executemany("INSERT INTO province VALUES (?, ?)", sorted(centers.items()))
    _pack(connection)
    connection.execute("CREATE INDEX place_cell ON place (cell)")


def _spellings(names: Iterable[str], main: str) -> tuple[dict[str, int], dict[str, None]]:
    """Folded names with how they belong to the place, and skeletons."""
    entries: dict[str, int] = {}
    keys: dict[str, None] = {}
    for name in names:
        folded = fold(name)
        if not folded:
            continue
        entries.setdefault(folded, PRIMARY if name == main else ALTERNATE)
        bare = without_article(folded)
        if bare is not None and len(bare) > 2:  # noqa: PLR2004 - two letters say nothing
            entries.setdefault(bare, STRIPPED)
        if folded.isascii() or name == main:  # in other scripts names are found as they are
            keys |= dict.fromkeys(skeletons(folded))
    return entries, keys


def _pack(connection: sqlite3.Connection) -> None:
    def names() -> Iterator[tuple[str, str, bytes]]:
        ordered = connection.execute("SELECT * FROM spelled ORDER BY name, population DESC, entry")
        for name, group in itertools.groupby(ordered, key=itemgetter(0)):
            bearers = list(group)
            yield name, _class(bearers), array("I", [entry for _, entry, _, _ in bearers]).tobytes()

    def keys() -> Iterator[tuple[str, str, bytes]]:
        ordered = connection.execute("SELECT * FROM sounded ORDER BY key, country, row")
        for (key, country), group in itertools.groupby(ordered, key=itemgetter(0, 1)):
            yield key, country, array("I", [row for _, _, row in group]).tobytes()

    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", names())
    connection.execute("DROP TABLE spelled")
    connection.executemany("INSERT INTO skeleton VALUES (?, ?, ?)", keys())
    connection.execute("DROP TABLE sounded")


def _class(bearers: list[tuple[str, int, int, int]]) -> str:
    """Letters of the kinds that bear the name (small ones: only as an alternate name), and a digit.

    The digit is the number of digits of the largest population; `bearers` begin with it.
    """
    letters: dict[str, None] = {}
    for _, entry, _, kind in bearers:
        letter = _LETTER.get(KINDS[kind], "O")
        letters[letter if entry & 3 == PRIMARY else letter.lower()] = None
    largest = bearers[0][2]
    return "".join(sorted(letters)) + (str(len(str(largest))) if largest else "0")
