"""The map as folium knows it: a Map whose layers are the event types."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import folium
import folium.map
import geopandas as gpd

from geomap.draw import assets, reports
from geomap.draw.basemap import clip
from geomap.draw.escape import safe_text
from geomap.draw.markup import BODY
from geomap.draw.page import Page, RawElement, figure_of
from geomap.draw.payload import encode
from geomap.draw.view import drawn, frame
from geomap.features import read_events
from geomap.frame import conform
from geomap.taxonomy import event_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

    from geomap.draw.view import View
    from geomap.model import Record
    from geomap.taxonomy import EventType

TITLE = "Map of reported events"


def draw(
    events: gpd.GeoDataFrame | str | Path | Mapping[str, Any], *, title: str = TITLE, records: Iterable[Record] = ()
) -> EventMap:
    """Draw a table of events as a folium map.

    Parameters
    ----------
    events
        One row an event in the schema of `geomap.frame`; geometries in any CRS, points, lines or polygons, or None for
        events without a place, which are listed beside the map. Or GeoJSON of such events: a file, or the collection
        as `json.load` gives it.
    title
        Heading of the page, plain text.
    records
        The reports that the events are from, to be read beside the map; without them the page has the sentences only.

    Returns
    -------
    EventMap
        A `folium.Map` with a layer for each type of event. It shows itself in a notebook; `save(path)` writes the page,
        which needs no network. Stock folium elements can be added; text from reports that goes into them must pass
        through `safe_text` first.

    Raises
    ------
    SchemaError
        If the table is no events table; the message names every fault.
    InputError
        If a file cannot be read or is not JSON.
    """
    table = conform(events) if isinstance(events, gpd.GeoDataFrame) else read_events(events)
    view = frame(table)
    here = table[drawn(table)]
    countries = set(here["country"].dropna())
    return EventMap(
        payload=encode(table, view=view),
        basemap=clip(view, countries),
        reports=reports.encode(records),
        types=[kind for key, kind in event_types().items() if (here["type"] == key).any()],
        view=view,
        title=title,
    )


def page(
    events: gpd.GeoDataFrame | str | Path | Mapping[str, Any], *, title: str = TITLE, records: Iterable[Record] = ()
) -> str:
    """Draw a table of events as the HTML text of one self-contained page, see `draw`; equal events, equal text."""
    return draw(events, title=title, records=records).get_root().render()


class EventMap(folium.Map):
    """A folium map of events, with its own page around it.

    Parameters
    ----------
    payload, basemap, reports
        Packed texts, see `geomap.draw.payload`, `geomap.draw.basemap` and `geomap.draw.reports`.
    types
        Event types that get a layer.
    view
        Box to show first.
    title
        Heading of the page, plain text.
    """

    def __init__(
        self, *, payload: str, basemap: str, types: list[EventType], view: View, title: str, reports: str = ""
    ):
        super().__init__(location=[0.0, 0.0], tiles=None)
        self._id = hashlib.sha256(f"{payload}{basemap}".encode()).hexdigest()[:12]
        Page(title).add_child(self)
        self._payload = payload
        self._basemap = basemap
        self._reports = reports
        self._view = view
        self._title = title
        for kind in types:
            self.add_child(EventLayer(kind))

    def render(self, **kwargs: object) -> str:
        """Put styles, scripts, payload and the elements added to the map into the figure; return nothing to show."""
        figure, name = figure_of(self), self.get_name()
        styles = (assets.leaflet_style(), assets.own_style())
        scripts = (assets.leaflet_script(), assets.own_script())
        head = [f"<style>{text}</style>" for text in styles] + [f"<script>{text}</script>" for text in scripts]
        figure.header.add_child(RawElement("\n".join(head)), name="geomap")
        blocks = {"events": self._payload, "basemap": self._basemap, "reports": self._reports}
        body = BODY.format(name=name, title=safe_text(self._title), **blocks)
        figure.html.add_child(RawElement(body), name=name)
        figure.script.add_child(RawElement(self._start()), name=name)
        for child in self._children.values():
            child.render(**kwargs)
        return ""

    def _start(self) -> str:
        """Script that makes the map. A `var`: elements of other folium plugins look for the map under its name."""
        name, view = self.get_name(), self._view
        box = {"bounds": [[view.south, view.west], [view.north, view.east]], "seam": view.seam}
        start = f"var {name} = geomap.map({json.dumps(name)}, {json.dumps(box)});"
        if not self.objects_to_stay_in_front:
            return start
        front = "".join(f"{layer.get_name()}.bringToFront();" for layer in self.objects_to_stay_in_front)
        return f"{start}\n{name}.on('overlayadd', () => {{{front}}});"


class EventLayer(folium.map.Layer):
    """All events of one type, as a layer that `folium.LayerControl` can switch.

    Parameters
    ----------
    kind
        The type. Its label is the name of the layer.
    show
        Whether it is switched on at first.
    """

    def __init__(self, kind: EventType, *, show: bool = True):
        super().__init__(name=safe_text(kind.label), overlay=True, show=show)
        self._name = "EventLayer"
        self._id = kind.id
        self.kind = kind

    def render(self, **_: object) -> str:
        """Put the layer into the script of the figure; return nothing to show."""
        figure, name, parent = figure_of(self), self.get_name(), self._parent
        if not isinstance(parent, EventMap):
            msg = f"the layer {self.kind.label!r} is not on a map of events; add it to what geomap.draw returns"
            raise TypeError(msg)
        script = f"var {name} = geomap.layer({parent.get_name()}, {json.dumps(self.kind.id)});"
        if self.show:
            script += f" {name}.addTo({parent.get_name()});"
        figure.script.add_child(RawElement(script), name=name)
        return ""
