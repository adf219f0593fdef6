"""Damaged sources are refused with the file, and the line where there are lines; nothing is left behind."""

import pytest

from geomap.errors import GazetteerCorrupt, GazetteerError
from geomap.gazetteer import build_to


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
    ],
    ids=["word", "no number", "columns"],
)
def test_a_damaged_row_by_hand(write_sources, tmp_path, row):
    sound = "t:y\tY\tLY\tPPL\t32\t12\t2\t\tnobody"
    refused(write_sources(tmp_path / "sources", [sound, row, sound]), tmp_path, "rows.tsv", "line 3")


@pytest.mark.parametrize(
    "town",
    [
        "geonames:1\tX\tLY\t\tPPL\t32\t12\t5",
    ],
    ids=["columns"],
)
def test_a_damaged_town(write_sources, tmp_path, town):
    sound = "geonames:2\tY\tLY\t\tPPL\t32\t12\t5\t"
    refused(write_sources(tmp_path / "sources", towns=[sound, town, sound]), tmp_path, "places.tsv.xz", "line 3")


@pytest.mark.parametrize("name", ["sources.toml", "places.tsv.xz", "handmade/rows.tsv", "handmade/countries.tsv"])
def test_a_missing_source_is_named(sources, tmp_path, name):
    (sources / name).unlink()
    with pytest.raises(GazetteerError, match=name.replace(".", r"\.")):
        build_to(sources, tmp_path / "built.sqlite")
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
