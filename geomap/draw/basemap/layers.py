"""Layers of the basemap: read, clip, pack."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from geomap.draw.view import View

UNIT = 1000
"""Steps a degree of the vertices, in the files and in the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Shapes of one sort."""

    shapes: NDArray[Any]
    """Geometries in degrees, EPSG:4326."""
    properties: dict[str, list[Any]]
    """Name to one value a shape."""

    def at(self, which: NDArray[Any]) -> Layer:
        """Return only the shapes that a mask or their numbers tell."""
        numbers = np.arange(len(self.shapes))[which]
        columns = {name: [values[number] for number in numbers] for name, values in self.properties.items()}
        return Layer(shapes=self.shapes[numbers], properties=columns)

    def below(self, rank: int) -> Layer:
        """Return only the shapes that matter enough: 0 for the greatest."""
        return self.at(np.array(self.properties["rank"], dtype=int) <= rank)

    def of(self, countries: Collection[str]) -> Layer:
        """Return only the shapes of these countries, ISO 3166-1 alpha-2 codes."""
        return self.at(np.array([code in countries for code in self.properties["code"]], dtype=bool))

    def within(self, box: View) -> Layer:
        """Clip to a box; what lies beyond the antimeridian, seen from the box, is moved by 360 degrees."""
        found, owners = [], []
        for turn in (-360.0, 0.0, 360.0):
            west, east = box.west - turn, box.east - turn
            bounds = shapely.bounds(self.shapes)
            near = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
            near &= (bounds[:, 1] <= box.north) & (bounds[:, 3] >= box.south)
            numbers = np.flatnonzero(near)
            clipped = shapely.clip_by_rect(self.shapes[numbers], west, box.south, east, box.north)
            left = ~shapely.is_empty(clipped)
            found.append(shapely.transform(clipped[left], partial(np.add, (turn, 0.0))))
            owners.append(numbers[left])
        order = np.concatenate(owners)
        return Layer(shapes=np.concatenate(found), properties=self.at(order).properties)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Vertices for the page.

        `NAME_xy` has longitude and latitude by turns, in `UNIT`, each less the one before, 0 for the first vertex of a
        line or ring; `NAME_first` has those, `NAME_part` their numbers, `NAME_shape` the first part of each shape.
        """
        parts, owner = shapely.get_parts(self.shapes, return_index=True)
        if parts.size and shapely.get_dimensions(parts[0]) > 1:
            parts, ring_owner = shapely.get_rings(parts, return_index=True)
            owner = owner[ring_owner]
        xy, part = shapely.get_coordinates(parts, return_index=True)
        places = np.rint(xy * UNIT).astype("i4")
        steps = np.diff(places, axis=0, prepend=np.zeros((1, 2), dtype="i4"))
        starts = _starts(part, len(parts))
        steps[starts[:-1]] = 0
        small = not steps.size or np.abs(steps).max() < 2**15
        return {
            f"{name}_xy": steps.astype("i2" if small else "i4").ravel(),
            f"{name}_first": places[starts[:-1]].ravel(),
            f"{name}_part": starts,
            f"{name}_shape": _starts(owner, len(self.shapes)),
        }

    def points(self) -> dict[str, list[Any]]:
        """Positions of points, in `UNIT`, and their properties: columns for the page."""
        xy = np.rint(shapely.get_coordinates(self.shapes) * UNIT).astype(int)
        return {"x": xy[:, 0].tolist(), "y": xy[:, 1].tolist(), **self.properties}

    def names(self) -> dict[str, list[Any]]:
        """Where to write the names of areas: the middle of the widest spot of each, and its radius, in `UNIT`."""
        rough = shapely.simplify(self.shapes, 0.02)
        spots = shapely.maximum_inscribed_circle(rough, tolerance=0.05) if len(rough) else rough
        middle = np.rint(shapely.get_coordinates(shapely.get_point(spots, 0)) * UNIT).astype(int)
        radius = np.rint(shapely.length(spots) * UNIT).astype(int)
        return {"x": middle[:, 0].tolist(), "y": middle[:, 1].tolist(), "r": radius.tolist(), **self.properties}


def read(name: str) -> Layer:
    """Read one of the files beside this module, whole."""
    data = resources.files(__package__).joinpath(f"{name}.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        by_axis = np.ascontiguousarray(file["coordinates"].transpose(0, 2, 1))
        steps = np.ascontiguousarray(by_axis.view("<i4")[:, :, 0].cumsum(axis=1).T)
        offsets = tuple(file[key] for key in sorted(file.files) if key.startswith("offsets_"))
        kind = shapely.GeometryType(int(file["kind"]))
        properties = json.loads(file["properties"].tobytes())
    return Layer(shapes=shapely.from_ragged_array(kind, steps / UNIT, offsets or None), properties=properties)


def _starts(owners: NDArray[Any], count: int) -> NDArray[Any]:
    """First index of each owner in the sorted `owners`, and the length at the end."""
    return np.searchsorted(owners, np.arange(count + 1)).astype("u4")
