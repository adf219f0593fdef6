"""Look up names and places in a built gazetteer."""

from __future__ import annotations

import json
import sqlite3
from array import array
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

import shapely
from rapidfuzz.distance import JaroWinkler, Levenshtein

from geomap.errors import GazetteerCorrupt, GazetteerMissing
from geomap.gazetteer.names import fold, one_off, skeletons, sounded, without_article, without_filler
from geomap.gazetteer.schema import KINDS, PRIMARY, STRIPPED, cells, check
from geomap.model import Place, Point
from geomap.protocols import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

T = TypeVar("T")

_PLACE = (
    "SELECT p.row, p.id, p.name, p.country, r.name, p.kind, p.latitude, p.longitude, p.population, p.uncertainty_km, "
    "p.source, p.names FROM place p LEFT JOIN province v ON v.number = p.province LEFT JOIN place r ON r.row = v.row"
)
_MOST = 200
"""Namesakes looked at, the most populous first: no report means the 201st San José."""
_MATCH = {PRIMARY: 1.0, STRIPPED: 0.93}
_REMEMBERED = 50_000
_ANY_COUNTRY_LIMIT = 400
_CLOSE_ENOUGH = 0.4
"""Likeness of main names; with less, the same consonants are likely those of another name."""
_MISSPELT = 0.85
_SLIP = 0.8


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
        self._listed: list[dict[str, str]] | None = None
        self._places: dict[int, tuple[Place, int]] = {}
        self._demonyms: dict[str, str] | None = None
        self._similar: dict[tuple[str, frozenset[str]], tuple[Candidate, ...]] = {}
        self._names: dict[str, tuple[str, array[int]] | None] = {}

    @property
    def digest(self) -> str:
        """Hexadecimal digest of the sources it was built from."""
        return self._noted("digest", str)

    def info(self) -> dict[str, object]:
        """Sources with licences and counts, how many names and areas, and the digest."""
        rows = dict(self._ask(_pair, "SELECT source, count(*) FROM place GROUP BY source"))
        sources = [s | {"places": rows.get(number, 0)} for number, s in enumerate(self._sources)]
        return {
            "file": str(self._path),
            "digest": self.digest,
            "places": sum(rows.values()),
            "names": self._ask(int, "SELECT count(*) FROM name")[0],
            "areas": self._ask(int, "SELECT count(*) FROM shape")[0],
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
            entries = row[1]
            places = self._fetch([entry >> 2 for entry in entries])
            for entry in entries:
                how = entry & 3
                match = share * _MATCH.get(how, 0.99)
                place, names = places[entry >> 2]
                found.setdefault(entry >> 2, Candidate(place=place, match=match, primary=how == PRIMARY, names=names))
        return tuple(found.values())

    def similar(self, name: str, countries: Collection[str] = ()) -> tuple[Candidate, ...]:
        """Places with a transliteration or misspelling of this name, the closest first.

        They have a name of the same consonants; if none of those is close, one consonant may also be wrong.
        Without `countries` only names of three consonants and more are looked for.
        """
        folded = fold(name)
        key = folded, frozenset(countries)
        if key not in self._similar:
            if len(self._similar) > _REMEMBERED:
                self._similar.clear()
            self._similar[key] = self._spelt_otherwise(folded, countries)
        return self._similar[key]

    def _spelt_otherwise(self, folded: str, countries: Collection[str]) -> tuple[Candidate, ...]:
        keys = skeletons(folded)
        sounding = self._sounding(keys, countries)
        found = self._close(folded, sounding, _CLOSE_ENOUGH)
        if countries and not any(c.match >= _MISSPELT for c in found):
            near = self._sounding(one_off(keys[0]) - set(keys) if keys else (), countries)
            found += self._close(folded, near, _SLIP)
        return tuple(sorted(found, key=lambda c: (-c.match, -c.place.population, c.place.id))[:20])

    def _sounding(self, keys: Collection[str], countries: Collection[str]) -> list[int]:
        """Rows of the places of which a name has one of these skeletons."""
        asked = sorted(keys) if countries else [key for key in keys if len(key) > 2]  # noqa: PLR2004 - two are half the world
        rows: set[int] = set()
        for start in range(0, len(asked), 500):
            part = asked[start : start + 500]
            query = f"SELECT places FROM skeleton WHERE key IN ({','.join('?' * len(part))})"  # noqa: S608 - marks only
            if countries:
                query += f" AND country IN ({','.join('?' * len(countries))})"
            rows.update(*self._ask(_numbers, query, *part, *sorted(countries)))
        return sorted(rows) if countries or len(rows) <= _ANY_COUNTRY_LIMIT else []

    def _close(self, folded: str, rows: list[int], least: float) -> list[Candidate]:
        """Those of some places whose main name is as like as `least`."""
        likest: dict[int, tuple[float, bool]] = {}
        sound = sounded(folded)
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            query = f"SELECT row, name FROM place WHERE row IN ({','.join('?' * len(part))})"  # noqa: S608 - marks only
            for row, name in self._ask(_pair, query, *part):
                main = _folded(name)
                match = likeness(folded, main)
                if match >= least:
                    likest[row] = match, sounded(main) == sound
        places = self._fetch(likest)
        return [
            Candidate(place=place, match=likest[row][0], primary=True, names=names, sounds=likest[row][1])
            for row, (place, names) in places.items()
        ]

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
            self._demonyms = dict(self._ask(_pair, "SELECT word, country FROM demonym"))
        return {word: self._demonyms[word] for word in words if word in self._demonyms}

    def has_country(self, code: str) -> bool:
        """Whether it holds any place of a country, ISO 3166-1 alpha-2."""
        return bool(self._ask(bool, "SELECT 1 FROM place WHERE country = ? LIMIT 1", code))

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Line or polygon of a place, None for one known as a point."""
        return next(iter(self._ask(shapely.from_wkb, "SELECT wkb FROM shape WHERE id = ?", place_id)), None)

    def near(self, point: Point, *, radius_km: float) -> tuple[Place, ...]:
        """Settlements around `point`, nearest first; within an infinite radius are all of them."""

        def measured(row: int, latitude: float, longitude: float) -> tuple[float, int]:
            return Point(latitude=latitude, longitude=longitude).distance_km(point), row

        query = "SELECT row, latitude, longitude FROM place WHERE cell BETWEEN ? AND ? AND kind = 0"
        around = [found for run in cells(point, radius_km) for found in self._ask(measured, query, *run)]
        within = self._fetch(row for distance, row in sorted(around) if distance <= radius_km)
        return tuple(place for place, _ in within.values())

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

    @property
    def _sources(self) -> list[dict[str, str]]:
        if self._listed is None:
            self._listed = self._noted("sources", json.loads)
        return self._listed

    def _noted(self, key: str, read: Callable[[str], T]) -> T:
        for value in self._ask(read, "SELECT value FROM meta WHERE key = ?", key):
            return value
        raise self._damaged(KeyError(key))

    def _ask(self, read: Callable[..., T], query: str, *told: object) -> list[T]:
        """Rows of the file, each as `read` makes it; here alone it is found out that the file is damaged."""
        connection = self._connection
        try:
            return [read(*row) for row in connection.execute(query, told)]
        except UnicodeEncodeError:  # half a character: no file holds it
            return []
        except (sqlite3.DatabaseError, shapely.errors.ShapelyError, LookupError, TypeError, ValueError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> GazetteerCorrupt:
        return GazetteerCorrupt(f"{self._path} is damaged ({error}); delete it, and it will be built anew")

    def _name(self, folded: str) -> tuple[str, array[int]] | None:
        if folded not in self._names:
            if len(self._names) > _REMEMBERED:
                self._names.clear()
            found = self._ask(_named, "SELECT class, places FROM name WHERE name = ?", folded)
            self._names[folded] = found[0] if found else None
        return self._names[folded]

    def _fetch(self, rows: Iterable[int]) -> dict[int, tuple[Place, int]]:
        """Places by row and how many names each has, in the order asked for."""
        wanted = list(rows)
        missing = [row for row in wanted if row not in self._places]
        if len(self._places) > _REMEMBERED:
            self._places.clear()
            missing = wanted
        read = partial(_place, self._sources)
        for start in range(0, len(missing), 500):
            part = missing[start : start + 500]
            self._places.update(self._ask(read, f"{_PLACE} WHERE p.row IN ({','.join('?' * len(part))})", *part))
        try:
            return {row: self._places[row] for row in wanted}
        except KeyError as error:
            raise self._damaged(error) from error


def _place(sources: list[dict[str, str]], row: int, *told: Any) -> tuple[int, tuple[Place, int]]:  # noqa: ANN401 - what a file may hold
    key, name, country, admin1, kind, latitude, longitude, population, uncertainty_km, source, names = told
    place = Place(
        id=str(key),
        name=str(name),
        point=Point(latitude=latitude, longitude=longitude),
        kind=KINDS[kind],
        country=country,
        admin1=admin1,
        population=int(population),
        uncertainty_km=float(uncertainty_km),
        attribution=sources[source]["attribution"],
    )
    return row, (place, int(names))


def _pair(one: Any, other: Any) -> tuple[Any, Any]:  # noqa: ANN401 - what a file may hold
    return one, other


def _numbers(packed: bytes) -> array[int]:
    return array("I", packed)


def _named(kinds: str, packed: bytes) -> tuple[str, array[int]]:
    return str(kinds), _numbers(packed)[:_MOST]


def likeness(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 1, whether or not they carry articles or a word like "Qaryat"."""
    return max(map(_alike, _forms(one), _forms(other)))


_folded = lru_cache(maxsize=_REMEMBERED)(fold)


@lru_cache(maxsize=_REMEMBERED)
def _forms(folded: str) -> tuple[str, str]:
    return without_article(folded) or folded, " ".join(without_filler(folded))


def _alike(one: str, other: str) -> float:
    return max(JaroWinkler.similarity(one, other), Levenshtein.normalized_similarity(one, other))
