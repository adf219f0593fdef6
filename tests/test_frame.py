import datetime
import json
import re

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geomap.errors import SchemaError
from geomap.frame import COLUMNS, conform, to_frame
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
)

TEXT = "Shells fell. Rebels said Kiklah was shelled and 12 people died. Talks failed."
DOCUMENT = Document(
    id="ly-001", text=TEXT, published=datetime.date(2011, 7, 4), source="Wire", source_url="https://wire.example/1"
)
KIKLAH = Place(
    id="geonames:2215758",
    name="Kiklah",
    point=Point(latitude=32.0629, longitude=12.6953),
    kind=Kind.SETTLEMENT,
    country="LY",
    admin1="Jabal al Gharbi",
    attribution="geomap",
)


def when(day):
    date = datetime.date.fromisoformat(day)
    return When(start=date, end=date, precision=1, text="on Sunday")


def event(key, **told):
    words = {"type": "shelling", "trigger": Span(36, 43), "sentence": Span(13, 63)}
    return Event(id=key, **{**words, **told})


def located(one, geometry=None):
    place = geometry and Location(
        mentions=(Span(25, 31),),
        place=KIKLAH,
        relation=Relation.OUTSIDE,
        point=Point(latitude=32.06, longitude=12.7),
        geometry=geometry,
        precision=2,
        uncertainty_km=8.0,
        reason="outside Kiklah",
    )
    return LocatedEvent(event=one, location=place)


@pytest.fixture(scope="module")
def frame():
    """Four events of two records: a polygon, a point, and two without a place."""
    claim = Claim(by="Rebels", kind=Claimant.BELLIGERENT, stance=Stance.CLAIMS, via="radio «x»", span=Span(13, 19))
    full = event(
        "b",
        date=when("2011-07-03"),
        deaths=Toll(low=1, best=12, high=20),
        actor="troops",
        claims=(claim, Claim(by="doctors", kind=Claimant.WITNESS, stance=Stance.ASSERTS)),
        confidence=0.81234,
    )
    one = Record(document=DOCUMENT, located=(located(event("c", date=when("2011-07-03"))), located(event("z"))))
    other = Record(
        document=DOCUMENT,
        located=(
            located(full, shapely.box(12, 32, 13, 33)),
            located(event("a", type="siege", date=when("2010-01-01")), shapely.Point(12.7, 32.06)),
        ),
    )
    return to_frame([one, Record(document=DOCUMENT), other])


