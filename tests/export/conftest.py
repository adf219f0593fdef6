import datetime as dt

import pandas as pd
import pytest
import shapely

from geomap.frame import to_frame
from geomap.model import (
    Claim,
    Claimant,
    Document,
    Event,
    Kind,
    LocatedEvent,
    Location,
    Place,
    Point,
    Record,
    Relation,
    Span,
    Stance,
    Toll,
    When,
    event_id,
)

TEXT = 'Rebels "took" Misrata, they said; مصراتة fell.\nThe road to Sirte was shelled. Talks went on.'

AREA = shapely.Polygon(
    [(15, 32), (15, 33), (16, 33), (16, 32)], [[(15.2, 32.2), (15.4, 32.2), (15.4, 32.4), (15.2, 32.4)]]
)
ROAD = shapely.LineString([(15.092, 32.3773), (16.58866, 31.20892)])


def located(kind, start, geometry=None, *, deaths=None):
    trigger, sentence = Span(start, start + 4), Span(0, 40)
    event = Event(
        id=event_id("a", kind, trigger),
        type=kind,
        trigger=trigger,
        sentence=sentence,
        actor="Rebels",
        deaths=deaths,
        date=When(start=dt.date(2011, 7, 3), end=dt.date(2011, 7, 4), precision=2),
        claims=(Claim(by="they", kind=Claimant.BELLIGERENT, stance=Stance.CLAIMS),),
        confidence=0.8,
    )
    if geometry is None:
        return LocatedEvent(event=event, location=None)
    point = Point(latitude=32.3773, longitude=15.092)
    place = Place(
        id="osm:node/1", name="=Misrata", point=point, kind=Kind.SETTLEMENT, country="LY", attribution="© OSM, ODbL"
    )
    location = Location(
        mentions=(Span(14, 21),),
        place=place,
        relation=Relation.IN,
        point=point,
        geometry=geometry,
        precision=1,
        uncertainty_km=3.25,
        reason="said so",
    )
    return LocatedEvent(event=event, location=location)


@pytest.fixture(scope="session")
def events():
    """A point, an area with clockwise rings and a hole, a line, and an event without a place."""
    document = Document(id="a", text=TEXT, published=dt.date(2011, 7, 4), source="Wire")
    found = (
        located("capture", 8, shapely.Point(15.092, 32.3773), deaths=Toll(low=3, best=5, high=12)),
        located("shelling", 70, AREA),
        located("siege", 60, ROAD),
        located("offer", 80),
    )
    return to_frame([Record(document=document, located=found)])


@pytest.fixture(scope="session")
def none(events):
    return events.iloc[:0]


@pytest.fixture(scope="session")
def say(events):
    """The events, with columns of raw text as a user's table may hold them."""

    def build(**columns):
        raw = {name: pd.Series([text] * len(events), dtype=object) for name, text in columns.items()}
        return events.assign(**raw)

    return build
