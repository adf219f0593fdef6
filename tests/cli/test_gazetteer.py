"""gazetteer build, info, lookup, near."""

import json
import re

import pytest

from geomap.errors import GazetteerError

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


OWN = "name,lat,lon,names,population\nGoma,-1.7,29.3,,9\nKarünga–Šáf,-2.1,29.1,El Karunga,0\nEl Goma,1,2,,5\n"


@pytest.fixture
def added(geomap, sources, tmp_path, monkeypatch):
    """A gazetteer with a table of the user's, built without saying where."""
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))
    (sources / "geonames").mkdir()
    (sources / "geonames" / "countryInfo.txt").write_text("CD\tCOD\nRW\tRWA\n")
    (tmp_path / "my places.csv").write_text(OWN, encoding="utf-8")
    return geomap("gazetteer", "build", "--from", sources, "--add", "my places.csv")


def test_places_of_ones_own_are_added(geomap, added, tmp_path):
    path = added.out.strip()
    assert added.code == 0
    assert [path] == [str(one) for one in (tmp_path / "cache").glob("*.sqlite")]
    assert f"--gazetteer {path}" in added.err
    (found,) = geomap("gazetteer", "lookup", "karunga saf", "--gazetteer", path).records
    assert (found["id"], found["name"]) == ("user:my places/3", "Karünga–Šáf")
    (source, _) = json.loads(geomap("gazetteer", "info", "--gazetteer", path).out)["sources"]
    assert (source["file"], source["rows"], source["licence"]) == ("my places.csv", 3, "the user's own")
    (nearest,) = geomap("gazetteer", "near", "-2.1", "29.1", "--radius-km", 5, "--gazetteer", path).records
    assert nearest["name"] == "Karünga–Šáf"


def test_what_is_printed_can_be_written_into_the_settings(geomap, added, tmp_path):
    (line,) = re.findall(r"write (.*) into geomap\.toml", added.err)
    (tmp_path / "geomap.toml").write_text(line, encoding="utf-8")
    assert geomap("gazetteer", "lookup", "Karunga Saf").records


def test_other_files_added_make_another_gazetteer(geomap, sources, added, tmp_path):
    (tmp_path / "my places.csv").write_text(OWN.replace("29.3", "29.4"), encoding="utf-8")
    again = geomap("gazetteer", "build", "--from", sources, "--add", "my places.csv")
    assert again.out != added.out


def test_a_file_added_that_is_wrong_is_four(geomap, sources, added, tmp_path):
    (tmp_path / "my places.csv").write_text(OWN.replace("29.3", "east"), encoding="utf-8")
    done = geomap("gazetteer", "build", "--from", sources, "--add", "my places.csv", "--to", added.out.strip())
    assert (done.code, done.out) == (4, "")
    assert "my places.csv, line 2" in done.err
    assert geomap("gazetteer", "lookup", "Goma", "--gazetteer", added.out.strip()).records


def test_lookup_tells_why(geomap, added):
    def why(name, *more):
        found = geomap("gazetteer", "lookup", name, *more, "--gazetteer", added.out.strip()).records
        return [(one["id"], one["why"]) for one in found]

    assert why("Goma") == [
        ("user:my places/2", "its main name; population 9; 0 other names"),
        ("user:my places/4", "the same but for the article; population 5; 0 other names"),
        ("t:goma", "its main name; population not known; 1 other name"),
    ]
    assert why("Ngoma")[0] == ("t:goma", "another name of Goma; population not known; 1 other name")
    ((place, told),) = why("Bukavo", "--country", "CD")
    assert (place, told.partition(" (")[0]) == ("t:bukavu", "its main name Bukavu is spelled alike")


@pytest.fixture
def geonames(monkeypatch):
    """A server that knows Libya only."""

    def fetch(_, country, folder):
        if country != "LY":
            raise GazetteerError(f"{country}.zip was not downloaded: there is no such file")  # noqa: EM102, TRY003
        return folder / "LY.zip", folder / "LY-names.zip"

    monkeypatch.setattr("geomap.gazetteer.download.GeoNames.fetch", fetch)


@pytest.mark.usefixtures("geonames")
def test_download_prints_files_and_what_to_do_with_them(geomap):
    done = geomap("gazetteer", "download", "ly", "--to", "my dumps")
    assert (done.code, done.out.split("\n")) == (0, ["my dumps/LY.zip", "my dumps/LY-names.zip", ""])
    assert "geomap gazetteer build --add 'my dumps/LY.zip' --add 'my dumps/LY-names.zip'" in done.err


@pytest.mark.usefixtures("geonames")
def test_download_goes_on_after_a_failure_and_says_so(geomap):
    done = geomap("gazetteer", "download", "TN", "ZZ", "LY")
    assert (done.code, done.out.split()) == (1, ["LY.zip", "LY-names.zip"])
    assert "TN.zip was not downloaded" in done.err
    assert "'ZZ' is not an ISO 3166-1 alpha-2 code" in done.err
    assert geomap("gazetteer", "download", "TN", "ZZ").code == 4
    assert geomap("gazetteer", "download").code == 2


def test_a_gazetteer_cannot_be_built_into_a_folder(geomap, sources):
    assert geomap("gazetteer", "build", "--from", sources, "--to", ".").code == 2
