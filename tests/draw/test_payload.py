from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.draw.container import TYPES, pack, unpack
from geomap.draw.payload import UNIT, encode
from geomap.draw.view import WORLD
from geomap.frame import COLUMNS, CRS, conform

texts = st.text(st.characters(exclude_categories=["Cs"]))


def table(rows, geometries=None):
    base = {"type": "clash", "date_start": None, "place_name": None, "quote": None, "document_id": "d"}
    full = [base | {"id": str(number)} | row for number, row in enumerate(rows)]
    return conform(gpd.GeoDataFrame(full, geometry=geometries or [None] * len(full), crs=CRS))


def decoded(events):
    _, arrays = unpack(encode(events, view=WORLD))
    blob, start = arrays["text"].tobytes(), arrays["text_start"]
    words = [blob[a:b].decode() for a, b in pairwise(start)]
    columns = {}
    for name, kind in COLUMNS.items():
        values = arrays[f"{name}_values"].tolist()
        known = [None, *((words[value] for value in values) if kind == "str" else values)]
        columns[name] = [known[number] for number in arrays[name]]
    return arrays, columns


@given(st.lists(st.fixed_dictionaries({"quote": texts, "actor": st.none() | texts}), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_texts_come_back_as_they_were(rows):
    _, columns = decoded(table(rows))
    assert columns["quote"] == [row["quote"] for row in rows]
    assert columns["actor"] == [row["actor"] for row in rows]


@given(st.lists(st.tuples(st.none() | st.integers(0, 2**53), st.none() | st.floats(-90, 90)), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_numbers_come_back_as_they_were(pairs):
    _, columns = decoded(table([{"deaths_best": deaths, "latitude": latitude} for deaths, latitude in pairs]))
    assert columns["deaths_best"] == [deaths for deaths, _ in pairs]
    assert columns["latitude"] == [latitude for _, latitude in pairs]


@given(st.dictionaries(st.text(min_size=1), st.sampled_from(TYPES).map(lambda kind: np.arange(7, dtype=f"<{kind}"))))
@settings(max_examples=40, deadline=None)
def test_arrays_come_back_as_they_were(arrays):
    meta, found = unpack(pack({"a": "ü"}, arrays))
    assert meta == {"a": "ü"}
    assert {name: array.tolist() for name, array in found.items()} == {
        name: array.tolist() for name, array in arrays.items()
    }


def test_every_column_of_the_schema_is_there(libya):
    arrays, columns = decoded(conform(libya))
    assert set(arrays) > set(COLUMNS)
    assert columns["place_name"][0] == libya["place_name"].iloc[0]


def test_packed_text_cannot_break_out_of_html():
    packed = pack({"title": "</script>{{ 1 }}${1}`"}, {})
    assert packed.isascii()
    assert not set(packed) & set("<>{}$`\\\"'")


@pytest.mark.parametrize(
    ("geometry", "kind", "parts"),
    [
        (shapely.LineString([(0, 0), (1, 2), (3, 3)]), 1, [[[0, 0], [1, 2], [3, 3]]]),
        (shapely.box(0, 0, 1, 1), 2, [[[1, 0], [1, 1], [0, 1], [0, 0], [1, 0]]]),
        (shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]), 1, [[[0, 0], [1, 1]], [[2, 2], [3, 3]]]),
        (
            shapely.GeometryCollection([shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])]),
            1,
            [[[0, 0], [1, 1]]],
        ),
    ],
)
def test_shapes_are_kept_once(geometry, kind, parts):
    arrays, _ = decoded(table([{}, {}, {}], [geometry, shapely.Point(5, 5), geometry]))
    assert arrays["shape"].tolist() == [0, -1, 0]
    assert arrays["shape_kind"].tolist() == [kind]
    xy = arrays["shape_xy"].reshape(-1, 2) * UNIT
    found = [xy[a:b].round(5).tolist() for a, b in pairwise(arrays["part_point"])]
    assert found == parts


def test_points_and_missing_geometries_have_no_shape():
    empty = shapely.Polygon()
    arrays, _ = decoded(table([{}] * 4, [None, shapely.Point(1, 1), shapely.MultiPoint([(0, 0), (1, 1)]), empty]))
    assert arrays["shape"].tolist() == [-1] * 4
