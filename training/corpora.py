"""Annotated corpora: JSON Lines, one document a line, gzipped or not."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.protocols import Gazetteer


DISPATCHES = sorted(Path(__file__).parent.glob("dispatches_*.jsonl.gz"))
"""The annotated dispatches that models are trained on."""
MARK = re.compile(r"<<([^|>]+)\|([a-z_]+)(?:\|([a-z]+))?>>")


def plain_sentences(path: Path) -> Iterator[dict]:
    """Sentences with marked triggers, each as a document: `<<shelled|shelling>>`, `<<deploy|deployment|planned>>`."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        text, events, at = "", [], 0
        for mark in MARK.finditer(line):
            text += line[at : mark.start()]
            span = [len(text), len(text) + len(mark[1])]
            events.append({"type": mark[2], "modality": mark[3] or "actual", "triggers": [span]})
            text, at = text + mark[1], mark.end()
        text += line[at:]
        if text.strip():
            yield {"doc_id": f"plain-{number}", "text": text, "published": "2020-06-15", "events": events}


def documents(corpora: Iterable[Path]) -> Iterator[dict]:
    """All documents of all corpora, in order."""
    for corpus in corpora:
        data = corpus.read_bytes()
        text = gzip.decompress(data) if corpus.suffix == ".gz" else data
        yield from map(json.loads, filter(None, text.decode("utf-8").split("\n")))


def named(path: Path, gazetteer: Gazetteer, *, province: bool) -> Iterator[dict]:
    """Documents of one name each, with its country as a hint, and its province behind it if asked.

    `path` holds places of conflict events as UCDP GED names them (country, adm_1, where_coordinates, lat, lon, and
    bench: whether it is one place).
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = (row for row in csv.DictReader(file) if row["bench"] == "True")
        for number, row in enumerate(rows):
            country = row["country"].partition(" (")[0]
            codes = [c.place.country for c in gazetteer.lookup(country) if c.place.kind is Kind.COUNTRY][:1]
            name, behind = row["where_coordinates"].strip(), row["adm_1"].strip() if province else ""
            gold = [{"start": 0, "end": len(name), "lat": float(row["lat"]), "lon": float(row["lon"])}]
            if behind:
                start = len(name) + 2
                gold.append({"start": start, "end": start + len(behind), "lat": None, "lon": None})
            text = f"{name}, {behind}" if behind else name
            yield {"doc_id": f"named-{number}", "text": text, "gold": gold, "countries": codes}
