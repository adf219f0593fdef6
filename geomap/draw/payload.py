"""Events as columns: what the page knows of them.

Every column of the schema is kept, so that scripts added to the page have all of it. A column `NAME` holds for each
event the number of its value, counted from 1, 0 for none; `NAME_values` has the values: of a column of numbers the
numbers, of a column of texts the numbers of the texts, which are kept once for all columns, in one block of UTF-8.
Shapes are kept once too, since many events share a region.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geomap.draw.container import pack
from geomap.frame import COLUMNS
from geomap.taxonomy import event_types

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geomap.draw.view import View

UNIT = 1e-5
"""Step of the vertices of shapes, degrees: about a meter."""
_DETAIL = 1 / 2000
"""Shapes are simplified by this part of their width or height."""


def encode(events: gpd.GeoDataFrame, *, view: View) -> str:
    """Pack a conforming table and where its map is cut into base64 text, see `geomap.draw.container`.

    Parameters
    ----------
    events
        One row an event, as `geomap.frame.conform` returns it, EPSG:4326.
    view
        Where the events lie.
    """
    columns, texts = _columns(events)
    shapes = _shapes(events.geometry.to_numpy())
    blob = [text.encode("utf-8", "replace") for text in texts]
    offsets = np.cumsum([0, *map(len, blob)], dtype="u4")
    block = {"text_start": offsets, "text": np.frombuffer(b"".join(blob), dtype="u1")}
    meta = {
        "count": len(events),
        "columns": list(COLUMNS),
        "texts": [name for name, kind in COLUMNS.items() if kind == "str"],
        "types": [
            {
                "id": kind.id,
                "group": kind.group.id,
                "label": kind.label,
                "color": kind.color,
                "glyph": kind.glyph,
            }
            for kind in event_types().values()
        ],
        "groups": {kind.group.id: kind.group.label for kind in event_types().values()},
        "seam": view.seam,
        "unit": UNIT,
    }
    return pack(meta, columns | shapes | block)


def _columns(events: gpd.GeoDataFrame) -> tuple[dict[str, NDArray[Any]], Iterable[str]]:
    arrays: dict[str, NDArray[Any]] = {}
    numbers: dict[str, int] = {}
    for name, kind in COLUMNS.items():
        codes, values = pd.factorize(events[name])
        arrays[name] = smallest(codes + 1)
        if kind == "str":
            arrays[f"{name}_values"] = np.array([numbers.setdefault(text, len(numbers)) for text in values], dtype="u4")
        else:
            arrays[f"{name}_values"] = np.asarray(values, dtype="f8")
    return arrays, numbers


def smallest(whole: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers from 0 to 2^32 - 1 in the smallest type that holds them."""
    return whole.astype(np.min_scalar_type(int(whole.max(initial=0))))


def _shapes(geometries: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """Lines and polygons: `shape` tells each event which of them it has, -1 for none; points need none.

    `shape_kind` is 1 for lines, 2 for polygons, `shape_part` the first part of each (a line or a ring), `part_point`
    the first vertex of each, `shape_xy` longitude and latitude in `UNIT`, by turns.
    """
    numbers: dict[bytes, int] = {}
    shape = np.full(len(geometries), -1, dtype="i4")
    kinds, counts, lengths, points = [], [], [0], [np.empty((0, 2))]
    dimensions = shapely.get_dimensions(geometries)
    for row in np.flatnonzero((dimensions > 0) & ~shapely.is_empty(geometries)):
        key = shapely.to_wkb(geometries[row])
        if key not in numbers:
            parts = _parts(geometries[row], dimensions[row])
            numbers[key] = len(numbers)
            kinds.append(dimensions[row])
            counts.append(len(parts))
            lengths += [len(part) for part in parts]
            points += parts
        shape[row] = numbers[key]
    return {
        "shape": shape,
        "shape_kind": np.array(kinds, dtype="u1"),
        "shape_part": np.cumsum([0, *counts], dtype="u4"),
        "part_point": np.cumsum(lengths, dtype="u4"),
        "shape_xy": np.rint(np.concatenate(points).ravel() / UNIT).astype("i4"),
    }


def _parts(geometry: BaseGeometry, dimensions: int) -> list[NDArray[Any]]:
    """Vertices of the lines (one dimension) or rings (two: outer ones against the clock, then holes) of a geometry."""
    west, south, east, north = geometry.bounds
    simple = shapely.orient_polygons(shapely.simplify(geometry, max(east - west, north - south) * _DETAIL))
    parts = [part for part in _leaves(simple) if shapely.get_dimensions(part) == dimensions]
    lines = parts if dimensions == 1 else list(shapely.get_rings(parts))
    return [shapely.get_coordinates(line) for line in lines]


def _leaves(geometry: BaseGeometry) -> list[BaseGeometry]:
    if not hasattr(geometry, "geoms"):
        return [geometry]
    return [leaf for part in geometry.geoms for leaf in _leaves(part)]
