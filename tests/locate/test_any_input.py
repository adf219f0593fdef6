"""Whatever a record holds, every event comes back, with a sound place or none."""

import time

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.locate import locate
from geomap.model import Document, Event, Kind, Mention, Method, Place, Point, Resolution, Span, event_id
from geomap.taxonomy import event_types

PIECES = (
    "GOMA Goma Sake Bukavu the town of near outside between and to from 12 km miles half a north south-east of on the "
    "road - , . ( ) \n said rebels shelled fled for border province outskirts \u2014 \u0663 \u6226"
).split(" ")
reports = st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map(" ".join) | st.text(min_size=1, max_size=60)
places = st.builds(
    Place,
    id=st.sampled_from(["town", "square"]),
    name=st.just("Town"),
    point=st.builds(Point, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180)),
    kind=st.sampled_from(Kind),
    uncertainty_km=st.floats(0, 1000),
)


class Areas:
    """A gazetteer of nothing but one square."""

    def geometry(self, place_id):
        return shapely.box(10, 20, 12, 22) if place_id == "square" else None


@st.composite
def records(draw):
    """A text with resolved mentions that do not overlap, and events anywhere, both in text order."""
    text = draw(reports.filter(str.strip))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    resolutions = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        place = draw(st.none() | places)
        mention = Mention(span=Span(start, end), text=text[start:end], kind=draw(st.sampled_from(Kind)))
        method = Method.GAZETTEER if place else Method.UNKNOWN
        resolutions.append(Resolution(mention=mention, place=place, confidence=draw(st.floats(0, 1)), method=method))
    starts = sorted(draw(st.sets(st.integers(0, len(text) - 1), max_size=4)))
    kinds = draw(st.lists(st.sampled_from(list(event_types())), min_size=4, max_size=4))
    events = [
        Event(id=event_id("d", kind, span), type=kind, trigger=span, sentence=span)
        for kind, span in zip(kinds, [Span(start, start + 1) for start in starts], strict=False)
    ]
    return Document(id="d", text=text), events, resolutions


@given(records())
def test_every_event_comes_back_once_or_at_several_places(record):
    document, events, resolutions = record
    found = locate(document, events, resolutions, Areas())
    assert list(dict.fromkeys(one.event.trigger for one in found)) == [event.trigger for event in events]
    spans = [one.mention.span for one in resolutions]
    for one in found:
        assert 0 <= one.event.confidence <= 1
        if one.location is not None:
            assert one.location.place in [resolution.place for resolution in resolutions]
            assert set(one.location.mentions) <= set(spans)
            assert shapely.is_valid(one.location.geometry)
            assert 1 <= one.location.precision <= 7
            assert one.location.uncertainty_km >= 0


@given(records())
def test_equal_input_gives_equal_places(record):
    assert locate(*record, Areas()) == locate(*record, Areas())


HOSTILE = {
    "sentences": "Rebels shelled it. ",
    "one sentence": "and ",
    "numbers": "12 km south of ",
    "lines": "A\n",
    "dashes": "A - ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_length_of_the_text(unit):
    """Four times the text takes about four times as long, not sixteen times."""
    place = Place(id="town", name="Goma", point=Point(latitude=-1.7, longitude=29.2), kind=Kind.SETTLEMENT)

    def seconds(length):
        text = (unit * length)[:length] + " Goma shelled"
        mention = Mention(span=Span(length + 1, length + 5), text="Goma", kind=Kind.SETTLEMENT)
        resolution = Resolution(mention=mention, place=place, confidence=0.9, method=Method.GAZETTEER)
        trigger = Span(length + 6, length + 13)
        event = Event(id="e", type="shelling", trigger=trigger, sentence=trigger)
        began = time.process_time()
        locate(Document(id="d", text=text), [event], [resolution], Areas())
        return time.process_time() - began

    assert min(seconds(200_000) for _ in range(2)) < 10 * max(seconds(50_000), 0.1)
