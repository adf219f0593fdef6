"""The ground under the events: Natural Earth, clipped to the box that is looked at.

The files beside this one hold one layer each; `tools/basemap.py` makes them and says how they are written. `near`
layers come from the scale 1:10 million, `far` and `world` from 1:50 million. Natural Earth is in the public domain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geomap.draw.basemap.layers import UNIT, Layer, read
from geomap.draw.container import pack

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from geomap.draw.view import View

_NEAR = 50.0
"""Boxes up to this many degrees wide get the fine layers."""
_RANKED = ("rivers", "lakes")


def clip(view: View, countries: Collection[str]) -> str:
    """Pack all layers within a box into base64 text, see `geomap.draw.container`.

    Parameters
    ----------
    view
        The box around the events; the layers reach further, see `View.widened`.
    countries
        ISO 3166-1 alpha-2 codes of the countries that the events are in, drawn lighter than the rest.
    """
    box = view.widened()
    near = box.span <= _NEAR
    land = read(f"{'near' if near else 'far'}_countries").within(box)
    lit = [int(code in countries) for code in land.properties["code"]]
    layers = {
        "world": replace(read("world_countries").within(_whole(box)), properties={}),
        "countries": Layer(shapes=land.shapes, properties={"lit": lit}),
        "coast": read(f"{'near' if near else 'far'}_coast").within(box),
        "borders": read(f"{'near' if near else 'far'}_borders").within(box),
    }
    if near:
        rank = 9 if box.span < 20 else 7  # noqa: PLR2004 - degrees: a country of middling size and its neighbors
        layers |= {name: read(f"near_{name}").within(box).below(rank) for name in _RANKED}
        layers |= {name: read(f"near_{name}").within(box) for name in ("provinces", "urban")}
    arrays: dict[str, NDArray[Any]] = {}
    for name, layer in layers.items():
        arrays |= layer.arrays(name)
    meta = {
        "unit": UNIT,
        "box": [box.west, box.south, box.east, box.north],
        "layers": {name: layer.properties for name, layer in layers.items()},
        "names": _names(box, land, lit, near=near),
    }
    return pack(meta, arrays)


def _names(box: View, land: Layer, lit: list[int], *, near: bool) -> dict[str, dict[str, list[Any]]]:
    names = {
        "countries": Layer(shapes=land.shapes, properties={"name": land.properties["name"], "lit": lit}).names(),
        "towns": read("towns").within(box).below(10 if near else 3).points(),
        "seas": read("sea_names").within(box).below(8 if near else 2).names(),
        "lands": read("land_names").within(box).below(6 if near else 2).names(),
    }
    if near:
        names["provinces"] = read("province_names").within(box).points()
    return names


def _whole(box: View) -> View:
    return replace(box, west=box.seam, east=box.seam + 360, south=-85.0, north=85.0)
