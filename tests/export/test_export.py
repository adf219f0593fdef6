import json
import os
import resource
import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from geomap.errors import OutputError, SchemaError
from geomap.export import FORMATS, atomically, ogr, write
from geomap.features import read_events

BINARY = (".gpkg", ".fgb", ".kml", ".parquet")
HARD_TEXT = "nul \0, half \ud800, noncharacter \uffff, bell \a, ]]> <b>&amp; \u202e مصراتة 🕊"


def names(folder):
    return [path.name for path in folder.iterdir()]


def read(path):
    return gpd.read_parquet(path) if path.suffix == ".parquet" else pyogrio.read_dataframe(path)


@pytest.mark.parametrize("ending", BINARY)
def test_all_rows_and_texts_arrive_in_order(events, tmp_path, ending):
    path = tmp_path / f"events{ending}"
    write(events, path)
    back = read(path)
    assert back["event_id" if ending == ".kml" else "id"].tolist() == events["id"].tolist()
    assert back["quote"].tolist() == events["quote"].tolist()
    assert back["deaths_high"].dropna().astype(int).tolist() == [12]
    for told, written in zip(events.geometry, back.geometry, strict=True):
        assert written is None if told is None else written.equals(told)


@pytest.mark.parametrize("ending", FORMATS)
def test_an_empty_table_is_a_file_like_any_other(none, tmp_path, ending):
    path = tmp_path / f"events{ending}"
    write(none, path)
    assert path.stat().st_size > 0
    if ending in BINARY:
        assert len(read(path)) == 0


@pytest.mark.parametrize("ending", FORMATS)
def test_events_without_any_place_are_written(events, tmp_path, ending):
    path = tmp_path / f"events{ending}"
    write(events[events.geometry.isna()], path)
    if ending in BINARY:
        assert read(path).geometry.tolist() == [None]


@pytest.mark.parametrize("ending", FORMATS)
def test_no_text_tears_a_file(say, tmp_path, ending):
    path = tmp_path / f"events{ending}"
    write(say(quote=HARD_TEXT, place_name=HARD_TEXT), path)
    if ending in BINARY:
        quotes = read(path)["quote"]
        assert len(quotes) == 4
        assert all(quote.startswith("nul \ufffd, half \ufffd,") and quote.endswith("🕊") for quote in quotes)


@pytest.mark.parametrize("ending", FORMATS)
def test_equal_tables_give_equal_bytes(events, tmp_path, ending, monkeypatch):
    one, two = tmp_path / "1" / f"events{ending}", tmp_path / "2" / f"events{ending}"
    for path, zone in ((one, "Asia/Tokyo"), (two, "America/Lima")):
        monkeypatch.setenv("TZ", zone)
        path.parent.mkdir()
        write(events, path)
    assert one.read_bytes() == two.read_bytes()


def test_kml_has_time_spans(events, tmp_path):
    write(events, tmp_path / "events.kml")
    text = (tmp_path / "events.kml").read_text(encoding="utf-8")
    assert text.count("<begin>2011-07-03</begin>") == text.count("<end>2011-07-04</end>") == 4


def test_kml_descriptions_are_text(events, tmp_path):
    write(events.assign(quote="<script>alert(1)</script>"), tmp_path / "events.kml")
    for description in read(tmp_path / "events.kml")["description"]:
        assert "&lt;script&gt;alert" in description
        assert "<script>" not in description


def test_parquet_says_it_is_geoparquet(events, tmp_path):
    write(events, tmp_path / "events.parquet")
    metadata = pytest.importorskip("pyarrow.parquet").read_schema(tmp_path / "events.parquet").metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert "covering" in geo["columns"]["geometry"]
    assert pd.api.types.is_integer_dtype(gpd.read_parquet(tmp_path / "events.parquet")["deaths_low"])


def test_without_pyarrow_the_way_out_is_named(events, tmp_path, monkeypatch):
    monkeypatch.setattr(ogr, "find_spec", lambda _: None)
    with pytest.raises(OutputError, match=r"events\.parquet .*pip install 'geomap\[parquet\]'"):
        write(events, tmp_path / "events.parquet")


def test_an_unknown_ending_lists_the_known(events, tmp_path):
    with pytest.raises(OutputError, match=r"'\.shp'.*\.geojson.*\.kml"):
        write(events, tmp_path / "events.shp")


def test_endings_may_be_capital(events, tmp_path):
    write(events, tmp_path / "EVENTS.GeoJSON")
    assert len(read_events(tmp_path / "EVENTS.GeoJSON")) == len(events)


def test_other_reference_systems_are_turned_into_degrees(events, tmp_path):
    write(events.to_crs(3857), tmp_path / "events.geojson")
    back = read_events(tmp_path / "events.geojson").geometry
    assert back.geom_equals(events.geometry).tolist() == events.geometry.notna().tolist()


def test_what_is_no_events_table_leaves_the_old_file(events, tmp_path):
    path = tmp_path / "events.geojson"
    path.write_text("old")
    with pytest.raises(SchemaError):
        write(events.drop(columns="quote"), path)
    assert path.read_text() == "old"


def test_a_missing_folder_is_named(events, tmp_path):
    with pytest.raises(OutputError, match="make the folder"):
        write(events, tmp_path / "none" / "events.geojson")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_folder_of_that_name_stays(events, tmp_path, ending):
    path = tmp_path / f"events{ending}"
    path.mkdir()
    with pytest.raises(OutputError, match="that of a folder"):
        write(events, path)
    assert names(tmp_path) == [path.name]


def test_a_folder_without_permission_is_named(events):
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as folder:  # not below `tmp_path`, which others may not even look into
        Path(folder).chmod(0o555)
        if user == 0:
            os.seteuid(65534)  # root may write anywhere, nobody may not
        try:
            with pytest.raises(OutputError, match=r"events\.geojson cannot be written: Permission denied"):
                write(events, Path(folder) / "events.geojson")
        finally:
            os.seteuid(user)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_full_disk_leaves_the_old_file_and_nothing_else(events, tmp_path, ending):
    path = tmp_path / f"events{ending}"
    path.write_text("old")
    many = pd.concat([events.assign(id=[f"{i}-{k}" for k in range(len(events))]) for i in range(500)])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))  # every write beyond fails
    try:
        with pytest.raises(OutputError, match=f"events{ending} cannot be written"):
            write(many, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_text() == "old"
    assert names(tmp_path) == [path.name]


def test_a_failure_of_the_body_leaves_the_old_file(tmp_path):
    path = tmp_path / "map.html"
    path.write_text("old")

    def fail():
        with atomically(path) as whole:
            whole.write_text("half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["map.html"]


def test_the_schema_holds_after_reading_binary_files(events, tmp_path):
    write(events, tmp_path / "events.gpkg")
    again = pyogrio.read_dataframe(tmp_path / "events.gpkg")
    write(again, tmp_path / "events.geojson")
    write(events, tmp_path / "direct.geojson")
    assert (tmp_path / "events.geojson").read_bytes() == (tmp_path / "direct.geojson").read_bytes()
