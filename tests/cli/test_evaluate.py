"""evaluate: predictions against annotated documents."""

import json

import pytest

TEXT = "Rebels shelled a market in Goma on Monday, killing eight people."
GOLD = {
    "doc_id": "a",
    "text": TEXT,
    "published": "2022-05-18",
    "gold": [{"start": 27, "end": 31, "surface": "Goma", "lat": -1.67, "lon": 29.23, "geonameid": "216281"}],
    "events": [
        {
            "type": "shelling",
            "point": [-1.67, 29.23, 10],
            "date": ["2022-05-16", "2022-05-16"],
            "deaths": [8, 8, 8],
            "claims": [],
            "modality": "actual",
        }
    ],
}


@pytest.fixture
def files(geomap, tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    told = geomap("locate", told=[{"id": "a", "text": TEXT, "published": "2022-05-18"}]).out
    (tmp_path / "predicted.jsonl").write_text(told, encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_the_measures_are_printed_as_json(geomap):
    done = geomap("evaluate", "--gold", "gold.jsonl", "--predicted", "predicted.jsonl")
    assert (done.code, done.err) == (0, "")
    assert {"recognition", "resolution"} <= set(json.loads(done.out))


@pytest.mark.usefixtures("files")
def test_missing_and_broken_files_are_three(geomap, tmp_path):
    (tmp_path / "broken.jsonl").write_text("no json\n", encoding="utf-8")
    for gold, predicted in (("nowhere", "predicted.jsonl"), ("gold.jsonl", "nowhere"), ("broken.jsonl", "gold.jsonl")):
        done = geomap("evaluate", "--gold", gold, "--predicted", predicted)
        assert (done.code, done.out) == (3, "")


def test_both_files_must_be_named(geomap):
    assert geomap("evaluate", "--gold", "gold.jsonl").code == 2
