import json

import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.model import (
    Alternative,
    Certainty,
    Claim,
    Claimant,
    Document,
    Event,
    Kind,
    LocatedEvent,
    Location,
    Mention,
    Method,
    Modality,
    Place,
    Point,
    Polarity,
    Record,
    Relation,
    Resolution,
    Span,
    Stance,
    Support,
    Toll,
    When,
)
from geomap.record import from_line, to_line

shares = st.floats(0, 1)
radii = st.floats(0, 20_000)
words = st.text(min_size=1, max_size=20)
maybe_words = st.none() | st.text(max_size=20)
points = st.builds(Point, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
places = st.builds(
    Place,
    id=words,
    name=words,
    point=points,
    kind=st.sampled_from(Kind),
    country=st.none() | st.sampled_from(["LY", "SY"]),
    admin1=maybe_words,
    population=st.integers(0, 10**9),
    uncertainty_km=radii,
    attribution=maybe_words,
)
degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
geometries = st.one_of(
    degrees.map(shapely.Point),
    st.lists(degrees, min_size=2, max_size=5).map(shapely.LineString),
    st.lists(degrees, min_size=3, max_size=5).map(shapely.Polygon),
    st.lists(degrees.map(lambda at: shapely.Point(at).buffer(1, quad_segs=2)), min_size=1).map(shapely.MultiPolygon),
)


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


@st.composite
def mentions(draw, text):
    span = draw(spans(text))
    return Mention(span=span, text=text[span.start : span.end], kind=draw(st.sampled_from(Kind)), score=draw(shares))


@st.composite
def resolutions(draw, mention):
    return Resolution(
        mention=mention,
        place=draw(st.none() | places),
        confidence=draw(shares),
        method=draw(st.sampled_from(Method)),
        alternatives=tuple(draw(st.lists(st.builds(Alternative, id=words, score=shares), max_size=3))),
    )


@st.composite
def whens(draw):
    start, end = sorted((draw(st.dates()), draw(st.dates())))
    return When(start=start, end=end, precision=draw(st.integers(1, 5)), text=draw(maybe_words))


@st.composite
def tolls(draw):
    low, best, high = sorted(draw(st.tuples(*[st.integers(0, 10**6)] * 3)))
    return Toll(low=low, best=best, high=high)


@st.composite
def events(draw, text):
    claims = st.builds(
        Claim,
        by=words,
        kind=st.sampled_from(Claimant),
        stance=st.sampled_from(Stance),
        via=maybe_words,
        span=st.none() | spans(text),
    )
    return Event(
        id=draw(words),
        type=draw(st.sampled_from(["clash", "siege", "offer"])),
        trigger=draw(spans(text)),
        sentence=draw(spans(text)),
        repeats=tuple(draw(st.lists(spans(text), max_size=2))),
        actor=draw(maybe_words),
        target=draw(maybe_words),
        deaths=draw(st.none() | tolls()),
        date=draw(st.none() | whens()),
        modality=draw(st.sampled_from(Modality)),
        polarity=draw(st.sampled_from(Polarity)),
        certainty=draw(st.sampled_from(Certainty)),
        support=draw(st.sampled_from(Support)),
        claims=tuple(draw(st.lists(claims, max_size=2))),
        confidence=draw(shares),
    )


@st.composite
def locations(draw, text):
    return Location(
        mentions=tuple(draw(st.lists(spans(text), min_size=1, max_size=2))),
        place=draw(places),
        relation=draw(st.sampled_from(Relation)),
        point=draw(points),
        geometry=draw(geometries),
        precision=draw(st.integers(1, 7)),
        uncertainty_km=draw(radii),
        reason=draw(st.text(max_size=20)),
    )


@st.composite
def records(draw, *, least=1):
    """Records as the stages leave them, with `least` mentions and events where a stage has run."""
    text = draw(st.text(min_size=1, max_size=60))
    document = Document(
        id=draw(words),
        text=text,
        published=draw(st.none() | st.dates()),
        title=draw(maybe_words),
        source=draw(maybe_words),
        source_url=draw(maybe_words),
        language=draw(st.sampled_from(["en", "ar", "fr"])),
    )
    found = resolved = coded = located = None
    stage = draw(st.integers(0, 3))
    if stage:
        found = tuple(sorted(draw(st.lists(mentions(text), min_size=least, max_size=3)), key=lambda m: m.span))
    if stage > 1:
        resolved = tuple(draw(resolutions(mention)) for mention in found)
    if draw(st.booleans()):
        coded = tuple(draw(st.lists(events(text), min_size=least, max_size=2)))
        if stage > 2:
            located = tuple(LocatedEvent(event=e, location=draw(st.none() | locations(text))) for e in coded)
    return Record(document=document, mentions=found, resolutions=resolved, events=coded, located=located)


@given(records())
def test_what_is_written_is_read(record):
    assert from_line(to_line(record)) == record


@given(records(least=0))
def test_nothing_found_is_not_the_same_as_not_looked_for(record):
    assert from_line(to_line(record)) == record


@given(records())
def test_a_record_is_one_line_of_plain_json(record):
    line = to_line(record)
    assert not {"\n", "\r"} & set(line)
    assert json.loads(line)["id"] == record.document.id
    assert to_line(from_line(line)) == line
