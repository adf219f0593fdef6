"""Damaged sources are refused with the file, and the line where there are lines; nothing is left behind."""

import gzip
import lzma

import pytest

from geomap.errors import GazetteerCorrupt, GazetteerError
from geomap.gazetteer import build_to

AIRPORTS = '[[source]]\nfile = "airports.csv.gz"\nform = "airports"\nlicence = "MIT"\nattribution = "airportsdata"\n\n'
FEATURES = '[[source]]\nfile = "seas.geojson"\nform = "features"\nlicence = "CC0"\nattribution = "nobody"\n\n'


def refused(folder, tmp_path, *told):
    built = tmp_path / "built" / "gazetteer.sqlite"
    with pytest.raises(GazetteerCorrupt) as failure:
        build_to(folder, built)
    assert [word for word in told if word not in str(failure.value)] == []
    assert [path.name for path in built.parent.iterdir() if path.suffix != ".lock"] == []


@pytest.mark.parametrize(
    "row",
    [
        "t:x\tX\tLY\tPPL\tnorth\t12\t2\t\tnobody",
        "t:x\tX\tLY\tPPL\t32\t\t2\t\tnobody",
        "t:x\tX\tLY",
        "t:x\tX\tLY\tPPL\t95\t12\t2\t\tnobody",
        "t:x\tX\tLY\tPPL\tnan\t12\t2\t\tnobody",
        "t:x\tX\tLY\tPPL\tinf\t12\t2\t\tnobody",
        "t:x\tX\tLY\tPPL\t32\t12\t-2\t\tnobody",
        "t:x\t\tLY\tPPL\t32\t12\t2\t\tnobody",
        "\tX\tLY\tPPL\t32\t12\t2\t\tnobody",
    ],
    ids=["word", "no number", "columns", "range", "nan", "infinite", "radius", "name", "id"],
)
def test_a_damaged_row_by_hand(write_sources, tmp_path, row):
    sound = "t:y\tY\tLY\tPPL\t32\t12\t2\t\tnobody"
    refused(write_sources(tmp_path / "sources", [sound, row, sound]), tmp_path, "rows.tsv", "line 3")


@pytest.mark.parametrize(
    "town",
    [
        "geonames:1\tX\tLY\t\tPPL\t32\t12\t5",
        "geonames:1\tX\tLY\t\tPPL\tnorth\t12\t5\t1\t",
        "geonames:1\tX\tLY\t\tPPL\t32\t12\tmany\t1\t",
        "geonames:1\tX\tLY\t\tPPL\t95\t12\t5\t1\t",
    ],
    ids=["columns", "position", "population", "range"],
)
def test_a_damaged_town(write_sources, tmp_path, town):
    sound = "geonames:2\tY\tLY\t\tPPL\t32\t12\t5\t1\t"
    refused(write_sources(tmp_path / "sources", towns=[sound, town, sound]), tmp_path, "places.tsv.xz", "line 3")


def test_rows_that_are_not_unicode(sources, tmp_path):
    with (sources / "handmade" / "rows.tsv").open("ab") as file:
        file.write(b"t:x\tM\xe9d\xe9a\tDZ\tPPL\t36\t2\t2\t\tnobody\n")
    refused(sources, tmp_path, "rows.tsv", "line 4")


def test_columns_in_another_order(sources, tmp_path):
    head = "id\tname\tcc\tregion\tfcode\tlon\tlat\tpopulation\tknown\tnames\n"
    (sources / "places.tsv.xz").write_bytes(lzma.compress(head.encode()))
    refused(sources, tmp_path, "places.tsv.xz", "lon, lat")


NOWHERE = (
    '{"type": "FeatureCollection", "features": ['
    '{"type": "Feature", "properties": {"name": "X", "adm1_code": "Y"}, "geometry": null}]}'
)


