"""map, draw and export: files whole or not at all, and an exit code for every kind of failure."""

import html
import json

import pytest

TEXT = "Rebels shelled a market in Goma on Monday, killing eight people. Police arrested three suspects in Nairobi."


@pytest.fixture
def report(tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    return "report.txt"


@pytest.fixture
def events(geomap, report):
    """The events of a report, as a file."""
    assert geomap("map", report, "-o", "out", "--published", "2022-05-18").code == 0
    return "out/events.geojson"


def test_a_map_leaves_three_files(geomap, report, tmp_path):
    done = geomap("map", report, "-o", "some/where", "--published", "2022-05-18")
    assert (done.code, done.out) == (0, "")
    folder = tmp_path / "some" / "where"
    assert sorted(path.name for path in folder.iterdir()) == ["events.geojson", "map.html", "run.json"]
    assert "map.html" in done.err
    summary = json.loads((folder / "run.json").read_text())
    assert (summary["documents"], summary["events"], summary["set_aside"]) == (1, 2, [])
    features = json.loads((folder / "events.geojson").read_text())["features"]
    places = {feature["properties"]["type"]: feature["properties"]["place_name"] for feature in features}
    assert places == {"shelling": "Goma", "arrest": "Nairobi"}


def test_outputs_is_where_maps_go(geomap, report, tmp_path):
    geomap("map", report)
    assert (tmp_path / "outputs" / "map.html").is_file()


def test_reports_set_aside_are_one_and_listed(geomap, report, tmp_path):
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9)
    done = geomap("map", report, "picture.jpg", "-o", "out")
    assert (done.code, done.out) == (1, "")
    assert "picture.jpg" in done.err
    summary = json.loads((tmp_path / "out" / "run.json").read_text())
    assert summary["documents"] == 1
    assert [one["id"] for one in summary["set_aside"]] == ["picture.jpg"]


def test_no_events_still_make_a_map(geomap, tmp_path):
    (tmp_path / "calm.txt").write_text("The weather was fine.", encoding="utf-8")
    assert geomap("map", "calm.txt", "-o", "out").code == 0
    assert json.loads((tmp_path / "out" / "events.geojson").read_text())["features"] == []


def test_standard_input_is_a_report(geomap, tmp_path):
    assert geomap("map", "-", "-o", "out", told=TEXT).code == 0
    features = json.loads((tmp_path / "out" / "events.geojson").read_text())["features"]
    assert {feature["properties"]["document_id"] for feature in features} == {"stdin"}


def test_quiet(geomap, report):
    done = geomap("map", report, "-o", "out", "-q")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_the_same_map_twice(geomap, report, tmp_path):
    for folder in ("one", "two"):
        geomap("map", report, "-o", folder)
    files = ["events.geojson", "map.html", "run.json"]
    assert [(tmp_path / "one" / f).read_bytes() for f in files] == [(tmp_path / "two" / f).read_bytes() for f in files]


def test_a_drawn_file_is_the_map_of_the_run_without_its_texts(geomap, report, events, tmp_path):
    done = geomap("draw", events, "-o", "drawn.html")
    assert (done.code, done.out, done.err) == (0, "", "")
    drawn = (tmp_path / "drawn.html").read_bytes()
    assert drawn != (tmp_path / "out" / "map.html").read_bytes()
    assert geomap("map", report, "-o", "out", "--published", "2022-05-18", "--no-text").code == 0
    assert drawn == (tmp_path / "out" / "map.html").read_bytes()


def test_a_picture_is_drawn_in_the_form_of_its_ending(geomap, events, tmp_path):
    done = geomap("draw", events, "--to", "map.PDF")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "map.PDF").read_bytes().startswith(b"%PDF")
    assert not (tmp_path / "map.html").exists()
    refused = geomap("draw", events, "--to", "map.gif")
    assert refused.code == 7
    assert "png, svg, pdf" in refused.err


