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


@given(latitude=st.floats(-60, 60), longitude=st.floats(-150, 150), radius_km=st.floats(0.1, 300))
def test_where_people_live(scattered, latitude, longitude, radius_km):
    check(scattered, Point(latitude=latitude, longitude=longitude), radius_km)


@given(x=st.integers(-25, 25), y=st.integers(-25, 25), radius_km=st.sampled_from([0, 0.001, 11.1, 30]))
def test_on_the_edges_of_cells(scattered, x, y, radius_km):
    check(scattered, Point(latitude=y / 10, longitude=x / 10), radius_km)
