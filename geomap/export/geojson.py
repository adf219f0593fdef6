"""GeoJSON (RFC 7946) of events: one feature a line, equal bytes for equal tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import geopandas as gpd
import pandas as pd
import pyproj
import shapely

from geomap.errors import InputError, SchemaError
from geomap.export.plain import conformed, values
from geomap.frame import COLUMNS, CRS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

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


def read_events(path: Path) -> gpd.GeoDataFrame:
    """Read any GeoJSON file of events.

    Parameters
    ----------
    path
        A feature collection, UTF-8. Coordinates are degrees, x longitude, y latitude, unless an old
        `crs` member says otherwise.

    Returns
    -------
    GeoDataFrame
        Columns of `geomap.frame.COLUMNS` and geometry, EPSG:4326, in the order of the file.

    Raises
    ------
    InputError
        If the file cannot be read or is not JSON.
    SchemaError
        If it is not a feature collection of events.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse)
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror or error}"
        raise InputError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"{path} is not JSON in UTF-8: {error}"
        raise InputError(msg) from error
    try:
        return conformed(_table(data))
    except SchemaError as error:
        msg = f"{path}: {error}"
        raise SchemaError(msg) from error


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


def _table(data: object) -> gpd.GeoDataFrame:
    features = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        msg = "not a GeoJSON feature collection"
        raise SchemaError(msg)
    rows, geometries = [], []
    for number, feature in enumerate(features):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            msg = f"feature {number} has no properties"
            raise SchemaError(msg)
        rows.append({"id": feature.get("id")} | {key: properties[key] for key in COLUMNS if key in properties})
        geometries.append(_geometry(number, feature.get("geometry")))
    columns = {key: pd.Series([row.get(key) for row in rows], dtype=object) for key in COLUMNS if _held(rows, key)}
    return gpd.GeoDataFrame(columns, geometry=geometries, crs=_crs(data))


def _held(rows: list[dict[str, Any]], key: str) -> bool:
    return not rows or any(key in row for row in rows)


def _geometry(number: int, value: object) -> BaseGeometry | None:
    if value is None:
        return None
    try:
        geometry: BaseGeometry = shapely.from_geojson(json.dumps(value))
    except shapely.errors.GEOSException as error:
        msg = f"the geometry of feature {number} cannot be read: {error}"
        raise SchemaError(msg) from error
    return None if geometry.is_empty else geometry


def _crs(data: Any) -> pyproj.CRS:  # noqa: ANN401 - what a file may hold
    """Return the reference system of an old `crs` member, which RFC 7946 has done away with."""
    told = data.get("crs")
    if told is None:
        return pyproj.CRS(CRS)
    try:
        return pyproj.CRS(told["properties"]["name"])
    except (pyproj.exceptions.CRSError, KeyError, TypeError) as error:
        msg = "its crs member names no coordinate reference system that is known; remove it if coordinates are degrees"
        raise SchemaError(msg) from error


def _refuse(constant: str) -> NoReturn:
    msg = f"{constant} is no JSON number"
    raise ValueError(msg)
