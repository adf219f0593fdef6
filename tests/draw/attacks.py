"""Texts that break out of templates, scripts or markup, and a table that has them in every text column."""

import json

import geopandas as gpd
import shapely

from geomap.frame import COLUMNS, CRS
from geomap.model import Document, Kind, Mention, Method, Place, Point, Record, Resolution, Span

ATTACKS = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "${window.hacked=1}",
    "${'a'+(window.hacked=1)}",
    "`+(window.hacked=1)+`",
    "\\`+(window.hacked=1)+\\`",
    "\"'+(window.hacked=1)+'\"",
    '" onmouseover=window.hacked=1 autofocus onfocus=window.hacked=1 x="',
    "a\u2028window.hacked=1\u2029b",
    "{{ 1331 + 6 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% if %}{# comment",
    "line one\nwindow.hacked=1\n//",
)
SAFE_COLUMNS = (
    *("type", "group", "label", "modality", "polarity", "certainty", "support", "spatial_relation"),
    *("date_start", "date_end", "published"),
)
"""Columns that hold days, or words that geomap itself knows; any other value is refused before it is drawn."""


def events(attacks=ATTACKS):
    """One event an attack: the text stands in every text column. Every fourth has no place."""
    rows = []
    for number, text in enumerate(attacks):
        row = {name: text for name, kind in COLUMNS.items() if kind == "str" and name not in SAFE_COLUMNS}
        row |= {
            "id": f"{number} {text}",
            "type": "clash",
            "date_start": None,
            "place_mention": text,
            "quote": f"So {text} it goes.",
            "trigger": text,
        }
        row |= {"quote_start": 100, "trigger_start": 103, "trigger_end": 103 + len(text)}
        row |= {"source_url": "javascript:window.hacked=1"}
        row["claims"] = json.dumps([{"by": text, "kind": text, "stance": text, "via": text}])
        rows.append(row)
    places = [None if number % 4 == 3 else shapely.Point(10 + number, 30) for number in range(len(rows))]
    return gpd.GeoDataFrame(rows, geometry=places, crs=CRS)


def records(attacks=ATTACKS):
    """The reports of the events: an attack is the id, the title, the source and in the text, where it names a place."""
    made = []
    for text in attacks:
        document = Document(
            id=text,
            title=text,
            source=text,
            source_url="javascript:window.hacked=1",
            text=f"{'x ' * 50}So {text} it goes. {text}",
        )
        start = len(document.text) - len(text)
        mention = Mention(span=Span(start, start + len(text)), text=text)
        place = Place(
            id="user:1", name=text, point=Point(latitude=30, longitude=10), kind=Kind.SETTLEMENT, attribution=text
        )
        found = Resolution(mention=mention, place=place, confidence=0.5, method=Method.GAZETTEER)
        made.append(Record(document=document, mentions=(mention,), resolutions=(found,)))
    return made