class TestToFrame:
    def test_columns_dtypes_and_crs_are_those_of_the_schema(self, frame):
        assert list(frame.columns) == [*COLUMNS, "geometry"]
        assert frame.dtypes[list(COLUMNS)].map(str).to_dict() == COLUMNS
        assert frame.crs == "EPSG:4326"

    def test_rows_are_sorted_by_date_then_id(self, frame):
        assert frame["id"].tolist() == ["z", "a", "b", "c"]

    def test_the_order_of_records_does_not_matter(self):
        one = Record(document=DOCUMENT, located=(located(event("1")), located(event("2", date=when("2011-07-03")))))
        other = Record(document=DOCUMENT, located=(located(event("3")), located(event("4", date=when("2010-07-03")))))
        assert_geodataframe_equal(to_frame([one, other]), to_frame([other, one]))

    def test_an_event_without_a_place_is_kept_without_geometry(self, frame):
        assert frame.geometry.isna().tolist() == [True, False, False, True]
        lost = frame.iloc[0]
        assert lost[["place_name", "latitude", "longitude", "geo_precision", "country", "location_reason"]].isna().all()
        assert lost["quote"] == "Rebels said Kiklah was shelled and 12 people died."

    def test_all_that_is_known_of_an_event(self, frame):
        told = frame.set_index("id").loc["b"].drop("geometry")
        assert json.loads(told.pop("claims")) == [
            {"by": "Rebels", "kind": "belligerent", "stance": "claims", "via": "radio «x»"},
            {"by": "doctors", "kind": "witness", "stance": "asserts", "via": None},
        ]
        assert told.to_dict() == {
            "type": "shelling",
            "group": "remote_violence",
            "label": "Shelling",
            "date_start": "2011-07-03",
            "date_end": "2011-07-03",
            "date_precision": 1,
            "date_text": "on Sunday",
            "place_name": "Kiklah",
            "place_id": "geonames:2215758",
            "place_mention": "Kiklah",
            "country": "LY",
            "admin1": "Jabal al Gharbi",
            "latitude": 32.06,
            "longitude": 12.7,
            "geo_precision": 2,
            "uncertainty_km": 8.0,
            "spatial_relation": "outside",
            "location_reason": "outside Kiklah",
            "actor": "troops",
            "target": pytest.approx(float("nan"), nan_ok=True),
            "deaths_low": 1,
            "deaths_best": 12,
            "deaths_high": 20,
            "modality": "actual",
            "polarity": "positive",
            "certainty": "certain",
            "support": "unknown",
            "claimed_by": "Rebels",
            "cited_via": "radio «x»",
            "quote": "Rebels said Kiklah was shelled and 12 people died.",
            "trigger": "shelled",
            "quote_start": 13,
            "quote_end": 63,
            "trigger_start": 36,
            "trigger_end": 43,
            "document_id": "ly-001",
            "source": "Wire",
            "source_url": "https://wire.example/1",
            "published": "2011-07-04",
            "confidence": 0.812,
            "acled": "Shelling/artillery/missile attack",
            "plover": "ASSAULT-heavy-weapons",
            "cameo": "194",
            "attribution": "geomap",
        }

    def test_no_records_make_an_empty_table_of_the_schema(self, frame):
        empty = to_frame([])
        assert len(empty) == 0
        assert_geodataframe_equal(empty, frame.iloc[:0].reset_index(drop=True))

    def test_a_type_outside_the_taxonomy_is_refused(self):
        with pytest.raises(SchemaError, match="duel"):
            to_frame([Record(document=DOCUMENT, located=(located(event("a", type="duel")),))])


NEAR_KIKLAH = shapely.Point(12.7, 32.06)


def table(*, geometry=(NEAR_KIKLAH, None), crs=4326, **told):
    """Two events with nothing but what is required."""
    least = {
        "id": ["a", "b"],
        "type": ["clash", "siege"],
        "date_start": ["2011-07-04", None],
        "place_name": ["Kiklah", None],
        "quote": ["Troops clashed.", "The siege went on."],
        "document_id": ["x", "x"],
    }
    columns = {name: values for name, values in {**least, **told}.items() if values is not None}
    return gpd.GeoDataFrame(columns, geometry=list(geometry), crs=crs)


