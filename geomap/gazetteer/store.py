"""Look up names and places in a built gazetteer."""

from __future__ import annotations

import json
import math
import sqlite3
from array import array
from typing import TYPE_CHECKING

import shapely
from rapidfuzz.distance import JaroWinkler, Levenshtein

from geomap.errors import GazetteerCorrupt, GazetteerMissing
from geomap.gazetteer.names import fold, skeletons, without_article
from geomap.gazetteer.schema import KINDS, PRIMARY, STRIPPED, cell, check
from geomap.model import Place, Point
from geomap.protocols import Candidate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

_PLACE = (
    "SELECT p.row, p.id, p.name, p.country, r.name, p.kind, p.latitude, p.longitude, p.population, p.uncertainty_km, "
    "p.source, p.names FROM place p LEFT JOIN place r ON r.row = p.province"
)
_MOST = 200
"""Namesakes looked at, the most populous first: no report means the 201st San José."""
_MATCH = {PRIMARY: 1.0, STRIPPED: 0.93}
_REMEMBERED = 50_000
_ANY_COUNTRY_LIMIT = 400
_CLOSE_ENOUGH = 0.75


class SqliteGazetteer:
    """The gazetteer in one SQLite file, opened when it is first asked.

    Parameters
    ----------
    path
        A file that `geomap.gazetteer.build` made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: sqlite3.Connection | None = None
        self._places: dict[int, tuple[Place, int]] = {}
        self._demonyms: dict[str, str] | None = None
        self._names: dict[str, tuple[tuple[str, bytes] | None, ...]] = {}

    @property
    def digest(self) -> str:
        """Hexadecimal digest of the sources it was built from."""
        return self.meta()["digest"]

    def meta(self) -> Mapping[str, str]:
        """What the builder noted: digest, schema version, sources as JSON."""
        return dict(self._connection.execute("SELECT key, value FROM meta"))

    def info(self) -> dict[str, object]:
        """Sources with licences and counts, how many names and areas, and the digest."""
        count = self._connection.execute
        told = self.meta()
        rows = dict(count("SELECT source, count(*) FROM place GROUP BY source"))
        sources = [s | {"places": rows.get(number, 0)} for number, s in enumerate(json.loads(told["sources"]))]
        return {
            "file": str(self._path),
            "digest": told["digest"],
            "places": sum(rows.values()),
            "names": count("SELECT count(*) FROM name").fetchone()[0],
            "areas": count("SELECT count(*) FROM shape").fetchone()[0],
            "sources": sources,
        }

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Places that bear exactly this name, but for case, marks and article; the most populous first."""
        folded = fold(name)
        bare = without_article(folded)
        found: dict[int, Candidate] = {}
        for spelled, share in ((folded, 1.0), (bare, _MATCH[STRIPPED])):
            row = self._name(spelled) if spelled else None
            if row is None:
                continue
            entries = array("I", row[1])[:_MOST]
            places = self._fetch([entry >> 2 for entry in entries])
            for entry in entries:
                how = entry & 3
                match = share * _MATCH.get(how, 0.99)
                place, names = places[entry >> 2]
                found.setdefault(entry >> 2, Candidate(place=place, match=match, primary=how == PRIMARY, names=names))
        return tuple(found.values())

    def similar(self, name: str, countries: Collection[str] = ()) -> tuple[Candidate, ...]:
        """Places with a transliteration or misspelling of this name, the closest first.

        Without `countries` only names of three consonants and more are looked for.
        """
        folded = fold(name)
        rows: set[int] = set()
        for key in skeletons(folded):
            if countries:
                marks = ",".join("?" * len(countries))
                query = f"SELECT places FROM skeleton WHERE key = ? AND country IN ({marks})"  # noqa: S608 - marks only
                packed = self._connection.execute(query, (key, *sorted(countries))).fetchall()
            elif len(key) > 2:  # noqa: PLR2004 - two consonants are half the world
                packed = self._connection.execute("SELECT places FROM skeleton WHERE key = ?", (key,)).fetchall()
            else:
                packed = []
            for (blob,) in packed:
                rows.update(array("I", blob))
        if not countries and len(rows) > _ANY_COUNTRY_LIMIT:
            return ()
        places = self._fetch(sorted(rows))
        found = [
            Candidate(place=place, match=likeness(folded, fold(place.name)), primary=True, names=names)
            for place, names in places.values()
        ]
        close = [c for c in found if c.match >= _CLOSE_ENOUGH]
        return tuple(sorted(close, key=lambda c: (-c.match, -c.place.population, c.place.id))[:20])

    def classes(self, names: Collection[str]) -> dict[str, str]:
        """For those of `names` that are known: letters of the kinds that bear it, and a size.

        Letters: C country, R first-level division, D district, S settlement, W water, M relief, A airport,
        B border, O other; small ones where it is only an alternate name. Then the number of digits of the
        largest population.
        """
        known = {}
        for name in names:
            row = self._name(fold(name))
            if row is not None:
                known[name] = row[0]
        return known

    def demonyms(self, words: Collection[str]) -> dict[str, str]:
        """For those of `words` that name a people: the country's ISO 3166-1 alpha-2 code."""
        if self._demonyms is None:
            self._demonyms = dict(self._connection.execute("SELECT word, country FROM demonym"))
        return {word: self._demonyms[word] for word in words if word in self._demonyms}

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Line or polygon of a place, None for one known as a point."""
        row = self._connection.execute("SELECT wkb FROM shape WHERE id = ?", (place_id,)).fetchone()
        return shapely.from_wkb(row[0]) if row else None

    def near(self, point: Point, *, radius_km: float) -> tuple[Place, ...]:
        """Settlements around `point`, nearest first."""
        high = radius_km / 111.0
        wide = high / max(0.01, math.cos(math.radians(point.latitude)))
        rows: list[int] = []
        step = math.floor((point.latitude - high) * 10)
        while step <= (point.latitude + high) * 10:
            latitude = min(90.0, max(-90.0, step / 10 + 0.05))
            first = cell(latitude, max(-180.0, point.longitude - wide))
            last = cell(latitude, min(180.0, point.longitude + wide))
            query = "SELECT row FROM place WHERE cell BETWEEN ? AND ? AND kind = 0"
            rows += [row for (row,) in self._connection.execute(query, (first, last))]
            step += 1
        around = [(place.point.distance_km(point), row, place) for row, (place, _) in self._fetch(rows).items()]
        return tuple(place for distance, _, place in sorted(around, key=lambda a: a[:2]) if distance <= radius_km)

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            if not self._path.is_file():
                msg = (
                    f"there is no gazetteer at {self._path}; build one with `geomap gazetteer build --to {self._path}`"
                )
                raise GazetteerMissing(msg)
            check(self._path)
            uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            self._opened = sqlite3.connect(uri, uri=True, check_same_thread=False)
        return self._opened

    def _name(self, folded: str) -> tuple[str, bytes] | None:
        if folded not in self._names:
            if len(self._names) > _REMEMBERED:
                self._names.clear()
            query = "SELECT class, places FROM name WHERE name = ?"
            self._names[folded] = (self._connection.execute(query, (folded,)).fetchone(),)
        return self._names[folded][0]

    def _fetch(self, rows: Iterable[int]) -> dict[int, tuple[Place, int]]:
        """Places by row and how many names each has, in the order asked for."""
        wanted = list(rows)
        missing = [row for row in wanted if row not in self._places]
        if len(self._places) > _REMEMBERED:
            self._places.clear()
            missing = wanted
        attributions = self._attributions() if missing else []
        for start in range(0, len(missing), 500):
            part = missing[start : start + 500]
            query = f"{_PLACE} WHERE p.row IN ({','.join('?' * len(part))})"
            for row, *told, names in self._connection.execute(query, part):
                self._places[row] = (_place(told, attributions), names)
        return {row: self._places[row] for row in wanted}

    def _attributions(self) -> list[str]:
        return [source["attribution"] for source in json.loads(self.meta()["sources"])]


def _place(told: list[str | float | int | None], attributions: list[str]) -> Place:
    key, name, country, admin1, kind, latitude, longitude, population, uncertainty_km, source = told
    try:
        return Place(
            id=str(key),
            name=str(name),
            point=Point(latitude=latitude, longitude=longitude),  # type: ignore[arg-type]
            kind=KINDS[kind],  # type: ignore[index]
            country=country,  # type: ignore[arg-type]
            admin1=admin1,  # type: ignore[arg-type]
            population=population,  # type: ignore[arg-type]
            uncertainty_km=uncertainty_km,  # type: ignore[arg-type]
            attribution=attributions[source],  # type: ignore[index]
        )
    except (TypeError, ValueError, IndexError) as error:
        msg = f"the gazetteer's row for {key!r} is damaged ({error}); run `geomap gazetteer build`"
        raise GazetteerCorrupt(msg) from error


def likeness(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 1, whether or not they carry an article."""
    one, other = without_article(one) or one, without_article(other) or other
    return max(JaroWinkler.similarity(one, other), Levenshtein.normalized_similarity(one, other))
