"""The places of the 2011 reports from Libya: within 5 km of where they are.

Positions: OpenStreetMap and GeoNames, whichever a second source agrees with.
"""

import pytest

from geomap.model import Point

PLACES = {
    "Rujban": (31.9411, 12.0908),
    "Kiklah": (32.0629, 12.6953),
    "Brega": (30.4062, 19.5739),
    "Misurata": (32.3753, 15.0925),
    "Gila'a": (32.0492, 12.5603),
    "Nafusah Mountains": (32.0, 12.25),
    "Benghazi": (32.1149, 20.0686),
    "Tripoli": (32.8874, 13.1873),
    "Zintan": (31.9316, 12.2529),
    "Yafran": (32.0633, 12.5286),
    "Nalut": (31.8685, 10.9812),
    "Jadu": (31.9551, 12.0290),
    "Bir al Ghanam": (32.3091, 12.5694),
    "Gharyan": (32.1722, 13.0203),
    "Zawiyah": (32.7571, 12.7276),
    "Ajdabiya": (30.7554, 20.2263),
    "Ras Lanuf": (30.5167, 18.5667),
    "Sirte": (31.2089, 16.5887),
    "Bani Walid": (31.7455, 13.9835),
    "Dafniyah": (32.4134, 14.7930),
    "Zlitan": (32.4674, 14.5687),
    "Wazin": (31.9420, 10.6653),
}


def off_km(place, name):
    latitude, longitude = PLACES[name]
    return place.point.distance_km(Point(latitude=latitude, longitude=longitude))


def right(place, name):
    return place is not None and place.country == "LY" and off_km(place, name) < 5


@pytest.mark.parametrize("name", PLACES)
def test_a_report_that_is_said_to_be_about_libya(resolved, name):
    (found,) = resolved(f"Shells fell on {name} on Sunday.", name, countries=("LY",))
    assert right(found.place, name)


@pytest.mark.parametrize("name", sorted(PLACES.keys() - {"Tripoli"}))
def test_a_report_that_names_the_capital_too(resolved, name):
    (_, found) = resolved(f"Tripoli was calm, but shells fell on {name} on Sunday.", "Tripoli", name)
    assert right(found.place, name)


@pytest.mark.parametrize("name", PLACES)
def test_a_report_that_says_nothing_else_is_rather_left_open_than_misplaced(resolved, name):
    (found,) = resolved(f"Shells fell on {name} on Sunday.", name)
    assert found.place is None or right(found.place, name)


def test_a_report_with_all_of_them(resolved):
    found = resolved(f"Shells fell on {', then on '.join(PLACES)} in one week.", *PLACES)
    assert [r.mention.text for r in found if not right(r.place, r.mention.text)] == []


def test_the_crossing_at_wazin_and_the_town_beyond_it(resolved):
    crossing, dehiba = resolved("Rebels held the Wazin crossing and fled to Dehiba.", "Wazin crossing", "Dehiba")
    assert crossing.place.id == "geomap:ly-wazin-crossing"
    assert (dehiba.place.id, dehiba.place.country) == ("geonames:2474031", "TN")
