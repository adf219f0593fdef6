"""Measures are the ones the field knows, worked out by hand on small examples."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import InputError, SchemaError
from geomap.evaluate import evaluate
from geomap.evaluate.recognition import match_spans
from geomap.evaluate.resolution import FARTHEST_KM, distances, reliability
from geomap.evaluate.shares import Prf
from geomap.model import Span

TEXT = "Shelling in Brega killed 12, doctors in Misrata said; Libyan rebels plan a strike on Tripoli."
BREGA, MISRATA, LIBYAN, TRIPOLI = (
    {"start": 12, "end": 17, "lat": 30.41, "lon": 19.57, "geonameid": "1"},
    {"start": 40, "end": 47, "lat": 32.37, "lon": 15.09, "geonameid": "2"},
    {"start": 54, "end": 60, "lat": 25.0, "lon": 17.0, "demonym": True},
    {"start": 85, "end": 92, "lat": 32.9, "lon": 13.2, "country": True},
)
SHELLING = {
    "type": "shelling",
    "point": [30.41, 19.57, 8],
    "date": ["2011-07-03", "2011-07-03"],
    "deaths": [12, 12, 12],
    "claims": [{"by": "doctors in Misrata", "stance": "asserts"}],
    "modality": "actual",
}
STRIKE = {"type": "airstrike", "point": [32.9, 13.2, 15], "modality": "planned", "deaths": None, "claims": []}
CAPTURE = {"type": "capture", "point": [32.37, 15.09, 10], "claims": [], "deaths": None, "date": None}
GOLD = [
    {"doc_id": "a", "text": TEXT, "gold": [BREGA, MISRATA, LIBYAN, TRIPOLI], "events": [SHELLING, STRIKE, CAPTURE]},
    {"doc_id": "quiet", "text": "Nothing.", "gold": [], "events": []},
]


def mention(start, end, place=None):
    return {"start": start, "end": end, "place": place}


def place(latitude, longitude, key="wof:9"):
    return {"id": key, "latitude": latitude, "longitude": longitude}


def event(kind, latitude, longitude, **more):
    location = {"mentions": [{"start": 12, "end": 17}], "latitude": latitude, "longitude": longitude}
    return {"type": kind, "trigger": {"start": 0, "end": 8}, "location": location, **more}


def feature(kind, latitude, longitude, document="a", **more):
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {"document_id": document, "type": kind, "latitude": latitude, "longitude": longitude, **more},
    }


@pytest.fixture
def score(tmp_path):
    def run(predicted, gold=GOLD):
        (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
        text = json.dumps(predicted) if isinstance(predicted, dict) else "\n".join(map(json.dumps, predicted))
        (tmp_path / "predicted").write_text(text, encoding="utf-8")
        return evaluate(tmp_path / "gold.jsonl", tmp_path / "predicted")

    return run


def table(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_recognition_counts_exact_and_overlapping_spans_and_leaves_out_demonyms(score):
    mentions = [mention(12, 17), mention(36, 47), mention(54, 60), mention(0, 8), mention(12, 17)]
    found = score([{"id": "a", "mentions": mentions}]).recognition
    assert (found.gold, found.predicted) == (3, 3)
    assert found.exact == Prf(precision=0.3333, recall=0.3333, f1=0.3333)
    assert found.overlap == Prf(precision=0.6667, recall=0.6667, f1=0.6667)


def test_confidence_is_held_against_what_came_true(score):
    sure = mention(12, 17, place(30.41, 19.57)) | {"confidence": 0.9}
    wrong = mention(40, 47, place(-32.0, 15.0)) | {"confidence": 0.5}
    resolved = score([{"id": "a", "mentions": [sure, wrong]}]).resolution

    assert [(row.n, row.confidence, row.right) for row in resolved.reliability] == [(1, 0.5, 0.0), (1, 0.9, 1.0)]
    assert resolved.calibration_error == 0.3


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_every_answer_is_in_one_row_of_the_reliability_table(trusted):
    table = reliability(trusted)

    assert sum(row.n for row in table) == len(trusted)
    assert [row.confidence for row in table] == sorted(row.confidence for row in table)


def test_resolution_over_all_and_over_answered(score):
    mentions = [
        mention(12, 17, place(0, 0, "geonames:1")),
        mention(40, 47, place(33.37, 15.09)),
        mention(85, 92, place(32.9, 13.2)),
    ]
    report = score([{"id": "a", "mentions": mentions}])
    assert report.resolution.all.n == 3
    assert report.resolution.answered.within_161_km == 1.0
    assert report.resolution.answered.within_25_km == 0.6667
    assert report.resolution.answered.mean_km == 37.1  # one degree of latitude, shared by three
    assert report.resolution.same_id == 0.5
    assert report.resolution_without_countries.all.n == 2
    unanswered = score([{"id": "a", "mentions": [*mentions[:2], mention(85, 92)]}]).resolution
    assert (unanswered.all.n, unanswered.answered.n) == (3, 2)
    assert unanswered.all.within_161_km == 0.6667


def test_no_mentions_at_all_is_not_the_same_as_none_found(score):
    assert score([{"id": "a", "text": TEXT}]).recognition is None
    assert score([{"id": "a", "mentions": []}]).recognition.exact == Prf(precision=0, recall=0, f1=0)


def test_perfect_records(score):
    record = {
        "id": "a",
        "mentions": [mention(g["start"], g["end"], place(g["lat"], g["lon"])) for g in (BREGA, MISRATA, TRIPOLI)],
        "events": [
            event(
                "shelling",
                30.42,
                19.57,
                date={"start": "2011-07-02", "end": "2011-07-03"},
                deaths={"low": 12, "best": 12, "high": 12},
                claims=[{"by": "doctors", "stance": "asserts"}],
            ),
            event("capture", 32.37, 15.09),
            event("airstrike", 32.9, 13.2, modality="planned"),
            event("shelling", 30.41, 19.57, polarity="negative"),
            {"type": "clash", "trigger": {"start": 0, "end": 8}, "location": None},
        ],
    }
    report = score([record])
    assert report.recognition.exact.f1 == report.resolution.all.within_25_km == report.coding.f1 == 1.0
    assert report.without_prediction == 1
    coding = report.figures()["coding"]
    assert {
        coding[key] for key in ("claimant", "stance", "unclaimed", "date", "deaths", "deaths_null", "kept_off")
    } == {1.0}
    assert (coding["required"], coding["pins"], coding["quiet_pins_per_100"]) == (2, 2, 0.0)
    assert json.loads(report.to_json())["coding"] == coding


def test_wrong_pins_are_told_apart(score):
    claims = json.dumps([{"by": "witnesses", "stance": "claims"}])
    coding = score(
        table(
            feature(
                "shelling", 30.41, 19.57, claims=claims, claimed_by="witnesses", deaths_best=1, date_start="2011-07-09"
            ),
            feature("shelling", 30.42, 19.57),
            feature("capture", 40.0, 15.09),
            feature("airstrike", 32.9, 13.2),
            feature("protest", 1.0, 1.0, document="quiet"),
            feature("protest", 1.0, 1.0, document="not in gold"),
        )
    ).coding
    assert (coding.required, coding.pins, coding.good, coding.duplicates, coding.false) == (2, 5, 1, 1, 3)
    assert (coding.recall, coding.precision, coding.f1) == (0.5, 0.2, 0.286)
    assert (coding.right_type_somewhere, coding.place_given_type) == (1.0, 0.333)
    assert (coding.kept_off, coding.quiet_pins_per_100) == (0.0, 100.0)
    assert (coding.claimant, coding.stance, coding.date, coding.deaths) == (0.0, None, 0.0, 0.0)
    assert (coding.unclaimed, coding.deaths_null) == (None, None)


def test_a_pin_just_outside_the_tolerance_is_false(score):
    edge = 30.41 + 8 / 111.2
    assert score(table(feature("shelling", edge - 0.001, 19.57))).coding.good == 1
    assert score(table(feature("shelling", edge + 0.001, 19.57))).coding.good == 0


def test_half_the_words_make_a_claimant_but_small_words_do_not_count(score):
    def claimant(by, stance="asserts"):
        claims = json.dumps([{"by": by, "stance": stance}])
        coding = score(table(feature("shelling", 30.41, 19.57, claims=claims, claimed_by=by))).coding
        return coding.claimant, coding.stance

    assert claimant("Doctors") == (1.0, 1.0)
    assert claimant("the doctors", "denies") == (1.0, 0.0)
    assert claimant("in the") == (0.0, None)


def test_features_without_geometry_are_no_pins(score):
    hidden = feature("shelling", 30.41, 19.57) | {"geometry": None}
    planned = feature("shelling", 30.41, 19.57, modality="planned")
    assert score(table(hidden, planned)).coding.pins == 0
    assert score(table()).coding.recall == 0.0


def test_linking(score):
    tokens = [[0, 8], [9, 11], [12, 17], [18, 24], [40, 47]]
    gold = [
        {"doc_id": "1", "text": TEXT, "verb": [0, 8], "tokens": tokens, "gold": [BREGA]},
        {"doc_id": "2", "text": TEXT, "verb": [18, 24], "tokens": tokens, "gold": []},
        {"doc_id": "3", "text": TEXT, "verb": [18, 24], "tokens": tokens, "gold": [MISRATA]},
    ]
    records = [{"id": "1", "events": [event("shelling", 1, 1)]}, {"id": "2", "events": [event("shelling", 1, 1)]}]
    report = score(records, gold)
    assert report.recognition is report.coding is None
    assert report.linking.token == Prf(precision=1.0, recall=0.5, f1=0.6667)
    assert (report.linking.sentence, report.linking.hit, report.linking.left_empty) == (0.6667, 0.5, 1.0)


def test_gzipped_files_are_read(tmp_path):
    (tmp_path / "gold.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, GOLD)).encode()))
    (tmp_path / "p.gz").write_bytes(gzip.compress(json.dumps({"doc_id": "a", "mentions": []}).encode()))
    assert evaluate(tmp_path / "gold.gz", tmp_path / "p.gz").documents == 2


def test_faults_say_where(score, tmp_path):
    with pytest.raises(InputError, match=r"gone\.jsonl"):
        evaluate(tmp_path / "gone.jsonl", tmp_path / "gone.jsonl")
    with pytest.raises(InputError, match="ids must be the same"):
        score([{"id": "b", "mentions": []}])
    with pytest.raises(InputError, match="line 2: document 'a' was there before"):
        score([{"id": "a"}, {"id": "a"}])
    with pytest.raises(SchemaError, match=r"line 1 .*'start' is missing"):
        score([{"id": "a", "mentions": [{"end": 3}]}])
    with pytest.raises(SchemaError, match=r"feature 1 .*'document_id' is missing"):
        score(table({"properties": {}}))
    with pytest.raises(SchemaError, match="latitude"):
        score([{"id": "a", "mentions": [mention(0, 1, place(99, 0))]}])
    with pytest.raises(InputError, match="no annotated document"):
        score([], [])


SPANS = st.lists(st.builds(lambda a, n: Span(a, a + n), st.integers(0, 30), st.integers(1, 9)), max_size=8, unique=True)


@given(SPANS, SPANS)
def test_spans_are_matched_one_to_one_and_equal_ones_always(gold, predicted):
    pairs = match_spans(gold, predicted)
    assert len({pair.gold for pair in pairs}) == len({pair.predicted for pair in pairs}) == len(pairs)
    assert all(gold[pair.gold].overlaps(predicted[pair.predicted]) for pair in pairs)
    assert {gold[pair.gold] for pair in pairs if pair.exact} == set(gold) & set(predicted)


@given(st.lists(st.floats(0, 30_000), min_size=1))
def test_distances_stay_within_their_bounds_and_do_not_depend_on_order(errors):
    found = distances(errors)
    assert found == distances(reversed(errors))
    assert 0 <= found.within_25_km <= found.within_161_km <= 1
    assert 0 <= found.median_km <= FARTHEST_KM
    assert 0 <= found.auc <= 1.0001


def test_area_under_the_errors():
    assert distances([0, 0, 0]).auc == 0
    assert distances([FARTHEST_KM] * 3).auc == 1
    assert distances([]).auc is None
