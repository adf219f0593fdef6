"""Print the figures of the README's table: every stage on annotated reports, beside the simplest baseline.

python tests/accuracy/figures.py [--json]
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from pathlib import Path

from geomap.evaluate import evaluate
from geomap.model import Record
from geomap.pipeline import prepare, process
from geomap.record import from_line, to_line
from geomap.settings import Settings

HERE = Path(__file__).parent
SETS = {"dispatches_dev": HERE / "dispatches_dev.jsonl.gz", "libya2011": HERE / "libya2011.jsonl"}


def text_of(path: Path) -> str:
    """Lines of a gold file, gzipped or not."""
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def records(gold: Path, *, spans: bool) -> list[Record]:
    """Documents of a gold file without what is to be found; with the spans of its mentions if asked."""
    found = []
    for told in map(json.loads, filter(None, text_of(gold).split("\n"))):
        record = {"id": told["doc_id"], "text": told["text"], "published": told["published"]}
        if spans:
            record["mentions"] = [{"start": g["start"], "end": g["end"], "kind": g["kind"]} for g in told["gold"]]
        found.append(from_line(json.dumps(record)))
    return found


def figures(name: str) -> dict[str, float]:
    """All figures of one set."""
    gold, settings = SETS[name], prepare(Settings(), print)
    with tempfile.TemporaryDirectory() as folder:
        plain, given = Path(folder) / "plain.jsonl", Path(folder) / "given.jsonl"
        for target, spans, stage in ((plain, False, "map"), (given, True, "resolve")):
            lines = [to_line(r) for r in process(records(gold, spans=spans), stage, settings) if isinstance(r, Record)]
            target.write_text("\n".join(lines) + "\n", encoding="utf-8")
        whole, resolved = evaluate(gold, plain).figures(), evaluate(gold, given).figures()
    coding = {f"events: {key}": value for key, value in whole["coding"].items()}
    return {
        "recognition: F1": whole["recognition"]["exact"]["f1"],
        "recognition: precision": whole["recognition"]["exact"]["precision"],
        "recognition: recall": whole["recognition"]["exact"]["recall"],
        "resolution: within 161 km of all": resolved["resolution"]["all"]["within_161_km"],
        "resolution: within 25 km of all": resolved["resolution"]["all"]["within_25_km"],
        **coding,
    }


if __name__ == "__main__":
    for name in SETS:
        print(name, json.dumps(figures(name), indent=1))
    sys.exit(0)
