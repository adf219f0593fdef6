"""Draw a table of events as one self-contained Leaflet page that is also a folium map.

Text from reports is never handed to a template: branca compiles what an element renders as a template once more, so
that `{{ ... }}` in an article would run as Python. Events travel as one compressed block that the page decodes, and
everything a reader sees of them is set with `textContent`.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from geomap.draw.escape import safe_text
from geomap.draw.map import TITLE, EventLayer, EventMap, draw, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import geopandas as gpd

    from geomap.model import Record

__all__ = ["EventLayer", "EventMap", "draw", "page", "safe_text"]


class _Stage(ModuleType):
    """The package `geomap.draw`, which is a function, too: importing the one must not hide the other."""

    def __call__(
        self,
        events: "gpd.GeoDataFrame | str | Path | Mapping[str, Any]",
        *,
        title: str = TITLE,
        records: "Iterable[Record]" = (),
    ) -> EventMap:
        return draw(events, title=title, records=records)


sys.modules[__name__].__class__ = _Stage
