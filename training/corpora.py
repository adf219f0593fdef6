"""Annotated corpora: JSON Lines, one document a line, gzipped or not."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def documents(corpora: Iterable[Path]) -> Iterator[dict]:
    """All documents of all corpora, in order."""
    for corpus in corpora:
        data = corpus.read_bytes()
        text = gzip.decompress(data) if corpus.suffix == ".gz" else data
        yield from map(json.loads, filter(None, text.decode("utf-8").split("\n")))
