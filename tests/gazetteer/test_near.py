"""Settlements around a point, against measuring every distance."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer import SqliteGazetteer, build_to
from geomap.model import Point

CHANCE = random.Random(2011)  # noqa: S311 - no secrets
SPOTS = [
    *((90, 0), (-90, 0), (89.95, 170), (89.9, -10), (-89.5, 45), (0, 180), (0, -180), (10, 179.97), (10, -179.97)),
    *((0, 0), (12.3, 12.3), (-0.3, -0.3), (-69.2, -119.742)),
    *((round(CHANCE.uniform(-90, 90), 3), round(CHANCE.uniform(-180, 180), 3)) for _ in range(400)),
    *((CHANCE.randint(-20, 20) / 10, CHANCE.randint(-20, 20) / 10) for _ in range(100)),
]
POINTS = [Point(latitude=latitude, longitude=longitude) for latitude, longitude in SPOTS]


@pytest.fixture(scope="module")
def scattered(write_sources, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scattered")
    rows = [
        f"t:{number}\tTown\tLY\tPPL\t{latitude}\t{longitude}\t2\t\tnobody"
        for number, (latitude, longitude) in enumerate(SPOTS)
    ]
    rows.append("t:mountain\tMountain\tLY\tMT\t0.5\t0.5\t2\t\tnobody")
    build_to(write_sources(folder / "sources", rows), folder / "built.sqlite")
    return SqliteGazetteer(folder / "built.sqlite")


def check(gazetteer, point, radius_km):
    found = gazetteer.near(point, radius_km=radius_km)
    distances = [place.point.distance_km(point) for place in found]
    assert distances == sorted(distances)
    wanted = {f"t:{number}" for number, spot in enumerate(POINTS) if spot.distance_km(point) <= radius_km}
    assert sorted(place.id for place in found) == sorted(wanted)


@given(latitude=st.floats(-90, 90), longitude=st.floats(-180, 180), radius_km=st.floats(0, 3000))
def test_anywhere(scattered, latitude, longitude, radius_km):
    check(scattered, Point(latitude=latitude, longitude=longitude), radius_km)


@given(latitude=st.floats(-60, 60), longitude=st.floats(-150, 150), radius_km=st.floats(0.1, 300))
def test_where_people_live(scattered, latitude, longitude, radius_km):
    check(scattered, Point(latitude=latitude, longitude=longitude), radius_km)


@given(point=st.sampled_from(POINTS), radius_km=st.sampled_from([0, 0.001, 11.2, 150, 2000]))
def test_around_a_town(scattered, point, radius_km):
    check(scattered, point, radius_km)


@given(longitude=st.floats(-180, 180), south=st.booleans(), radius_km=st.floats(0, 1000))
def test_at_the_poles(scattered, longitude, south, radius_km):
    check(scattered, Point(latitude=-90 if south else 90, longitude=longitude), radius_km)


@given(latitude=st.floats(-60, 60), east=st.floats(179, 181), radius_km=st.floats(0, 1000))
def test_across_the_antimeridian(scattered, latitude, east, radius_km):
    check(scattered, Point(latitude=latitude, longitude=east if east <= 180 else east - 360), radius_km)


@pytest.mark.parametrize(("radius_km", "found"), [(float("inf"), len(SPOTS)), (float("nan"), 0), (-1, 0)])
def test_a_radius_without_end_and_one_that_is_none(scattered, radius_km, found):
    assert len(scattered.near(POINTS[0], radius_km=radius_km)) == found


@given(x=st.integers(-25, 25), y=st.integers(-25, 25), radius_km=st.sampled_from([0, 0.001, 11.1, 30]))
def test_on_the_edges_of_cells(scattered, x, y, radius_km):
    check(scattered, Point(latitude=y / 10, longitude=x / 10), radius_km)
