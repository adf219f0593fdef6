"""Points, lines and areas on the globe, checked against the ellipsoid of an independent library."""

import math

import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from geomap.locate.geometry import destination, middle, placed
from geomap.model import Kind, Place, Point, Relation

points = st.builds(Point, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
bearings = st.floats(0, 360)
distances = st.floats(0, 2000)


class Areas:
    """A gazetteer of nothing but one square."""

    def geometry(self, place_id):
        return shapely.box(10, 20, 12, 22) if place_id == "square" else None


def town(latitude, longitude, kind=Kind.SETTLEMENT, key="town"):
    return Place(
        id=key, name="Town", point=Point(latitude=latitude, longitude=longitude), kind=kind, uncertainty_km=4.0
    )


towns = points.map(lambda point: town(point.latitude, point.longitude))


@given(points, bearings, distances)
def test_a_destination_is_as_far_away_as_asked(start, bearing, distance_km):
    assert start.distance_km(destination(start, bearing, distance_km)) == pytest.approx(distance_km, abs=0.01)


@given(st.floats(-80, 80), st.floats(-180, 180), bearings, st.floats(1, 300))
def test_a_destination_agrees_with_the_ellipsoid(latitude, longitude, bearing, distance_km):
    found = destination(Point(latitude=latitude, longitude=longitude), bearing, distance_km)
    expected = geodesic(kilometers=distance_km).destination((latitude, longitude), bearing)
    assert geodesic((found.latitude, found.longitude), expected).km < 0.01 * distance_km


@pytest.mark.parametrize(
    ("start", "bearing", "expected"),
    [
        ((0, 179.5), 90, (0, -179.5)),
        ((0, -179.5), 270, (0, 179.5)),
        ((89.5, 0), 0, (89.5, 180)),
        ((-89.5, 90), 180, (-89.5, -90)),
    ],
)
def test_over_the_antimeridian_and_the_poles(start, bearing, expected):
    degree_km = math.pi * 6371 / 180
    found = destination(Point(latitude=start[0], longitude=start[1]), bearing, degree_km)
    assert found.distance_km(Point(latitude=expected[0], longitude=expected[1])) < 0.01


@given(points, points)
def test_the_middle_is_as_far_from_both_ends(one, other):
    half = middle(one, other)
    if one.distance_km(other) < 20_000:  # antipodes have no middle
        assert half.distance_km(one) == pytest.approx(half.distance_km(other), abs=0.1)
        assert half.distance_km(one) == pytest.approx(one.distance_km(other) / 2, abs=0.1)


def test_the_middle_of_the_pacific_is_not_in_africa():
    half = middle(Point(latitude=0, longitude=170), Point(latitude=0, longitude=-170))
    assert abs(half.longitude) == pytest.approx(180)


@given(
    st.sampled_from(Relation),
    st.lists(towns, min_size=1, max_size=2),
    st.none() | bearings,
    st.none() | distances,
)
def test_every_relation_gives_a_sound_place(relation, places, bearing, distance_km):
    found = placed(relation, places, Areas(), bearing=bearing, distance_km=distance_km)
    assert shapely.is_valid(found.geometry)
    assert not found.geometry.is_empty
    west, south, east, north = found.geometry.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert 1 <= found.precision <= 7
    assert math.isfinite(found.uncertainty_km)
    assert found.uncertainty_km > 0


@given(towns, towns)
def test_a_line_never_spans_more_than_half_the_globe(one, other):
    found = placed(Relation.BETWEEN, (one, other), Areas())
    parts = getattr(found.geometry, "geoms", [found.geometry])
    width = sum(part.bounds[2] - part.bounds[0] for part in parts)
    assert width <= 180 + 1e-4


@pytest.mark.parametrize(
    ("kind", "precision"),
    [(Kind.DISTRICT, 3), (Kind.REGION, 4), (Kind.RELIEF, 5), (Kind.COUNTRY, 6), (Kind.WATER, 7)],
)
def test_an_area_has_its_polygon_and_its_precision(kind, precision):
    found = placed(Relation.IN, (town(21, 11, kind, "square"),), Areas())
    assert found.geometry.equals(shapely.box(10, 20, 12, 22))
    assert found.precision == precision


def test_an_area_without_a_polygon_is_still_an_area():
    found = placed(Relation.IN, (town(21, 11, Kind.REGION, "unknown"),), Areas())
    assert found.geometry.geom_type == "Point"
    assert found.precision == 4


def test_who_leaves_is_drawn_where_he_left():
    origin, goal = town(1, 29), town(2, 31)
    found = placed(Relation.FROM_TO, (origin, goal), Areas())
    assert found.point == origin.point
    assert list(found.geometry.coords) == [(29, 1), (31, 2)]


def test_equal_ends_make_a_point():
    assert placed(Relation.BETWEEN, (town(1, 29), town(1, 29)), Areas()).geometry.geom_type == "Point"
