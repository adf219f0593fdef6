import json

import pytest

from geomap.errors import SchemaError
from geomap.model import Document, Event, Mention, Method, Point, Record, Span, event_id
from geomap.record import from_line, to_line

TEXT = "Kiklah was shelled on Sunday, rebels said."
PLACE = {"id": "geonames:2215758", "name": "Kiklah", "latitude": 32.0629, "longitude": 12.6953, "kind": "settlement"}
MENTION = {"start": 0, "end": 6}
EVENT = {"type": "shelling", "trigger": {"start": 11, "end": 18}}
LOCATION = {
    "mentions": [{"start": 0, "end": 6}],
    "place": PLACE,
    "relation": "in",
    "latitude": 32.0629,
    "longitude": 12.6953,
    "geometry": {"type": "Point", "coordinates": [12.6953, 32.0629]},
    "precision": 1,
    "uncertainty_km": 2.0,
    "reason": "in Kiklah",
}


def short(value):
    """Name of a case."""
    return str(value)[:60]


def line(**told):
    return json.dumps({"id": "ly-001", "text": TEXT} | told)


def with_mention(**told):
    return line(mentions=[MENTION | told])


def with_event(**told):
    return line(events=[EVENT | told])


def with_location(**told):
    return line(events=[EVENT | {"location": LOCATION | told}])


