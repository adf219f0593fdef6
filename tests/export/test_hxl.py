import csv
import re

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.export import write
from geomap.export.hxl import hxl_tags
from geomap.frame import COLUMNS


@pytest.fixture
def path(tmp_path):
    return tmp_path / "events.csv"


def rows(frame, path):
    write(frame, path)
    with path.open(encoding="utf-8", newline="") as file:
        names, tags, *out = csv.reader(file, strict=True)
    return names, tags, [dict(zip(names, row, strict=True)) for row in out]


def test_every_column_has_its_tag():
    assert set(hxl_tags()) == {*COLUMNS, "wkt"}
    assert len(set(hxl_tags().values())) == len(hxl_tags())
    for tag in hxl_tags().values():
        assert re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag)


def test_names_tags_and_values(events, path):
    names, tags, [first, *_] = rows(events, path)
    assert names == [*COLUMNS, "wkt"]
    assert tags[names.index("latitude")] == "#geo+lat"
    assert first["quote"] == events["quote"][0]
    assert first["id"] == events["id"][0]


def test_geometries_are_wkt(events, path):
    _, _, out = rows(events, path)
    for row, geometry in zip(out, events.geometry, strict=True):
        assert row["wkt"] == "" if geometry is None else shapely.from_wkt(row["wkt"]).equals(geometry)


def test_numbers_stay_numbers(events, path):
    frame = events.assign(longitude=-15.5)
    assert [row["longitude"] for row in rows(frame, path)[2]] == ["-15.5"] * len(events)
    assert {row["deaths_high"] for row in rows(frame, path)[2]} == {"12", ""}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_no_cell_is_a_formula(events, path, start):
    told = f"{start}cmd|'/c calc'!A1"
    for row in rows(events.assign(quote=told, actor=told), path)[2]:
        assert row["quote"] == row["actor"] == f"'{told}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.text(st.characters()) | st.text("\0\ud800\udc00,\"\n\r'="))
def test_any_text_arrives(say, path, text):
    told = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    assert {row["quote"].removeprefix("'") for row in rows(say(quote=text), path)[2]} == {told.removeprefix("'")}
