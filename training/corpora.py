"""Annotated corpora: JSON Lines, one document a line, gzipped or not."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


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
