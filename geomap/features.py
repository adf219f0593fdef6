"""GeoJSON of events, by whomever it was made, to a table."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geomap.errors import InputError, SchemaError
from geomap.frame import COLUMNS, CRS, conform

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_FARTHEST = (540.0, 90.0)
"""Longitude and latitude, degrees: no shape goes around the Earth more than once."""


def read_events(source: str | Path | Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Read any GeoJSON of events.

    Parameters
    ----------
    source
        A file that holds a feature collection, UTF-8, or the collection itself. Coordinates are degrees, x longitude,
        y latitude, unless an old `crs` member says otherwise.

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
    if isinstance(source, Mapping):
        return conformed(_table(source))
    try:
        data = json.loads(Path(source).read_text(encoding="utf-8-sig"), parse_constant=_refuse)
    except OSError as error:
        msg = f"{source} cannot be read: {error.strerror or error}"
        raise InputError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"{source} is not JSON in UTF-8: {error}"
        raise InputError(msg) from error
    try:
        return conformed(_table(data))
    except SchemaError as error:
        msg = f"{source}: {error}"
        raise SchemaError(msg) from error


def conformed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Do as `geomap.frame.conform`, with text that UTF-8 can hold and geometries that are on Earth.

    Raises
    ------
    SchemaError
        If it is no events table, or has coordinates that are not finite, beyond a pole, or more than
        once around the Earth.
    """
    names = [name for name, dtype in COLUMNS.items() if dtype == "str" and name in frame.columns]
    with np.errstate(invalid="ignore"):  # what is not finite is refused below, by name
        table = conform(frame.assign(**{name: frame[name].map(_text) for name in names}))
    coordinates, rows = shapely.get_coordinates(table.geometry.to_numpy(), return_index=True)
    good = np.isfinite(coordinates).all(axis=1) & (np.abs(coordinates) <= _FARTHEST).all(axis=1)
    if not good.all():
        row, (x, y) = rows[~good][0], coordinates[~good][0]
        msg = f"event {table['id'].iloc[row]!r} has a geometry with longitude {x}, latitude {y}, which is not on Earth"
        raise SchemaError(msg)
    return table


def _table(data: object) -> gpd.GeoDataFrame:
    features = data.get("features") if isinstance(data, Mapping) and data.get("type") == "FeatureCollection" else None
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


def _text(value: object) -> object:
    if isinstance(value, dict | list | tuple):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str) or not _UNWRITABLE.search(value):
        return value
    # Two halves that belong together become the sign they stand for.
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