class TestConform:
    def test_a_table_of_the_schema_stays_as_it_is(self, frame):
        assert_geodataframe_equal(conform(frame), frame)
        assert_geodataframe_equal(conform(frame.iloc[:0]), frame.iloc[:0])

    def test_missing_optional_columns_are_added_empty(self):
        told = conform(table())
        assert list(told.columns) == [*COLUMNS, "geometry"]
        assert told.dtypes[list(COLUMNS)].map(str).to_dict() == COLUMNS
        assert told[["actor", "claims", "deaths_best", "confidence"]].isna().all(axis=None)

    def test_what_follows_from_the_rest_is_filled_in(self):
        told = conform(table(geometry=(shapely.Point(12.7, 32.06), shapely.box(10, 30, 12, 34))))
        assert told["label"].tolist() == ["Clash", "Siege"]
        assert told["group"].tolist() == ["fighting", "fighting"]
        assert told["longitude"].tolist() == [12.7, 11.0]
        assert told["latitude"].tolist() == [32.06, 32.0]

    def test_what_is_told_is_kept(self):
        told = conform(table(latitude=[31.0, None], label=["Duel", None]))
        assert told["latitude"].iloc[0] == 31.0
        assert told["label"].tolist() == ["Duel", "Siege"]

    def test_an_event_without_a_place_is_kept(self):
        told = conform(table(geometry=(None, None)))
        assert told.geometry.isna().all()
        assert told["latitude"].isna().all()

    def test_other_columns_are_left_out(self):
        assert "mood" not in conform(table(mood=["bad", "worse"])).columns

    def test_coordinates_become_degrees(self):
        meters = table().to_crs(3857)
        told = conform(meters)
        assert told.crs == "EPSG:4326"
        assert told.geometry.iloc[0].distance(shapely.Point(12.7, 32.06)) < 1e-9
        assert told["latitude"].iloc[0] == pytest.approx(32.06)

    def test_a_geometry_column_of_another_name(self):
        assert conform(table().rename_geometry("shape")).geometry.name == "geometry"

    def test_numbers_and_dates_of_other_types(self):
        told = conform(table(deaths_best=["12", None], id=[1, 2], date_start=[datetime.date(2011, 7, 4), None]))
        assert told["deaths_best"].tolist() == [12, pd.NA]
        assert told["id"].tolist() == ["1", "2"]
        assert told["date_start"].iloc[0] == "2011-07-04"

    def test_timestamps_become_days(self):
        told = conform(table(date_start=pd.to_datetime(["2011-07-04", None])))
        assert told["date_start"].iloc[0] == "2011-07-04"

    def test_times_of_day_are_cut_off_and_empty_days_are_none(self):
        assert conform(table(date_start=["2011-07-04T10:00:00Z", ""]))["date_start"].tolist()[0] == "2011-07-04"

    def test_no_claims_may_be_told_in_three_ways(self):
        assert conform(table(claims=["[]", ""]))["claims"].fillna("none").tolist() == ["[]", "none"]
        assert conform(table(claims=[None, None]))["claims"].isna().all()

    def test_the_table_given_is_not_changed(self):
        given = table()
        before = given.copy()
        conform(given)
        assert_geodataframe_equal(given, before)

    def test_all_faults_are_told_at_once(self):
        broken = table(crs=None, quote=None, type=["duel", "siege"], latitude=["north", 1], deaths_best=[1.5, 2])
        with pytest.raises(SchemaError) as failure:
            conform(broken)
        for fault in ("missing columns: quote", "EPSG:4326", "'duel'", "latitude", "north", "deaths_best"):
            assert fault in str(failure.value)

    @pytest.mark.parametrize(
        ("told", "fault"),
        [
            ({"id": ["a", "a"]}, "not unique: 'a'"),
            ({"id": [1, "1"]}, "not unique: '1'"),
            ({"id": ["a", None]}, "id"),
            ({"type": ["clash", None]}, "type"),
            ({"deaths_best": [1e999, None]}, "deaths_best"),
            ({"latitude": [500.0, None]}, "latitude"),
            ({"date_start": ["yesterday", None]}, "date_start.*yesterday"),
            ({"modality": ["perhaps", None]}, "modality.*perhaps"),
            ({"confidence": [7.0, None]}, "confidence"),
            ({"claims": [[{"by": "x"}, {"by": "y"}], None]}, "claims"),
        ],
        ids=["id", "numbers as ids", "no id", "no type", "endless", "range", "day", "modality", "confidence", "list"],
    )
    def test_values_outside_the_schema(self, told, fault):
        with pytest.raises(SchemaError, match=fault):
            conform(table(**told))

    @pytest.mark.parametrize("told", ["not json", '{"by": "x"}', "[null]", '[{"by": NaN}]'])
    def test_claims_that_are_no_list_of_objects(self, told):
        fault = re.escape(f"column claims: row 2 has {told!r}; write a JSON list")
        with pytest.raises(SchemaError, match=f"{fault}.*or leave it empty"):
            conform(table(claims=[None, told]))

    def test_claims_without_end_are_shown_in_part(self):
        with pytest.raises(SchemaError, match=r"row 1 has '\[{60}\.\.\.'"):
            conform(table(claims=["[" * 9999, None]))

    @pytest.mark.parametrize("none", [pd.DataFrame(table()).drop(columns="geometry"), gpd.GeoDataFrame({"id": ["a"]})])
    def test_a_table_without_geometry(self, none):
        with pytest.raises(SchemaError, match="geometry"):
            conform(none)