def test_a_feature_without_a_place(sources, tmp_path):
    toml = sources / "sources.toml"
    listed = FEATURES.replace("features", "provinces").replace("seas", "drawn/seas")
    toml.write_text(listed + toml.read_text(encoding="utf-8"), encoding="utf-8")
    beside = {"handmade/provinces.tsv": "country\tname\tnames\nLY\tX\tY\n", "drawn/seas.geojson": NOWHERE}
    for name, content in beside.items():
        (sources / name).parent.mkdir(exist_ok=True)
        (sources / name).write_text(content, encoding="utf-8")
    (sources / "geonames").mkdir(exist_ok=True)
    (sources / "geonames" / "people.tsv.xz").write_bytes(lzma.compress(b"code\tpeople\nY\t5\n"))
    refused(sources, tmp_path, "seas.geojson", "feature 1")


@pytest.mark.parametrize(
    "content",
    [b"", b"no xz at all", lzma.compress(b"x" * 9999)[:60], lzma.compress(b"")],
    ids=["empty", "foreign", "cut", "of nothing"],
)
def test_towns_that_cannot_be_unpacked(sources, tmp_path, content):
    (sources / "places.tsv.xz").write_bytes(content)
    refused(sources, tmp_path, "places.tsv.xz")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no gzip at all",
        gzip.compress(b"icao,name,lat,lon,country\nHLLM,Mitiga,32.9,13.3,LY\n" * 99)[:60],
        gzip.compress(b"icao,name,lat,lon,country\nHLLM,Mitiga,north,13.3,LY\n"),
        gzip.compress(b"code,title\nHLLM,Mitiga\n"),
    ],
    ids=["empty", "foreign", "cut", "position", "columns"],
)
def test_damaged_airports(sources, tmp_path, content):
    toml = sources / "sources.toml"
    toml.write_text(AIRPORTS + toml.read_text(encoding="utf-8"), encoding="utf-8")
    (sources / "airports.csv.gz").write_bytes(content)
    refused(sources, tmp_path, "airports.csv.gz")


def test_areas_that_are_no_geojson(sources, tmp_path):
    toml = sources / "sources.toml"
    toml.write_text(FEATURES + toml.read_text(encoding="utf-8"), encoding="utf-8")
    (sources / "seas.geojson").write_text('{"type": "Fea', encoding="utf-8")
    refused(sources, tmp_path, "seas.geojson")


@pytest.mark.parametrize(
    "told",
    [
        "[[source",
        "",
        "source = []",
        '[[source]]\nfile = "handmade/rows.tsv"\nlicence = "CC0"\nattribution = "geomap"\n',
        '[[source]]\nfile = "handmade/rows.tsv"\nform = "tabel"\nlicence = "CC0"\nattribution = "geomap"\n',
        '[[source]]\nfile = "handmade/rows.tsv"\nform = "table"\nlicence = "CC0"\n',
    ],
    ids=["syntax", "empty", "no source", "no form", "form", "no credit"],
)
def test_a_list_of_sources_that_cannot_be_used(sources, tmp_path, told):
    (sources / "sources.toml").write_text(told, encoding="utf-8")
    refused(sources, tmp_path, "sources.toml")


@pytest.mark.parametrize(
    "name", ["sources.toml", "handmade/shapes.geojson", "places.tsv.xz", "handmade/rows.tsv", "handmade/countries.tsv"]
)
def test_a_missing_source_is_named(sources, tmp_path, name):
    (sources / name).unlink()
    with pytest.raises(GazetteerError, match=name.replace(".", r"\.")) as failure:
        build_to(sources, tmp_path / "built.sqlite")
    assert "GEOMAP_CACHE" not in str(failure.value)
    assert not (tmp_path / "built.sqlite").exists()


def test_a_damaged_source_does_not_cost_the_gazetteer_of_before(sources, tmp_path):
    built = tmp_path / "built.sqlite"
    build_to(sources, built)
    before = built.read_bytes()
    with (sources / "handmade" / "rows.tsv").open("a", encoding="utf-8") as file:
        file.write("t:x\tX\tLY\tPPL\tnorth\t12\t2\t\tnobody\n")
    with pytest.raises(GazetteerCorrupt):
        build_to(sources, built)
    assert built.read_bytes() == before
