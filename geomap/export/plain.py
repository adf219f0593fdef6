"""Events tables as every format can hold them: text, numbers, geometries."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import affinity

from geomap.features import conformed
from geomap.frame import COLUMNS, CRS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

DECIMALS = 5
"""Of a degree: one meter. Reports are never as exact, and last bits differ between machines."""
_DECIMALS = {"latitude": DECIMALS, "longitude": DECIMALS}
_DECIMALS_ELSE = 3
_TURN = 360.0


def plain(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a table to the schema, and its values to what can be written.

    Text has no NUL and no half surrogates (U+FFFD stands for them), lists and objects are JSON text,
    numbers are finite or missing and rounded. Geometries are two-dimensional, lie between -180 and 180
    degrees, cut in two where they cross the antimeridian, and have counterclockwise outer rings
    (RFC 7946, 3.1.6 and 3.1.9); empty ones are missing.

    Returns
    -------
    GeoDataFrame
        Columns of `geomap.frame.COLUMNS` and geometry, EPSG:4326, index 0 to n - 1.

    Raises
    ------
    SchemaError
        If it is no events table, or a geometry is not on Earth.
    """
    table = conformed(frame.reset_index(drop=True))
    for name, dtype in COLUMNS.items():
        if dtype == "Float64":
            decimals = _DECIMALS.get(name, _DECIMALS_ELSE)
            table[name] = pd.Series([_number(value, decimals) for value in table[name]], dtype=dtype)
    return table.set_geometry(gpd.GeoSeries(_rfc7946(table.geometry.to_numpy()), crs=CRS))


def values(table: gpd.GeoDataFrame) -> list[list[object]]:
    """Values of the columns of the schema, in its order, None for what is missing."""
    return [table[name].astype(object).where(table[name].notna(), None).tolist() for name in COLUMNS]


def _number(value: object, decimals: int) -> float | None:
    if not isinstance(value, float) or not math.isfinite(value):
        return None
    return round(value, decimals) + 0.0  # no negative zero


def _rfc7946(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    flat = shapely.transform(shapely.force_2d(geometries), _round)
    flat[shapely.is_empty(flat)] = None
    for row in np.flatnonzero(shapely.get_type_id(flat) == shapely.GeometryType.LINESTRING):
        flat[row] = shapely.transform(flat[row], _shorter_way)
    west, _, east, _ = shapely.bounds(flat).T
    for row in np.flatnonzero((west < -_TURN / 2) | (east > _TURN / 2)):
        flat[row] = _cut(flat[row])
    out: NDArray[np.object_] = shapely.transform(shapely.orient_polygons(flat), _round)
    return out


def _round(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(coordinates, DECIMALS) + 0.0  # no negative zero


def _shorter_way(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lead a line from 179 to -179 degrees over the antimeridian, not around the Earth."""
    x = np.unwrap(coordinates[:, 0], period=_TURN)
    if np.ptp(x) > _TURN:  # around and around: as it stands
        return coordinates
    return np.column_stack([x - _TURN * np.round(x.mean() / _TURN), coordinates[:, 1]])


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    """Bring what lies beyond 180 degrees to the other side of the map."""
    valid = shapely.make_valid(geometry)
    dimensions, (west, _, east, _) = shapely.get_dimensions(valid), valid.bounds
    if valid.geom_type == "GeometryCollection":
        return shapely.GeometryCollection([_cut(part) for part in shapely.get_parts(valid)])
    if dimensions == 0:
        return shapely.transform(valid, _wrap)
    parts: list[Any] = []
    for turn in (-_TURN, 0.0, _TURN):
        world = shapely.box(turn - _TURN / 2, -90, turn + _TURN / 2, 90)
        if turn - _TURN / 2 <= west and east <= turn + _TURN / 2:
            return affinity.translate(geometry, xoff=-turn)
        pieces = shapely.get_parts(affinity.translate(valid.intersection(world), xoff=-turn))
        # Where the edge of a world only touches, the piece is a point or a line.
        parts += [piece for piece in pieces if not piece.is_empty and shapely.get_dimensions(piece) == dimensions]
    return shapely.MultiPolygon(parts) if dimensions > 1 else shapely.MultiLineString(parts)


def _wrap(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = coordinates[:, 0], coordinates[:, 1]
    beyond = np.abs(x) > _TURN / 2
    return np.column_stack([np.where(beyond, (x + _TURN / 2) % _TURN - _TURN / 2, x), y])
