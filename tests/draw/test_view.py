import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geomap.draw.basemap import clip
from geomap.draw.basemap.layers import UNIT
from geomap.draw.container import unpack
from geomap.draw.view import WORLD, View, frame
from geomap.frame import CRS, conform


def events(*geometries, radius=None, precision=None):
    rows = [
        {
            "id": str(k),
            "type": "clash",
            "date_start": None,
            "place_name": None,
            "quote": None,
            "document_id": "d",
            "uncertainty_km": radius,
            "geo_precision": precision,
        }
        for k, _ in enumerate(geometries)
    ]
    columns = None if rows else ["id", "type", "date_start", "place_name", "quote", "document_id"]
    return conform(gpd.GeoDataFrame(rows, columns=columns, geometry=list(geometries), crs=CRS))


def degrees(arrays, name):
    steps = arrays[f"{name}_xy"].reshape(-1, 2).astype(int)
    parts, first = arrays[f"{name}_part"], arrays[f"{name}_first"].reshape(-1, 2)
    runs = [np.cumsum(steps[a:b], axis=0) + start for a, b, start in zip(parts[:-1], parts[1:], first, strict=True)]
    return np.concatenate(runs or [np.empty((0, 2))]) / UNIT


def test_the_view_holds_points_radii_and_shapes():
    view = frame(events(shapely.Point(10, 30), shapely.box(14, 31, 15, 32)))
    assert (view.west, view.south, view.east, view.north) == (10, 30, 15, 32)
    wider = frame(events(shapely.Point(10, 30), radius=50.0))
    assert wider.south == pytest.approx(29.55, abs=0.01)
    assert wider.west < 9.5  # a degree of longitude is shorter


def test_the_outline_of_a_country_does_not_widen_the_view():
    view = frame(events(shapely.box(9, 20, 25, 33), precision=6))
    assert view.span == 0


def test_no_event_shows_the_world():
    assert frame(events()) == WORLD
    assert frame(events(None)) == WORLD


def test_events_on_both_sides_of_the_antimeridian_are_one_group():
    view = frame(events(shapely.Point(179.5, -17), shapely.Point(-179.5, -16)))
    assert view.seam == 0
    assert (view.west, view.east) == (179.5, 180.5)
    assert view.widened().east < 185


@example([(0.0, 86.5)])
@example([(180.0, -90.0), (-180.0, -88.0)])
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_every_event_lies_in_the_view(places):
    view = frame(events(*map(shapely.Point, places)))
    assert view.seam <= view.west <= view.east <= view.seam + 360
    for longitude, latitude in places:
        moved = longitude + 360 if longitude < view.seam else longitude
        assert view.west <= moved <= view.east
        assert view.south <= min(max(latitude, -85), 85) <= view.north


def test_one_meeting_far_away_does_not_make_a_country_a_dot():
    view = frame(events(*(shapely.Point(10 + k / 10, 30) for k in range(20)), shapely.Point(28.9, 41.0)))
    assert (view.west, view.east) == (10, 11.9)
    assert frame(events(*[shapely.Point(13, 32)] * 10, *[shapely.Point(36, 48)] * 10)).east == 36


def test_the_basemap_of_libya_is_there_and_small():
    view = View(west=9.5, south=25, east=24, north=33, seam=-180.0)
    packed = clip(view, {"LY"})
    assert len(packed) < 130_000
    meta, arrays = unpack(packed)
    assert {"Tripoli", "Benghazi", "Tunis"} <= set(meta["names"]["towns"]["name"])
    assert "Libya" in meta["names"]["countries"]["name"]
    assert "Mediterranean Sea" in meta["names"]["seas"]["name"]
    box = view.widened()
    for name in ("lit", "rest", "coast", "borders", "provinces"):
        xy = degrees(arrays, name)
        assert len(xy) > 50
        assert xy[:, 0].min() >= box.west - 0.01
        assert xy[:, 0].max() <= box.east + 0.01


def test_the_coast_does_not_follow_the_frame():
    view = View(west=9.5, south=25, east=24, north=33, seam=-180.0)
    _, arrays = unpack(clip(view, {"LY"}))
    xy, box = degrees(arrays, "coast"), view.widened()
    assert (np.abs(xy[:, 1] - box.south) < 0.001).sum() == 0


def test_the_basemap_of_fiji_is_in_one_piece():
    view = View(west=177, south=-19, east=182, north=-15, seam=0.0)
    meta, arrays = unpack(clip(view, {"FJ"}))
    xy = degrees(arrays, "coast")
    assert xy[:, 0].min() > 170
    assert xy[:, 0].max() > 180.5
    assert "Suva" in meta["names"]["towns"]["name"]


def test_the_basemap_of_the_world_is_coarse():
    packed = clip(WORLD, set())
    assert len(packed) < 500_000
    assert "provinces" not in unpack(packed)[0]["layers"]
