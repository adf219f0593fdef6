import re

import pytest

from geomap.locate import locate
from geomap.model import Document, Event, Kind, Mention, Method, Resolution, Span, event_id


@pytest.fixture(scope="session")
def place(gazetteer):
    """Find the most populous place of a name, country and kind; areas with their geometry."""

    def find(name, country, kind=Kind.SETTLEMENT):
        found = [c.place for c in gazetteer.lookup(name) if (c.place.country, c.place.kind) == (country, kind)]
        area = kind in (Kind.REGION, Kind.DISTRICT, Kind.COUNTRY)
        return next(one for one in found if not area or gazetteer.geometry(one.id) is not None)

    return find


@pytest.fixture(scope="session")
def located(gazetteer, place):
    """Locate events told by hand.

    `events` maps words of the text to types. `places` maps names to countries, or pairs of country and
    kind; None for a name that was not resolved. Names are found wherever they stand.
    """

    def run(text, events, places):
        known = {}
        for name, told in places.items():
            country, kind = told if isinstance(told, tuple) else (told, Kind.SETTLEMENT)
            known[name] = (place(name, country, kind) if country else None, kind)
        names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
        resolutions = [
            Resolution(
                mention=Mention(span=Span(*found.span()), text=found[0], kind=known[found[0]][1]),
                place=known[found[0]][0],
                confidence=0.9 if known[found[0]][0] else 0.0,
                method=Method.GAZETTEER if known[found[0]][0] else Method.UNKNOWN,
            )
            for found in (re.finditer(names, text) if names else ())
        ]
        told = [_event(text, words, kind) for words, kind in events.items()]
        return locate(Document(id="report", text=text), told, resolutions, gazetteer)

    return run


@pytest.fixture(scope="session")
def location(located):
    """Location of the only event of a text."""

    def run(text, words, kind, places):
        (found,) = located(text, {words: kind}, places)
        return found.location

    return run


def _event(text, words, kind):
    trigger = Span(text.index(words), text.index(words) + len(words))
    return Event(id=event_id("report", kind, trigger), type=kind, trigger=trigger, sentence=trigger)
