"""read | recognize | resolve | code | locate: JSON Lines in, JSON Lines out, in input order."""

import json
import subprocess
import sys

import pytest

TEXT = "Rebels shelled a market in Goma on Monday, killing eight people. Police arrested three suspects in Nairobi."
DOCUMENT = {"id": "a", "text": TEXT, "published": "2022-05-18"}
FILTERS = "recognize resolve code locate".split()


def at(words):
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.jsonl").write_text(
        json.dumps({"id": "b", "text": "Protesters marched in Khartoum."})
        + "\n"
        + json.dumps({"id": "c", "text": "Nothing happened.", "title": "Quiet", "source": "Wire"}),
        encoding="utf-8",
    )
    return folder


def test_read_gives_documents(geomap, reports):
    done = geomap("read", reports, "--published", "2022-05-18")
    assert done.code == 0
    assert done.records == [
        {"id": "a.txt", "text": TEXT, "published": "2022-05-18", "title": None, "source": None}
        | {"source_url": None, "language": "en"},
        {"id": "b", "text": "Protesters marched in Khartoum.", "published": "2022-05-18", "title": None}
        | {"source": None, "source_url": None, "language": "en"},
        {"id": "c", "text": "Nothing happened.", "published": "2022-05-18", "title": "Quiet", "source": "Wire"}
        | {"source_url": None, "language": "en"},
    ]


def test_read_takes_standard_input(geomap):
    (record,) = geomap("read", "-", told=TEXT).records
    assert record["text"] == TEXT


