"""GeoJSON (RFC 7946) of events: one feature a line, equal bytes for equal tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from geomap.export.plain import values
from geomap.frame import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

_EDGE = 180.0


def write(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write a table that `plain` made.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if attribution := sorted(set(table["attribution"].dropna())):
        head["attribution"] = attribution
    if box := bounding_box(table.geometry):
        head["bbox"] = box
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{_dump(head)[:-1]},"features":[')
        for number, feature in enumerate(_features(table)):
            file.write(f"{',' if number else ''}\n{_dump(feature)}")
        file.write("\n]}\n")


def bounding_box(geometries: gpd.GeoSeries) -> list[float] | None:
    """West, south, east, north in degrees of geometries cut at the antimeridian; None if there are none.

    If one of them crosses the antimeridian, so may the box, and then west is greater than east
    (RFC 7946, 5.2).
    """
    parts = shapely.get_parts(geometries.dropna().to_numpy())
    if not len(parts):
        return None
    west, south, east, north = shapely.total_bounds(parts).tolist()
    if any(left == -_EDGE and right == _EDGE for left, _, right, _ in geometries.bounds.itertuples(index=False)):
        west, east = _around(sorted((left, right) for left, _, right, _ in shapely.bounds(parts).tolist()))
    return [west, south, east, north]


def _around(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """Leave out the widest gap between sorted spans, the one at the edge included."""
    reach = spans[0][1]
    gap, west, east = 0.0, spans[0][0], max(right for _, right in spans)
    for left, right in spans[1:]:
        if left - reach > gap:
            gap, west, east = left - reach, left, reach
        reach = max(reach, right)
    return west, east


def _features(table: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    for geometry, row in zip(table.geometry, zip(*values(table), strict=True), strict=True):
        properties = dict(zip(COLUMNS, row, strict=True))
        yield {
            "type": "Feature",
            "id": properties["id"],
            "geometry": None if geometry is None else shapely.geometry.mapping(geometry),
            "properties": properties,
        }


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