class TestReading:
    def test_id_and_text_are_enough(self):
        assert from_line(line()) == Record(document=Document(id="ly-001", text=TEXT))

    def test_the_names_of_corpora(self):
        assert from_line(json.dumps({"doc_id": "x", "text": "t"})).document == Document(id="x", text="t")

    def test_a_mention_of_ones_own_needs_its_place_in_the_text_only(self):
        (mention,) = from_line(with_mention()).mentions
        assert mention == Mention(span=Span(0, 6), text="Kiklah")

    def test_mentions_come_in_text_order(self):
        record = from_line(line(mentions=[{"start": 30, "end": 36}, MENTION]))
        assert [mention.text for mention in record.mentions] == ["Kiklah", "rebels"]

    def test_a_place_of_ones_own_counts_as_resolved(self):
        (resolution,) = from_line(with_mention(place=PLACE)).resolutions
        assert resolution.place.point == Point(latitude=32.0629, longitude=12.6953)
        assert (resolution.confidence, resolution.method) == (1.0, Method.GAZETTEER)

    def test_mentions_of_which_some_are_not_resolved_are_still_to_be(self):
        record = from_line(line(mentions=[MENTION | {"place": PLACE}, {"start": 30, "end": 36}]))
        assert (len(record.mentions), record.resolutions) == (2, None)

    def test_an_event_of_ones_own_needs_type_and_trigger_only(self):
        (event,) = from_line(with_event()).events
        trigger = Span(11, 18)
        assert event == Event(
            id=event_id("ly-001", "shelling", trigger),
            type="shelling",
            trigger=trigger,
            sentence=trigger,
            confidence=1.0,
        )

    def test_an_event_without_a_place_is_kept(self):
        (located,) = from_line(line(events=[EVENT | {"location": None}])).located
        assert located.location is None

    def test_a_time_of_publication_is_cut_to_the_day(self):
        record = from_line(line(published="2011-07-04T10:00:00Z"))
        assert record.document.published.isoformat() == "2011-07-04"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "JSON"),
        ('{"id": "a"', "JSON"),
        ("[" * 100_000, None),
        ("[]", None),
        ("null", None),
        ('"text"', None),
        ('{"id": "a"}', "'text'"),
        ('{"text": "a"}', "'id'"),
        (line(text=5), "text"),
        (line(id=None), "id"),
        (line(id=[1]), "id"),
        (line(id=""), "id"),
        (line(title=5), "title"),
        (line(source={}), "source"),
        (line(source_url=[]), "source_url"),
        (line(language=5), "language"),
        (line(published="yesterday"), "published"),
        (line(published=2011), "published"),
        (line(mentions=5), "mentions"),
        (line(mentions=[5]), "mentions"),
        (line(mentions={}), "mentions"),
        (line(events=5), "events"),
        (line(events=[None]), "events"),
        (line(events={}), "events"),
    ],
    ids=short,
)
def test_bad_documents(text, named):
    with pytest.raises(SchemaError, match=named):
        from_line(text)


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"start": -1}, "start"),
        ({"end": 100}, "end"),
        ({"start": 6}, "start"),
        ({"start": "0"}, "start"),
        ({"start": True}, "start"),
        ({"start": 0.0}, "start"),
        ({"text": "Kikla"}, "Kikla.*Kiklah"),
        ({"kind": "town"}, "kind.*town"),
        ({"score": "high"}, "score.*high"),
        ({"score": 5}, "score.*5"),
        ({"score": float("nan")}, "score.*nan"),
        ({"score": 10**400}, "score"),
        ({"place": None, "method": "guess"}, "method.*guess"),
        ({"place": 5}, "place"),
        ({"place": {"id": "x"}}, "name"),
        ({"place": PLACE | {"latitude": 95}}, "latitude.*95"),
        ({"place": PLACE | {"latitude": "north"}}, "latitude.*north"),
        ({"place": PLACE | {"latitude": None}}, "latitude"),
        ({"place": PLACE | {"kind": "town"}}, "kind.*town"),
        ({"place": PLACE | {"country": 5}}, "country.*5"),
        ({"place": PLACE | {"population": float("inf")}}, "population"),
        ({"place": PLACE | {"uncertainty_km": float("nan")}}, "uncertainty_km"),
        ({"place": PLACE | {"uncertainty_km": -5}}, "uncertainty_km"),
        ({"place": PLACE, "confidence": 7}, "confidence.*7"),
        ({"place": PLACE, "alternatives": 5}, "alternatives"),
        ({"place": PLACE, "alternatives": [{"id": "x"}]}, "score"),
    ],
    ids=short,
)
def test_bad_mentions(told, named):
    with pytest.raises(SchemaError, match=named):
        from_line(with_mention(**told))


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"type": None}, "type"),
        ({"type": "duel"}, "type.*duel"),
        ({"trigger": 5}, "trigger"),
        ({"trigger": {"start": 0}}, "end"),
        ({"trigger": {"start": 0, "end": 99}}, "99.*42"),
        ({"sentence": 5}, "sentence"),
        ({"actor": 5}, "actor"),
        ({"deaths": 5}, "deaths"),
        ({"deaths": {"low": 1}}, "best"),
        ({"deaths": {"low": "x", "best": 1, "high": 2}}, "low"),
        ({"deaths": {"low": -1, "best": 1, "high": 2}}, "low"),
        ({"deaths": {"low": 1, "best": 1, "high": 10**30}}, "high"),
        ({"deaths": {"low": 5, "best": 1, "high": 2}}, "low"),
        ({"date": "2011"}, "date"),
        ({"date": {"start": "x", "end": "2011-07-04", "precision": 1}}, "start.*x"),
        ({"date": {"start": "2011-07-05", "end": "2011-07-04", "precision": 1}}, "end"),
        ({"date": {"start": "2011-07-04", "end": "2011-07-04", "precision": 9}}, "precision.*9"),
        ({"date": {"start": "2011-07-04", "end": "2011-07-04", "precision": float("inf")}}, "precision"),
        ({"modality": "maybe"}, "modality.*maybe"),
        ({"polarity": "maybe"}, "polarity.*maybe"),
        ({"certainty": "maybe"}, "certainty.*maybe"),
        ({"support": "maybe"}, "support.*maybe"),
        ({"claims": 5}, "claims"),
        ({"claims": [{}]}, "by"),
        ({"claims": [{"by": "rebels", "stance": "sings"}]}, "stance.*sings"),
        ({"claims": [{"by": "rebels", "stance": "claims", "span": {"start": 0, "end": 99}}]}, "99.*42"),
        ({"confidence": "high"}, "confidence.*high"),
        ({"confidence": 7}, "confidence.*7"),
    ],
    ids=short,
)
def test_bad_events(told, named):
    with pytest.raises(SchemaError, match=named):
        from_line(with_event(**told))


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"geometry": None}, "geometry"),
        ({"geometry": {}}, "geometry"),
        ({"geometry": {"type": "Blob"}}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": ["a", 1]}}, "geometry"),
        ({"geometry": {"type": "Point", "coordinates": [500, 1]}}, "geometry"),
        ({"mentions": 5}, "mentions"),
        ({"place": None}, "place"),
        ({"relation": "beside"}, "relation.*beside"),
        ({"geometry": {"type": "Point", "coordinates": [float("nan"), 1]}}, "geometry"),
        ({"geometry": {"type": "Polygon", "coordinates": []}}, "geometry"),
        ({"latitude": 99}, "latitude 99"),
        ({"precision": 99}, "precision.*99"),
        ({"precision": "exact"}, "precision.*exact"),
        ({"uncertainty_km": "wide"}, "uncertainty_km.*wide"),
        ({"uncertainty_km": float("nan")}, "uncertainty_km.*nan"),
    ],
    ids=short,
)
def test_bad_locations(told, named):
    with pytest.raises(SchemaError, match=named):
        from_line(with_location(**told))


def damaged(told):
    """The same with each value missing or odd, one at a time."""
    if isinstance(told, dict):
        for key, value in told.items():
            yield {other: kept for other, kept in told.items() if other != key}
            yield from (told | {key: odd} for odd in (None, [], {}, "x", -1, float("inf"), [[]], True))
            yield from (told | {key: inner} for inner in damaged(value))
    elif isinstance(told, list) and told:
        yield from ([inner] for inner in damaged(told[0]))


@pytest.mark.parametrize(
    "text",
    [line(), with_mention(place=PLACE), with_event(), with_location()],
    ids=["document", "mention", "event", "location"],
)
def test_whatever_is_wrong_is_a_schema_error(text):
    for told in damaged(json.loads(text)):
        try:
            record = from_line(json.dumps(told))
        except SchemaError:
            continue
        to_line(record)
