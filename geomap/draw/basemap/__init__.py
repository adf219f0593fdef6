"""The ground under the events: Natural Earth, clipped to the box that is looked at.

The files beside this one hold one layer each; `tools/basemap.py` makes them and says how they are written. `near`
layers come from the scale 1:10 million, `far` and `world` from 1:50 million. Natural Earth is in the public domain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geomap.draw.basemap.layers import UNIT, Layer, read
from geomap.draw.container import pack

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from geomap.draw.view import View

_NEAR = 50.0
"""Boxes up to this many degrees wide get the fine layers."""
_WIDE = 25.0
"""Boxes wider than this show the greater rivers and lakes only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What lies under the events of a box."""

    box: View
    layers: dict[str, Layer]
    """Land, water and lines by their names, in the order in which they are drawn."""
    names: dict[str, dict[str, list[Any]]]
    """What is named where, by sort: columns as `Layer.names` and `Layer.points` give them."""


def clip(view: View, countries: Collection[str]) -> str:
    """Pack what `ground` gives into base64 text, see `geomap.draw.container`."""
    under = ground(view, countries)
    arrays: dict[str, NDArray[Any]] = {}
    for name, layer in under.layers.items():
        arrays |= layer.arrays(name)
    box = under.box
    meta = {
        "unit": UNIT,
        "box": [box.west, box.south, box.east, box.north],
        "layers": {name: layer.properties for name, layer in under.layers.items()},
        "names": under.names,
    }
    return pack(meta, arrays)


def ground(view: View, countries: Collection[str]) -> Ground:
    """Clip all layers to a box.

    Parameters
    ----------
    view
        The box around the events; the layers reach further, see `View.widened`.
    countries
        ISO 3166-1 alpha-2 codes of the countries that the events are in, drawn lighter than the rest.
    """
    box = view.widened()
    near = box.span <= _NEAR
    level = "near" if near else "far"
    land = read(f"{level}_countries").within(box)
    lit = np.array([code in countries for code in land.properties["code"]], dtype=bool)
    world = read("world_countries").within(_whole(box))
    layers = {
        "world": replace(world, properties={}),
        "world_lit": replace(world.of(countries), properties={}),
        "rest": Layer(shapes=np.array([shapely.union_all(land.shapes[~lit], grid_size=1 / UNIT)]), properties={}),
        "lit": Layer(shapes=land.shapes[lit], properties={}),
        "coast": read(f"{level}_coast").within(box),
        "borders": read(f"{level}_borders").within(box),
    }
    if near:
        rank = 9 if box.span < _WIDE else 6
        layers |= {name: read(f"near_{name}").within(box).below(rank) for name in ("rivers", "lakes")}
        layers["urban"] = read("near_urban").within(box)
        layers["provinces"] = replace(read("near_provinces").of(countries).within(box), properties={})
    names = _names(box, land, lit.astype(int).tolist(), level) | (_province_names(box, countries) if near else {})
    return Ground(box=box, layers=layers, names=names)


def _names(box: View, land: Layer, lit: list[int], level: str) -> dict[str, dict[str, list[Any]]]:
    towns, areas = (10, 7) if level == "near" else (3, 2)
    return {
        "countries": Layer(shapes=land.shapes, properties={"name": land.properties["name"], "lit": lit}).names(),
        "towns": read("towns").within(box).below(towns).points(),
        "seas": read("sea_names").within(box).below(areas).names(),
        "lands": read("land_names").within(box).below(areas).names(),
    }


def _province_names(box: View, countries: Collection[str]) -> dict[str, dict[str, list[Any]]]:
    found = read("province_names").of(countries).within(box)
    return {"provinces": replace(found, properties={"name": found.properties["name"]}).points()}


def _whole(box: View) -> View:
    return replace(box, west=box.seam, east=box.seam + 360, south=-85.0, north=85.0)
