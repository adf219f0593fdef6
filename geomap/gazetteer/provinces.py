"""First-level divisions as areas: which one a position lies in."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geomap.gazetteer.names import fold
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.gazetteer.rows import Row

NEAR_DEGREES = 0.3
"""How far outside its province a place may lie: simplified outlines put border towns across and ports into the sea."""
_BATCH = 10_000
_WITHOUT = frozenset({Kind.COUNTRY, Kind.REGION})
"""Kinds that lie in no province."""


class Provinces:
    """Provinces of all countries.

    Parameters
    ----------
    rows
        First-level divisions with their code as `province`, and geometry in degrees (EPSG:4326).
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        kept = [row for row in rows if row.province and row.geometry is not None]
        self._codes = [row.province for row in kept]
        self._countries = np.array([row.country or "" for row in kept], dtype=object)
        self._shapes = np.array([row.geometry for row in kept], dtype=object)
        self._tree = shapely.STRtree(self._shapes)
        self._named = {(row.country, fold(name)): row.province for row in kept for name in (*row.names, row.name)}

    def named(self, name: str, country: str | None) -> str:
        """Code of the province of that name, in any of its languages.

        Raises
        ------
        ValueError
            If the country has none of that name.
        """
        code = self._named.get((country, fold(name)))
        if code is None:
            where = country or "a country, which is not given"
            msg = f"{name!r} is not a first-level division of {where}; left empty, it is found by position"
            raise ValueError(msg)
        return code

    def placed(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows with the province around them, and its country, where they tell none of their own.

        A province of the row's own country comes first, also one at most `NEAR_DEGREES` away.
        """
        rest = iter(rows)
        while batch := list(islice(rest, _BATCH)):
            lost = [n for n, row in enumerate(batch) if row.province is None and row.kind not in _WITHOUT]
            found = self._around([batch[n] for n in lost])
            for number, index in zip(lost, found, strict=True):
                if index >= 0:
                    country = batch[number].country or self._countries[index] or None
                    batch[number] = replace(batch[number], province=self._codes[index], country=country)
            yield from batch

    def _around(self, rows: list[Row]) -> np.ndarray:
        """Number of the province of each row, -1 for none."""
        if not self._codes:
            return np.full(len(rows), -1)
        points = shapely.points([row.longitude for row in rows], [row.latitude for row in rows])
        own = np.array([row.country or "" for row in rows], dtype=object)
        found = np.full(len(rows), -1)
        which, area = self._tree.query(points)  # by their boxes; the tree would not prepare the areas
        shapely.prepare(self._shapes[np.unique(area)])
        inside = shapely.intersects_xy(self._shapes[area], shapely.get_x(points)[which], shapely.get_y(points)[which])
        which, area = which[inside][::-1], area[inside][::-1]  # the first of several is written last
        found[which] = area
        home = self._countries[area] == own[which]
        found[which[home]] = area[home]
        strays = np.flatnonzero((own != "") & ((found < 0) | (self._countries[found] != own)))
        which, area = self._tree.query(points[strays], predicate="dwithin", distance=NEAR_DEGREES)
        home = self._countries[area] == own[strays[which]]
        which, area = strays[which[home]], area[home]
        farthest_first = np.argsort(-shapely.distance(points[which], self._shapes[area]), kind="stable")
        found[which[farthest_first]] = area[farthest_first]
        return found
