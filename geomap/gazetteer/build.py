"""Build the gazetteer: source files in, one SQLite file out, see `schema`."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import tomllib
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from geomap.fields import field, named, rows, words
from geomap.gazetteer.files import Source
from geomap.gazetteer.names import fold, skeletons, without_article
from geomap.gazetteer.schema import ALTERNATE, KINDS, PRIMARY, SCHEMA_VERSION, STRIPPED, TABLES, cell
from geomap.gazetteer.sources import READERS, Row, demonyms, in_countries
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BATCH = 50_000
_PRAGMAS = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;"
_LETTER = {
    **{Kind.COUNTRY: "C", Kind.REGION: "R", Kind.DISTRICT: "D", Kind.SETTLEMENT: "S", Kind.WATER: "W"},
    **{Kind.RELIEF: "M", Kind.AIRPORT: "A", Kind.BORDER: "B"},
}


def build(folder: Path, target: Path, digest: str) -> None:
    """Build the gazetteer of the sources in `folder` into `target`, all or nothing.

    Raises
    ------
    GazetteerCorrupt
        If a source does not have the form it should; names the file, and line or feature.
    """
    told = _sources(folder)
    unfinished = target.with_name(f"{target.name}.tmp")  # also that of a build that was killed
    unfinished.unlink(missing_ok=True)
    try:
        connection = sqlite3.connect(unfinished)
        try:
            connection.executescript(_PRAGMAS)
            connection.executescript(TABLES)
            _fill(connection, _rows(folder, told))
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


def _rows(folder: Path, told: list[dict[str, str]]) -> Iterator[tuple[int, Row]]:
    """All rows with the number of their source; the last source is streamed, the others fit in memory."""
    first: dict[str, tuple[int, Row]] = {}
    for number, listed in enumerate(told):
        with Source(folder / listed["file"]) as source:
            read = READERS[listed["form"]](source)
            if listed["form"] == "features":
                read = in_countries(read, [row for _, row in first.values() if row.kind is Kind.COUNTRY])
            for row in read:
                known = first.get(row.id)
                if known is not None:
                    first[row.id] = (known[0], _merged(known[1], row))
                elif number < len(told) - 1:
                    first[row.id] = (number, row)
                else:
                    yield number, row
    yield from first.values()


def _merged(kept: Row, added: Row) -> Row:
    names = dict.fromkeys((*kept.names, added.name, *added.names))
    names.pop(kept.name, None)
    return replace(
        kept,
        names=tuple(names),
        province=kept.province or added.province,
        population=max(kept.population, added.population),
        known=max(kept.known, added.known),
        geometry=kept.geometry if kept.geometry is not None else added.geometry,
    )


def _fill(connection: sqlite3.Connection, rows: Iterable[tuple[int, Row]]) -> None:
    populations, kinds = array("q", [0]), array("b", [0])
    provinces: dict[str, int] = {}
    centers: dict[int, int] = {}
    spelled: list[tuple[str, int]] = []
    sounded: list[tuple[str, str, int]] = []

    def flush() -> None:
        connection.executemany("INSERT INTO spelled VALUES (?, ?)", spelled)
        connection.executemany("INSERT INTO sounded VALUES (?, ?, ?)", sounded)
        spelled.clear()
        sounded.clear()

    def place_values() -> Iterator[tuple[object, ...]]:
        for number, (source, row) in enumerate(rows, start=1):
            populations.append(row.population)
            kinds.append(KINDS.index(row.kind))
            province = provinces.setdefault(row.province, len(provinces) + 1) if row.province else None
            if province is not None and row.kind is Kind.REGION:
                centers[province] = number
                province = None
            if row.geometry is not None:
                connection.execute("INSERT OR IGNORE INTO shape VALUES (?, ?)", (row.id, shapely.to_wkb(row.geometry)))
            _spell(row, number, spelled, sounded)
            if len(spelled) > _BATCH:
                flush()
            position = cell(row.latitude, row.longitude)
            yield (
                *(number, row.id, row.name, row.country, province, kinds[number], row.latitude, row.longitude),
                *(row.population, row.uncertainty_km, source, max(row.known, len(row.names)), position),
            )

    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", place_values())
    flush()
    connection.executemany("INSERT INTO province VALUES (?, ?)", sorted(centers.items()))
    _pack(connection, populations, kinds)
    connection.execute("CREATE INDEX place_cell ON place (cell)")


def _spell(row: Row, number: int, spelled: list[tuple[str, int]], sounded: list[tuple[str, str, int]]) -> None:
    """Add the folded names and the skeletons of a row."""
    entries: dict[str, int] = {}
    keys: dict[str, None] = {}
    for name in (row.name, *row.names):
        folded = fold(name)
        if not folded:
            continue
        entries.setdefault(folded, PRIMARY if name == row.name else ALTERNATE)
        bare = without_article(folded)
        if bare is not None and len(bare) > 2:  # noqa: PLR2004 - two letters say nothing
            entries.setdefault(bare, STRIPPED)
        if folded.isascii() or name == row.name:  # in other scripts names are found as they are
            keys |= dict.fromkeys(skeletons(folded))
    spelled += [(folded, number * 4 + how) for folded, how in entries.items()]
    country = row.country or ""
    sounded += [(key, country, number) for key in keys]


def _pack(connection: sqlite3.Connection, populations: array[int], kinds: array[int]) -> None:
    def names() -> Iterator[tuple[str, str, bytes]]:
        ordered = connection.execute("SELECT name, entry FROM spelled ORDER BY name")
        for name, group in itertools.groupby(ordered, key=lambda row: row[0]):
            entries = sorted({entry for _, entry in group}, key=lambda e: (-populations[e >> 2], e))
            yield name, _class(entries, populations, kinds), array("I", entries).tobytes()

    def keys() -> Iterator[tuple[str, str, bytes]]:
        ordered = connection.execute("SELECT key, country, entry FROM sounded ORDER BY key, country")
        for (key, country), group in itertools.groupby(ordered, key=lambda row: row[:2]):
            yield key, country, array("I", sorted({entry for _, _, entry in group})).tobytes()

    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", names())
    connection.execute("DROP TABLE spelled")
    connection.executemany("INSERT INTO skeleton VALUES (?, ?, ?)", keys())
    connection.execute("DROP TABLE sounded")


def _class(entries: list[int], populations: array[int], kinds: array[int]) -> str:
    """Letters of the kinds that bear the name (small ones: only as an alternate name), and a digit.

    The digit is the number of digits of the largest population.
    """
    letters: dict[str, None] = {}
    for entry in entries:
        letter = _LETTER.get(KINDS[kinds[entry >> 2]], "O")
        letters[letter if entry & 3 == PRIMARY else letter.lower()] = None
    largest = max(populations[entry >> 2] for entry in entries)
    return "".join(sorted(letters)) + (str(len(str(largest))) if largest else "0")
