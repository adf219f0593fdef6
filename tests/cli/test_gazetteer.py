"""gazetteer build, info, lookup, near."""

import json

import pytest

ROWS = """id\tname\tcountry\tfeature\tlatitude\tlongitude\tuncertainty_km\tnames\tsource
t:goma\tGoma\tCD\tPPL\t-1.679\t29.223\t4\tNgoma\tnobody
t:gisenyi\tGisenyi\tRW\tPPL\t-1.703\t29.256\t2\t\tnobody
t:bukavu\tBukavu\tCD\tPPL\t-2.491\t28.843\t4\t\tnobody
"""
SOURCES = '[[source]]\nfile = "handmade/rows.tsv"\nform = "table"\nlicence = "CC0"\nattribution = "nobody"\n'


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    (folder / "handmade").mkdir(parents=True)
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "handmade" / "rows.tsv").write_text(ROWS, encoding="utf-8")
    (folder / "handmade" / "shapes.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "t:none"}, '
        '"geometry": {"type": "Point", "coordinates": [0, 0]}}]}'
    )
    (folder / "handmade" / "countries.tsv").write_text("country\tdemonyms\tnames\tlatitude\tlongitude\n")
    return folder


@pytest.fixture
def built(geomap, sources):
    done = geomap("gazetteer", "build", "--from", sources, "--to", "own.sqlite")
    assert (done.code, done.out.strip()) == (0, "own.sqlite")
    return "own.sqlite"


def test_info_tells_sources_licences_and_counts(geomap, built):
    told = json.loads(geomap("gazetteer", "info", "--gazetteer", built).out)
    assert told["places"] == 3
    assert [(one["file"], one["licence"], one["places"]) for one in told["sources"]] == [
        ("handmade/rows.tsv", "CC0", 3)
    ]
    assert told["digest"]


def test_the_same_sources_give_the_same_bytes(geomap, sources, built, tmp_path):
    geomap("gazetteer", "build", "--from", sources, "--to", "again.sqlite")
    assert (tmp_path / "again.sqlite").read_bytes() == (tmp_path / built).read_bytes()


@pytest.mark.parametrize("name", ["Goma", "GOMA", "Ngoma"])
def test_lookup_finds_any_spelling(geomap, built, name):
    first = geomap("gazetteer", "lookup", name, "--gazetteer", built).records[0]
    assert (first["id"], first["latitude"], first["longitude"], first["country"]) == ("t:goma", -1.679, 29.223, "CD")


def test_lookup_of_nothing_is_nothing(geomap, built):
    done = geomap("gazetteer", "lookup", "Atlantis", "--gazetteer", built)
    assert (done.code, done.out) == (0, "")


def test_near_lists_the_nearest_first(geomap, built):
    found = geomap("gazetteer", "near", "--gazetteer", built, "--", "-1.68", "29.22").records
    assert [one["id"] for one in found] == ["t:goma", "t:gisenyi"]
    assert 0 <= found[0]["distance_km"] < found[1]["distance_km"] <= 15
    wide = geomap("gazetteer", "near", "--radius-km", 150, "--gazetteer", built, "--", "-1.68", "29.22").records
    assert [one["id"] for one in wide] == ["t:goma", "t:gisenyi", "t:bukavu"]


def test_a_run_can_use_it(geomap, built):
    record = {"id": "a", "text": "Rebels shelled a market in Goma.", "published": "2022-05-18"}
    (told,) = geomap("resolve", "--gazetteer", built, "--country", "CD", told=[record]).records
    (mention,) = told["mentions"]
    considered = [mention["place"]] if mention["place"] else mention["alternatives"]
    assert [one["id"] for one in considered] == ["t:goma"]


@pytest.mark.parametrize("verb", [["info"], ["lookup", "Goma"], ["near", "1", "29"]])
def test_a_file_that_is_no_gazetteer_is_four(geomap, tmp_path, verb):
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 1000)
    for path in ("broken.sqlite", "missing.sqlite"):
        done = geomap("gazetteer", *verb, "--gazetteer", path)
        assert (done.code, done.out) == (4, "")
        assert path in done.err


def test_sources_that_are_broken_are_four(geomap, sources, tmp_path):
    (sources / "handmade" / "rows.tsv").write_text(ROWS + "t:x\tX\tCD\tPPL\tnorth\t29\t4\t\tnobody\n")
    done = geomap("gazetteer", "build", "--from", sources, "--to", "own.sqlite")
    assert done.code == 4
    assert "line 5" in done.err
    assert geomap("gazetteer", "build", "--from", tmp_path / "nowhere", "--to", "own.sqlite").code == 4
    assert not (tmp_path / "own.sqlite").exists()


def test_near_takes_southern_and_western_positions(geomap, built):
    assert geomap("gazetteer", "near", "-1.68", "29.22", "--gazetteer", built).records[0]["id"] == "t:goma"
