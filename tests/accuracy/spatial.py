"""Spatial expressions: 200 invented sentences with the true position of their event, computed apart.

    python tests/accuracy/spatial.py

Each line of `spatial.tsv` has a text with its trigger marked, the type of the event, the sort of expression ("12 miles
south of", "on the road from ... to"), the position (degrees, EPSG:4326), how far off an analyst would still accept, and
how the position was found: geodesics on the WGS 84 ellipsoid from the coordinates of towns; that of 36 quarters,
facilities and mountains is from general knowledge. The event is given, names are not.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from geomap.locate import locate
from geomap.model import Document, Event, Point, Span
from geomap.pipeline import prepare, tools
from geomap.resolve import resolve
from geomap.settings import Settings
from geomap.text.analysis import analyze

TEXTS = Path(__file__).with_name("spatial.tsv")
MARK = re.compile(r"<<(.*?)>>")


def rows() -> list[dict[str, str]]:
    """Lines of the table."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def measured(reader: str) -> tuple[Counter[str], Counter[str]]:
    """Expressions of each sort, and those whose event lies within its tolerance."""
    used = tools(prepare(Settings(reader=reader), lambda _: None))
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows():
        marked = MARK.search(row["text"])
        document = Document(id="d", text=MARK.sub(r"\1", row["text"]))
        trigger = Span(marked.start(), marked.start() + len(marked[1]))
        sentence = next(s.span for s in analyze(document) if s.span.start <= trigger.start < s.span.end)
        event = Event(id="e", type=row["type"], trigger=trigger, sentence=sentence, confidence=1.0)
        named = resolve(document, used.recognizer.recognize(document), used.gazetteer)
        places = [
            one.location.point for one in locate(document, [event], named, used.gazetteer, used.reader) if one.location
        ]
        true = Point(latitude=float(row["latitude"]), longitude=float(row["longitude"]))
        total[row["kind"]] += 1
        right[row["kind"]] += any(place.distance_km(true) <= float(row["tolerance_km"]) for place in places)
    return total, right


def main() -> None:
    """Print a table."""
    light, full = measured("light"), measured("full")
    print("| expression | n | light | full |\n| --- | ---: | ---: | ---: |")
    for kind, n in full[0].items():
        print(f"| {kind.replace('_', ', ')} | {n} | {light[1][kind]} | {full[1][kind]} |")
    print(f"| all | {full[0].total()} | {light[1].total()} | {full[1].total()} |")


if __name__ == "__main__":
    main()