def test_the_pipe_gives_the_records_of_the_contract(geomap, reports):
    told = geomap("read", reports).out
    for verb in FILTERS:
        done = geomap(verb, told=told)
        assert (done.code, done.err) == (0, "")
        told = done.out
    first, second, third = done.records
    assert [first["id"], second["id"], third["id"]] == ["a.txt", "b", "c"]
    assert third["mentions"] == third["events"] == []
    for record in (first, second):
        text = record["text"]
        for mention in record["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]
            assert {"kind", "score", "place", "confidence", "method", "alternatives"} <= set(mention)
            assert {"id", "name", "latitude", "longitude", "kind", "country", "admin1", "uncertainty_km"} <= set(
                mention["place"]
            )
        for event in record["events"]:
            assert {"id", "type", "trigger", "sentence", "actor", "target", "deaths", "date", "modality"} <= set(event)
            assert {"polarity", "certainty", "support", "claims", "location", "confidence"} <= set(event)
            assert {"mentions", "relation", "latitude", "longitude", "geometry", "precision", "uncertainty_km"} <= set(
                event["location"]
            )
    assert [mention["text"] for mention in first["mentions"]] == ["Goma", "Nairobi"]
    shelled, arrested = first["events"]
    assert (shelled["type"], shelled["deaths"]) == ("shelling", {"low": 8, "best": 8, "high": 8})
    assert shelled["location"]["mentions"] == [at("Goma")]
    assert (arrested["type"], arrested["location"]["mentions"]) == ("arrest", [at("Nairobi")])


def test_one_filter_does_the_work_of_those_before_it(geomap, reports):
    told = geomap("read", reports).out
    piped = told
    for verb in FILTERS:
        piped = geomap(verb, told=piped).out
    assert geomap("locate", told=told).out == piped


def test_a_file_is_as_good_as_standard_input(geomap, tmp_path):
    (tmp_path / "records.jsonl").write_text(json.dumps(DOCUMENT) + "\n", encoding="utf-8")
    assert geomap("code", "records.jsonl").out == geomap("code", told=[DOCUMENT]).out
    assert geomap("code", "-", told=[DOCUMENT]).out == geomap("code", told=[DOCUMENT]).out


def test_each_filter_adds_its_own_field_only(geomap):
    fields = {verb: set(geomap(verb, told=[DOCUMENT]).records[0]) for verb in FILTERS}
    bare = {"id", "text", "published", "title", "source", "source_url", "language"}
    assert fields == {
        "recognize": bare | {"mentions"},
        "resolve": bare | {"mentions"},
        "code": bare | {"events"},
        "locate": bare | {"mentions", "events"},
    }


def test_mentions_already_there_are_kept(geomap):
    gold = {**DOCUMENT, "mentions": [{**at("Goma"), "text": "Goma"}]}
    for verb in ("recognize", "resolve", "locate"):
        (record,) = geomap(verb, told=[gold]).records
        assert [mention["text"] for mention in record["mentions"]] == ["Goma"]
    assert record["mentions"][0]["place"]["country"] == "CD"


def test_a_place_already_given_is_kept(geomap):
    place = {"id": "user:1", "name": "Our Goma", "latitude": 1.5, "longitude": 30.5}
    gold = {**DOCUMENT, "mentions": [{**at("Goma"), "place": place}]}
    (record,) = geomap("locate", told=[gold]).records
    (mention,) = record["mentions"]
    assert place.items() <= mention["place"].items()
    assert (record["events"][0]["location"]["latitude"], record["events"][0]["location"]["longitude"]) == (1.5, 30.5)


def test_no_mentions_means_none(geomap):
    (record,) = geomap("locate", told=[{**DOCUMENT, "mentions": []}]).records
    assert record["mentions"] == []
    assert {event["location"] for event in record["events"]} == {None}


def test_events_already_there_are_kept_and_only_located(geomap):
    gold = {**DOCUMENT, "events": [{"type": "abduction", "trigger": at("arrested")}]}
    (record,) = geomap("locate", told=[gold]).records
    (event,) = record["events"]
    assert (event["type"], event["trigger"]) == ("abduction", at("arrested"))
    assert event["location"]["mentions"] == [at("Nairobi")]
    (coded,) = geomap("code", told=[gold]).records
    assert [one["type"] for one in coded["events"]] == ["abduction"]


def test_what_was_said_of_an_event_is_kept(geomap):
    event = {
        "type": "shelling",
        "trigger": at("shelled"),
        "actor": "somebody",
        "target": None,
        "deaths": {"low": 1, "best": 2, "high": 3},
        "date": {"start": "2022-05-01", "end": "2022-05-02", "precision": 2, "text": None},
        "modality": "planned",
        "polarity": "negative",
        "certainty": "possible",
        "support": "fair",
        "claims": [{"by": "x", "kind": "ngo", "stance": "doubts", "via": "y", "span": None}],
    }
    (record,) = geomap("locate", told=[{**DOCUMENT, "events": [event]}]).records
    assert event.items() <= record["events"][0].items()


@pytest.mark.parametrize("verb", ["recognize", "resolve", "code"])
def test_a_filter_run_twice_changes_nothing(geomap, verb):
    once = geomap(verb, told=[DOCUMENT]).out
    assert geomap(verb, told=once).out == once


def test_bad_lines_are_set_aside_by_number(geomap):
    good = json.dumps(DOCUMENT)
    lines = [good, "{oops", "[]", '{"id": "x"}', good, "", '{"id": "y", "text": 5}']
    done = geomap("code", told="\n".join(lines))
    assert done.code == 1
    assert [record["id"] for record in done.records] == ["a", "a"]
    told = [line for line in done.err.splitlines() if "set aside" in line]
    assert [number for number in range(1, 8) if any(f"line {number}:" in line for line in told)] == [2, 3, 4, 7]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mentions": [{"start": 5, "end": 5000}]},
        {"mentions": [{"start": 5, "end": 5}]},
        {"mentions": [{**at("Goma"), "text": "Nairobi"}]},
        {"mentions": [{**at("Goma"), "kind": "galaxy"}]},
        {"mentions": [{**at("Goma"), "place": {"id": "x", "name": "x", "latitude": 95, "longitude": 0}}]},
        {"events": [{"type": "shelling"}]},
        {"events": [{"type": "shelling", "trigger": at("shelled"), "modality": "perhaps"}]},
        {"published": "18.5.2022"},
    ],
    ids=str,
)
def test_values_outside_the_schema_are_set_aside(geomap, wrong):
    done = geomap("locate", told=[{**DOCUMENT, **wrong}, DOCUMENT])
    assert done.code == 1
    assert [record["id"] for record in done.records] == ["a"]
    assert "line 1" in done.err


