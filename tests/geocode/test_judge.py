import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.geocode.judge import fold, judge, tidy
from geomap.model import Kind
from geomap.protocols import Outcome

FIELDS = (
    "osm_type", "osm_id", "class", "type", "place_rank", "addresstype",
    "name", "display_name", "address", "namedetails", "boundingbox",
)  # fmt: skip


def found(*hits, name="Misrata", country="LY"):
    return judge(hits, name=name, country=country)


@pytest.mark.parametrize("name", ["Misrata", "MISURATA", "Misratah", "al-Misrata", "مصراتة", "Misráta"])
def test_a_hit_is_known_by_any_of_its_names(misrata, name):
    assert found(misrata, name=name).place.id == "osm:node/27565072"


@pytest.mark.parametrize("name", ["Tripoli", "Misrata Street Café", "M", "طرابلس", "Misr"])
def test_a_hit_of_another_name_is_refused(misrata, name):
    refused = found(misrata, name=name)
    assert (refused.outcome, refused.place) == (Outcome.NOT_FOUND, None)
    assert "another name" in refused.reason


def test_a_hit_in_another_country_is_refused(misrata):
    assert "not in TN" in found(misrata, country="TN").reason
    assert found(misrata | {"address": {}}).outcome is Outcome.NOT_FOUND


def test_without_a_hint_the_country_is_the_hits(misrata):
    assert found(misrata, country=None).place.country == "LY"
    assert found(misrata | {"address": None}, country=None).place.country is None


@pytest.mark.parametrize(
    ("of_class", "of_type", "kind"),
    [
        ("place", "village", Kind.SETTLEMENT),
        ("place", "square", Kind.FACILITY),
        ("natural", "mountain_range", Kind.RELIEF),
        ("waterway", "river", Kind.WATER),
        ("highway", "primary", Kind.ROAD),
        ("aeroway", "aerodrome", Kind.AIRPORT),
        ("amenity", "hospital", Kind.FACILITY),
        ("industrial", "refinery", Kind.FACILITY),
    ],
)
def test_the_kind_comes_from_class_and_type(misrata, of_class, of_type, kind):
    assert found(misrata | {"class": of_class, "type": of_type}).place.kind is kind


@pytest.mark.parametrize(
    ("addresstype", "rank", "kind"),
    [
        ("country", 4, Kind.COUNTRY),
        ("state", 8, Kind.REGION),
        ("county", 12, Kind.DISTRICT),
        ("town", 12, Kind.SETTLEMENT),
        (None, 8, Kind.REGION),
        ("municipal_unit", 14, Kind.SETTLEMENT),
    ],
)
def test_the_kind_of_a_boundary_comes_from_what_it_bounds(misrata, addresstype, rank, kind):
    boundary = {"class": "boundary", "type": "administrative", "addresstype": addresstype, "place_rank": rank}
    assert found(misrata | boundary).place.kind is kind


@pytest.mark.parametrize(
    ("of_class", "of_type"),
    [("shop", "supermarket"), ("amenity", "restaurant"), ("tourism", "hotel"), ("building", "yes"), ("place", "house")],
)
def test_a_shop_is_no_place(misrata, of_class, of_type):
    assert found(misrata | {"class": of_class, "type": of_type}).outcome is Outcome.NOT_FOUND


def test_a_refused_hit_does_not_hide_a_good_one(misrata):
    shop = misrata | {"class": "shop", "type": "mall", "osm_id": 1}
    assert found(shop, misrata).place.id == "osm:node/27565072"


def test_two_far_places_of_one_name_are_none(misrata):
    far = misrata | {"osm_id": 2, "lat": "27.0", "boundingbox": ["26.9", "27.1", "15.0", "15.2"]}
    ambiguous = found(misrata, far)
    assert ambiguous.outcome is Outcome.NOT_FOUND
    assert "several places" in ambiguous.reason
    hamlet = far | {"type": "hamlet", "place_rank": 20}
    assert found(misrata, hamlet).place.id == "osm:node/27565072"
    district = far | {"place_rank": 8, "boundingbox": ["26", "33", "13", "17"]}
    assert found(misrata, district).outcome is Outcome.FOUND  # it holds the city


def test_the_radius_reaches_the_farthest_corner(misrata):
    box = ["32.3773", "32.3773", "15.0920", "16.0920"]
    assert found(misrata | {"boundingbox": box}).place.uncertainty_km == pytest.approx(93.9, abs=0.1)
    point = ["32.3773", "32.3773", "15.0920", "15.0920"]
    assert found(misrata | {"boundingbox": point}).place.uncertainty_km == 0.5


@pytest.mark.parametrize(
    "fault",
    [
        {"osm_type": "nodes"},
        {"osm_id": "1/../2"},
        {"osm_id": True},
        {"boundingbox": [10**400, 1, 2, 3]},
        {"boundingbox": None},
        {"boundingbox": ["1", "2", "3"]},
        {"boundingbox": ["a", "b", "c", "d"]},
        {"boundingbox": ["-91", "2", "3", "4"]},
        {"boundingbox": ["nan", "2", "3", "4"]},
        {"boundingbox": [None, [], {}, 1]},
        {"class": None},
        {"type": ["city"]},
        {"name": 1, "namedetails": ["Misrata"], "display_name": {}},
    ],
)
def test_a_hit_of_wrong_types_is_refused(misrata, fault):
    assert found(misrata | fault).outcome is Outcome.NOT_FOUND


def test_names_hold_no_control_characters(misrata):
    hit = json.loads('{"name": "Mis\\u0000ra\\ud800ta\\n"}')
    assert found(misrata | hit, name="Misrata").place.name == "Mis ra ta"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just("ly"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "country_code"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_any_hit_is_taken_or_refused(misrata, changes):
    answer = found(misrata | changes)
    assert (answer.outcome is Outcome.FOUND) == (answer.place is not None)


@given(st.text())
def test_folding_is_stable(text):
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    tidy(text).encode()