def test_a_title_is_text(geomap, events, tmp_path):
    title = "<b>Goma & {{ 7 * 191 }}</b>"
    geomap("draw", events, "-o", "drawn.html", "--title", title)
    written = (tmp_path / "drawn.html").read_text(encoding="utf-8").split("<title>")[1].split("</title>")[0]
    assert "<" not in written
    assert html.unescape(written) == title


def test_an_export_holds_every_event(geomap, events, tmp_path):
    done = geomap("export", events, "--to", "events.csv")
    assert (done.code, done.out) == (0, "")
    table = (tmp_path / "events.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) >= 3
    assert "Goma" in "".join(table)


@pytest.mark.parametrize("arguments", [["draw", "nowhere.geojson"], ["export", "nowhere.geojson", "--to", "x.csv"]])
def test_missing_events_are_three(geomap, arguments):
    done = geomap(*arguments)
    assert (done.code, done.out) == (3, "")
    assert "nowhere.geojson" in done.err


@pytest.mark.parametrize("content", ["", "no json", "[1, 2", '{"type": "FeatureCollection", "features": ['])
def test_events_that_are_no_json_are_three(geomap, tmp_path, content):
    (tmp_path / "broken.geojson").write_text(content, encoding="utf-8")
    assert geomap("draw", "broken.geojson").code == 3
    assert not (tmp_path / "map.html").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "party"}, "party"),
        ({"deaths_best": "many"}, "deaths_best"),
    ],
)
def test_events_outside_the_schema_are_six(geomap, events, tmp_path, change, told):
    collection = json.loads((tmp_path / events).read_text())
    collection["features"][0]["properties"] |= change
    (tmp_path / "wrong.geojson").write_text(json.dumps(collection), encoding="utf-8")
    for arguments in (["draw", "wrong.geojson"], ["export", "wrong.geojson", "--to", "x.csv"]):
        done = geomap(*arguments)
        assert (done.code, done.out) == (6, "")
        assert told in done.err
    assert not (tmp_path / "map.html").exists()
    assert not (tmp_path / "x.csv").exists()


def test_missing_columns_are_six_and_all_named(geomap, tmp_path):
    feature = {"type": "Feature", "geometry": None, "properties": {"id": "a", "type": "clash"}}
    (tmp_path / "few.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    done = geomap("draw", "few.geojson")
    assert done.code == 6
    assert all(column in done.err for column in ("date_start", "place_name", "quote", "document_id"))


def test_a_gazetteer_that_is_none_is_four(geomap, report, tmp_path):
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 1000)
    for path in ("broken.sqlite", "missing.sqlite"):
        done = geomap("map", report, "--gazetteer", path, "-o", "out")
        assert (done.code, done.out) == (4, "")
        assert path in done.err
    assert not (tmp_path / "out").exists()


def test_outputs_that_cannot_be_written_are_seven(geomap, report, events, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for arguments in (
        ["map", report, "-o", "file"],
        ["map", report, "-o", "file/below"],
        ["draw", events, "-o", "file/map.html"],
        ["draw", events, "-o", "out"],
        ["export", events, "--to", "file/events.csv"],
        ["export", events, "--to", "missing/events.csv"],
    ):
        done = geomap(*arguments)
        assert (done.code, done.out) == (7, ""), arguments
        assert "geomap: " in done.err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


@pytest.mark.usefixtures("events")
def test_a_map_that_fails_leaves_the_old_one(geomap, tmp_path):
    before = (tmp_path / "out" / "map.html").read_bytes()
    assert geomap("map", "nowhere", "-o", "out").code == 3
    assert (tmp_path / "out" / "map.html").read_bytes() == before
    assert len(list((tmp_path / "out").iterdir())) == 3


@pytest.mark.usefixtures("report")
def test_outputs_are_no_reports(geomap, tmp_path):
    for _ in range(2):
        geomap("map", ".", "-o", "outputs")
    assert json.loads((tmp_path / "outputs" / "run.json").read_text())["documents"] == 1