def test_quiet_is_quiet(geomap):
    done = geomap("code", "-q", told="{oops\n")
    assert (done.code, done.out, done.err) == (1, "", "")


def test_nothing_in_nothing_out(geomap):
    done = geomap("locate", told="")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_a_report_that_cannot_be_read_is_set_aside(geomap, tmp_path):
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    done = geomap("read", "empty.txt", "good.txt")
    assert done.code == 1
    assert [record["id"] for record in done.records] == ["good.txt"]
    assert "empty.txt" in done.err


@pytest.mark.parametrize("verb", ["map", "read", *FILTERS])
def test_a_missing_input_is_three(geomap, verb):
    done = geomap(verb, "nowhere")
    assert (done.code, done.out) == (3, "")
    assert "nowhere" in done.err


def test_letters_of_any_script_pass_unharmed(geomap):
    text = "قصف المتمردون السوق. Гома 战 💣 — “Goma”"
    (record,) = geomap("locate", told=[{"id": "ünï", "text": text}]).records
    assert (record["id"], record["text"]) == ("ünï", text)


def test_workers_change_nothing(geomap):
    records = [{"id": str(number), "text": f"{TEXT} Number {number}."} for number in range(40)]
    assert geomap("locate", "--workers", 2, told=records).out == geomap("locate", told=records).out


def test_real_pipes():
    """Through processes, as in a shell; only JSON on standard output."""
    pipe = " | ".join(f"{sys.executable} -m geomap {verb}" for verb in ["read -", *FILTERS])
    done = subprocess.run(["/bin/sh", "-c", pipe], input=TEXT.encode(), capture_output=True, check=True)  # noqa: S603
    (line,) = done.stdout.splitlines()
    assert [event["type"] for event in json.loads(line)["events"]] == ["shelling", "arrest"]
    assert done.stderr == b""


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    (tmp_path / "many.jsonl").write_text("".join(json.dumps({"id": str(n), "text": TEXT}) + "\n" for n in range(3000)))
    pipe = f"{{ {sys.executable} -m geomap read many.jsonl; echo $? >code; }} | head -n 1 >first"
    done = subprocess.run(["/bin/sh", "-c", pipe], cwd=tmp_path, capture_output=True, check=True)  # noqa: S603
    assert done.stderr == b""
    assert json.loads((tmp_path / "first").read_text())["id"] == "0"
    assert (tmp_path / "code").read_text().strip() == "0"


def test_reading_needs_no_tables_maps_or_shapes(tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    code = (
        "import sys\nfrom geomap.cli import command\n"
        "command.main(['read', 'report.txt'], standalone_mode=False)\n"
        "heavy = {'pandas', 'geopandas', 'folium', 'pyogrio', 'sklearn', 'matplotlib'} & set(sys.modules)\n"
        "sys.exit(sorted(heavy) or 0)"
    )
    told = [sys.executable, "-c", code]
    done = subprocess.run(told, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text"] == TEXT


def test_a_day_of_publication_may_be_told_to_any_filter(geomap):
    (record,) = geomap("code", "--published", "2022-05-18", told=[{"id": "a", "text": TEXT}]).records
    assert record["events"][0]["date"]["start"] == "2022-05-16"


def test_a_byte_order_mark_is_no_error(geomap):
    assert geomap("code", told="\ufeff" + json.dumps(DOCUMENT)).code == 0


def test_a_text_of_blanks_keeps_its_events_and_mentions(geomap):
    record = {
        "id": "a",
        "text": "  ",
        "mentions": [{"start": 0, "end": 1}],
        "events": [{"type": "clash", "trigger": {"start": 0, "end": 1}}],
    }
    (found,) = geomap("locate", told=[record]).records
    assert len(found["events"]) == len(found["mentions"]) == 1
