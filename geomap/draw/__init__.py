"""Draw a table of events as one self-contained Leaflet page that is also a folium map.

Text from reports is never handed to a template: branca compiles what an element renders as a template once more, so
that `{{ ... }}` in an article would run as Python. Events travel as one compressed block that the page decodes, and
everything a reader sees of them is set with `textContent`.
"""

from geomap.draw.escape import safe_text
from geomap.draw.map import EventLayer, EventMap, draw, page

__all__ = ["EventLayer", "EventMap", "draw", "page", "safe_text"]
