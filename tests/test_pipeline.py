"""From a folder of reports to located events: all of them, always the same, and no report lost."""

import datetime as dt
import json
import os
import socket
import subprocess
import sys

import pytest

import geomap.pipeline
from geomap.errors import GazetteerCorrupt, GazetteerMissing, InputError
from geomap.gazetteer import ensure
from geomap.pipeline import run
from geomap.settings import Settings

GOMA = """NAIROBI, May 18 (Wire) - Rebels shelled a market in Goma on Monday, killing eight people, witnesses said.

Thousands of people fled from Sake to Goma.
"""
PAGE = "<html><body><article><p>Police arrested three suspects in Nairobi on Tuesday.</p></article></body></html>"
LINES = """{"id": "mopti", "text": "Soldiers and insurgents clashed near Mopti.", "published": "2022-05-18"}
{"id": "broken"
{"id": "nowhere", "text": "Police arrested three journalists.", "published": "2022-05-18"}
"""


@pytest.fixture(scope="module")
def settings():
    return Settings(gazetteer=ensure(lambda _: None), published=dt.date(2022, 5, 18))


@pytest.fixture
def reports(tmp_path):
    """A folder with good, empty, binary and broken reports."""
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / "a-goma.txt").write_text(GOMA, encoding="utf-8")
    (folder / "b-empty.txt").write_text("", encoding="utf-8")
    (folder / "c-picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (folder / "d-lines.jsonl").write_text(LINES, encoding="utf-8")
    (folder / "deep" / "e-page.html").write_text(PAGE, encoding="utf-8")
    return folder


def told(done):
    """Id, type and place of every event, in order."""
    return [
        (record.document.id, one.event.type, one.location.place.name if one.location else None)
        for record in done.records
        for one in record.located
    ]


def test_every_report_is_read_or_set_aside_with_a_reason(reports, settings):
    done = run([reports], settings)
    assert [record.document.id for record in done.records] == ["a-goma.txt", "mopti", "nowhere", "deep/e-page.html"]
    assert [one.id for one in done.rejected] == ["b-empty.txt", "c-picture.png", "d-lines.jsonl:2"]
    assert all(one.reason for one in done.rejected)


def test_events_are_found_and_located(reports, settings):
    assert told(run([reports], settings)) == [
        ("a-goma.txt", "shelling", "Goma"),
        ("a-goma.txt", "displacement", "Sake"),
        ("mopti", "clash", "Mopti"),
        ("nowhere", "arrest", None),
        ("deep/e-page.html", "arrest", "Nairobi"),
    ]


def test_the_summary_counts_everything(reports, settings):
    done = run([reports], settings)
    summary = done.summary()
    assert summary["documents"] == 4
    assert summary["events"] == 5
    assert summary["events_drawn"] == 4
    assert summary["events_without_place"] == 1
    assert summary["mentions"] == sum(len(record.resolutions) for record in done.records)
    assert [one["id"] for one in summary["set_aside"]] == [one.id for one in done.rejected]


def test_workers_change_nothing(reports, settings):
    alone = run([reports], settings)
    together = run([reports], Settings(gazetteer=settings.gazetteer, published=settings.published, workers=2))
    assert together.records == alone.records
    assert together.rejected == alone.rejected
    assert together.summary() == alone.summary()


def test_bytes_depend_on_nothing_but_input_settings_and_gazetteer(reports, settings, tmp_path):
    """Not on workers, hash seed, time zone, locale, working folder or the clock."""
    outputs = []
    for number, (seed, zone, locale, workers) in enumerate(
        [("0", "UTC", "C", "1"), ("31337", "Pacific/Kiritimati", "C.UTF-8", "2")]
    ):
        folder = tmp_path / f"work{number}"
        folder.mkdir()
        environ = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "GEOMAP_GAZETTEER": str(settings.gazetteer)}
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "geomap", "map", str(reports), "-o", "out", "--workers", workers],
            cwd=folder,
            env={**os.environ, **environ},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        outputs.append({path.name: path.read_bytes() for path in (folder / "out").iterdir()})
    assert set(outputs[0]) == {"map.html", "events.geojson", "run.json"}
    assert outputs[0] == outputs[1]
    summary = json.loads(outputs[0]["run.json"])
    assert summary["documents"] == 4
    assert str(dt.datetime.now(tz=dt.UTC).year) not in outputs[0]["run.json"].decode()


