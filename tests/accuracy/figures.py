"""Print the table of the README: every stage on annotated reports, beside the simplest baseline.

python tests/accuracy/figures.py
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from baseline import baseline

from geomap.evaluate import evaluate
from geomap.evaluate.rows import json_lines, read_text
from geomap.pipeline import prepare, process, tools
from geomap.record import from_line, to_line
from geomap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.model import Record

HERE = Path(__file__).parent
SETS = {"dispatches_dev": HERE / "dispatches_dev.jsonl.gz", "libya2011": HERE / "libya2011.jsonl"}
FIELDS = {"id": "doc_id", "text": "text", "published": "published", "source": "domain"}
"""Field of a record, and what gold files call it."""
SHARE = "share of all"
ROWS = {
    "place names found, exact spans": ("F1", lambda whole, _: whole["recognition"]["exact"]["f1"]),
    "names given, right place within 161 km": (SHARE, lambda _, given: given["resolution"]["all"]["within_161_km"]),
    "names given, right place within 25 km": (SHARE, lambda _, given: given["resolution"]["all"]["within_25_km"]),
    "confidence in a place, off what comes true": ("ECE", lambda _, given: given["resolution"]["calibration_error"]),
    "events: type and pin right": ("F1", lambda whole, _: whole["coding"]["f1"]),
    "events that an analyst would pin, found": ("recall", lambda whole, _: whole["coding"]["recall"]),
    "pins that are right": ("precision", lambda whole, _: whole["coding"]["precision"]),
    "plans, threats, history kept off the map": ("share", lambda whole, _: whole["coding"]["kept_off"]),
    "pins per 100 reports without an event": ("", lambda whole, _: whole["coding"]["quiet_pins_per_100"]),
    "right claimant, of matched events with one": ("share", lambda whole, _: whole["coding"]["claimant"]),
    "right date within a day, of matched events": ("share", lambda whole, _: whole["coding"]["date"]),
    "right number of dead, of matched events": ("share", lambda whole, _: whole["coding"]["deaths"]),
}
"""Row of the table: unit, and where its figure stands in the reports on plain texts and on given names."""


def records(gold: Path, *, spans: bool) -> list[Record]:
    """Documents of a gold file without what is to be found; with the spans of its mentions if asked."""
    found = []
    for _, told in json_lines(read_text(gold), gold):
        record = {key: told.get(name) for key, name in FIELDS.items()}
        if spans:
            record["mentions"] = [
                {"start": g["start"], "end": g["end"], "kind": g.get("kind")}
                for g in told["gold"]
                if not g.get("demonym")
            ]
        found.append(from_line(json.dumps(record)))
    return found


def measured(gold: Path, found: Iterable[Record]) -> dict:
    """Figures of predicted records."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predicted.jsonl"
        path.write_text("".join(to_line(record) + "\n" for record in found), encoding="utf-8")
        return evaluate(gold, path).figures()


def figures(name: str, reader: str) -> dict[str, float]:
    """What geomap reaches on a set: row of the table to figure."""
    gold, settings = SETS[name], prepare(Settings(reader=reader), print)
    whole = measured(gold, process(records(gold, spans=False), "map", settings))
    given = measured(gold, process(records(gold, spans=True), "resolve", settings))
    return {row: read(whole, given) for row, (_, read) in ROWS.items()}


def simplest(name: str) -> dict[str, float]:
    """What the baseline reaches on a set."""
    gold, gazetteer = SETS[name], tools(prepare(Settings(), print)).gazetteer
    whole = measured(gold, (baseline(r.document, None, gazetteer) for r in records(gold, spans=False)))
    given = measured(gold, (baseline(r.document, r.mentions, gazetteer) for r in records(gold, spans=True)))
    return {row: read(whole, given) for row, (_, read) in ROWS.items()}


def main() -> None:
    """Print the table."""
    columns = {name: (simplest(name), figures(name, "light"), figures(name, "full")) for name in SETS}
    print("| figure | unit |", " | ".join(f"{name}: baseline | light | full" for name in SETS), "|")
    print("| --- | --- |" + " ---: | ---: | ---: |" * len(SETS))
    for row, (unit, _) in ROWS.items():
        cells = (
            f"{value[row]:.2f}" if value[row] is not None else "–" for three in columns.values() for value in three
        )
        print(f"| {row} | {unit} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
