"""Words that English texts write in lower case, read from `common_words.txt`."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def common_words() -> frozenset[str]:
    """Read the data file, once."""
    text = resources.files("geomap.text").joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
