import io
import math
import re

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.image import imread

from geomap.draw import picture as module
from geomap.draw.picture import palette, picture
from geomap.draw.spots import gather
from geomap.errors import OutputError
from geomap.taxonomy import event_types

TITLE = "Libya $x_2$ & <b>2011</b>"


@pytest.fixture(scope="module")
def svg(libya):
    return picture(libya, form="svg", title=TITLE).decode()


def test_a_picture_has_the_colors_of_what_happened(libya):
    pixels = imread(io.BytesIO(picture(libya, form="png", title=TITLE)), format="png")
    assert pixels.shape[1] > pixels.shape[0] > 1000
    seen = {tuple(color) for color in (pixels[::2, ::2, :3].reshape(-1, 3) * 255).round().astype(int).tolist()}
    drawn = libya[(libya["modality"] == "actual") & (libya["polarity"] == "positive") & libya["latitude"].notna()]
    for kind in drawn["type"].unique():
        color = event_types()[kind].color
        assert tuple(int(color[k : k + 2], 16) for k in (1, 3, 5)) in seen, kind


def test_words_are_text_and_nothing_else(svg):
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert "Libya $x_2$ &amp; &lt;b&gt;2011&lt;/b&gt;" in " ".join(texts)
    assert {"25 events on the map", "4 not on the map", "Kill claim"} <= set(texts)
    assert not re.search(r"<script|href=\"http", svg)


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_equal_events_give_equal_bytes(libya, form):
    few = libya.iloc[:3]
    assert picture(few, form=form, title=TITLE) == picture(few, form=form, title=TITLE)


@pytest.mark.parametrize(
    "shape", [shapely.Point(179.9, -17), shapely.box(-179, -18, -178, -17), shapely.Point(10, 84.9)]
)
def test_a_picture_of_anywhere(libya, shape):
    one = libya.iloc[:1].copy()
    one["latitude"], one["longitude"] = shape.centroid.y, shape.centroid.x
    one.geometry = [shape]
    assert picture(one, form="pdf", title="").startswith(b"%PDF")
    assert picture(libya.iloc[:0], form="svg", title="None")


def test_another_form_is_refused_with_those_there_are(libya):
    with pytest.raises(OutputError, match="'gif' is no form of a picture; choose one of png, svg, pdf"):
        picture(libya, form="gif", title="")


def test_it_says_what_to_install(libya, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    with pytest.raises(OutputError, match=r"pip install 'geomap\[picture\]'"):
        picture(libya, form="png", title="")


def test_colors_are_those_of_the_page():
    assert palette()["sea"] == "#d9e5ec"
    needed = set(re.findall(r'colors\["([\w-]+)"\]', __import__("inspect").getsource(module)))
    assert needed <= set(palette())


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=1, max_size=60))
def test_symbols_never_overlap_and_none_is_lost(points):

    spots = gather(np.array(points), ["clash"] * len(points), 8.0)
    assert sorted(row for spot in spots for row in spot.rows) == list(range(len(points)))
    for k, one in enumerate(spots):
        for other in spots[:k]:
            assert math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius


def test_a_table_with_the_least_there_must_be_is_drawn():
    rows = [{"id": "1", "type": "clash", "date_start": None, "place_name": "Sirte", "quote": "q", "document_id": "d"}]
    bare = gpd.GeoDataFrame(rows, geometry=[shapely.Point(16.6, 31.2)], crs="EPSG:4326")
    assert picture(bare, form="svg", title="")
    placed = gpd.GeoDataFrame(bare.assign(latitude=31.2, longitude=16.6), geometry=[None], crs="EPSG:4326")
    assert picture(placed, form="svg", title="")