def test_a_report_that_fails_does_not_stop_the_others(reports, settings, monkeypatch):
    real = geomap.pipeline.code

    def code(document, reader, *, sureness):
        if document.id == "mopti":
            msg = "the coder stumbled"
            raise RuntimeError(msg)
        return real(document, reader, sureness=sureness)

    monkeypatch.setattr(geomap.pipeline, "code", code)
    done = run([reports], settings)
    assert [record.document.id for record in done.records] == ["a-goma.txt", "nowhere", "deep/e-page.html"]
    (failed,) = [one for one in done.rejected if one.id == "mopti"]
    assert "RuntimeError" in failed.reason
    assert "the coder stumbled" in failed.reason


def test_a_report_that_kills_its_process_does_not_stop_the_others(reports, settings, monkeypatch):
    real = geomap.pipeline.code

    def code(document, reader, *, sureness):
        if document.id == "mopti":
            os._exit(9)
        return real(document, reader, sureness=sureness)

    monkeypatch.setattr(geomap.pipeline, "code", code)
    done = run([reports], Settings(gazetteer=settings.gazetteer, published=settings.published, workers=2))
    assert [record.document.id for record in done.records] == ["a-goma.txt", "nowhere", "deep/e-page.html"]
    assert [one.id for one in done.rejected] == ["b-empty.txt", "c-picture.png", "mopti", "d-lines.jsonl:2"]


def test_the_network_is_never_touched(reports, settings, monkeypatch):
    asked = []
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, lambda *args: asked.append(args))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **_: asked.append(args))
    done = run([reports], settings)
    assert done.records
    assert asked == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_gazetteer_that_cannot_be_read_stops_the_run(reports, tmp_path, workers):
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database" * 1000)
    with pytest.raises(GazetteerCorrupt):
        run([reports], Settings(gazetteer=broken, workers=workers))
    with pytest.raises(GazetteerMissing):
        run([reports], Settings(gazetteer=tmp_path / "missing.sqlite", workers=workers))


def test_a_report_that_is_not_there_stops_the_run(reports, settings):
    with pytest.raises(InputError, match="nowhere"):
        run([reports, reports / "nowhere"], settings)


def test_many_reports_keep_their_order(tmp_path, settings):
    """More than workers take at once."""
    ids = [f"r{number:03}" for number in range(150)]
    lines = [json.dumps({"id": key, "text": "Police arrested three men in Nairobi."}) for key in ids]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    seen = []
    done = run([tmp_path / "many.jsonl"], Settings(gazetteer=settings.gazetteer, workers=2), progress=seen.append)
    assert [record.document.id for record in done.records] == ids
    assert seen == list(range(1, 151))


def test_a_country_hint_decides_between_namesakes(tmp_path, settings):
    (tmp_path / "report.txt").write_text("Protesters marched in Tripoli.", encoding="utf-8")
    found = {}
    for country in ("LY", "LB"):
        (record,) = run([tmp_path], Settings(gazetteer=settings.gazetteer, countries=(country,))).records
        found[country] = {one.place.country for one in record.resolutions if one.place}
    assert found == {"LY": {"LY"}, "LB": {"LB"}}


def test_a_second_mention_of_an_incident_is_no_second_event(tmp_path, settings):
    text = "Rebels shelled a market in Goma on Monday. The shelling of Goma began at noon, residents said."
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    (record,) = run([tmp_path], settings).records
    (one,) = record.located
    assert one.event.type == "shelling"
    assert [claim.by for claim in one.event.claims] == ["residents"]
    assert len(one.event.repeats) == 1


def test_a_gazetteer_damaged_inside_stops_the_run(reports, settings, tmp_path):
    damaged = tmp_path / "damaged.sqlite"
    content = bytearray(settings.gazetteer.read_bytes())
    content[len(content) // 2 : len(content) * 3 // 4] = b"\xff" * (len(content) * 3 // 4 - len(content) // 2)
    damaged.write_bytes(content)
    with pytest.raises(GazetteerCorrupt):
        run([reports], Settings(gazetteer=damaged))


def test_higher_precision_takes_less(reports, settings):
    doubtful = "Men with sticks came to Umm Gudra and there was trouble. A Brent lorry burned near Al Latum."
    (reports / "doubtful.txt").write_text(doubtful, encoding="utf-8")
    taken = {}
    for precision in ("high", "balanced", "high-recall"):
        found = run(
            [reports], Settings(gazetteer=settings.gazetteer, published=settings.published, precision=precision)
        )
        names = {(r.document.id, m.span) for r in found.records for m in r.mentions or ()}
        taken[precision] = len(names), len([e for r in found.records for e in r.events or ()])
    assert taken["high"] <= taken["balanced"] <= taken["high-recall"]
    assert taken["high"] != taken["high-recall"]
