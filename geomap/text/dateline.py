"""The dateline of a news report: "RUJBAN, Libya, July 4 (Wire) - "."""

from __future__ import annotations

import re

_DASH = re.compile(r"\s+[-\u2013\u2014]{1,2}\s+|[\u2013\u2014]|\s--\s|\.-\s")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 120
_MOST_WORDS = 12
_SMALL = frozenset(
    "and of near in the on at by de la el al del near province district region state with our from "
    "northern southern eastern western central border correspondent".split()
)
"""Words that datelines write in lower case: a sentence with a dash in it has others."""


def dateline_end(text: str) -> int:
    """Offset just behind the dateline at the head of a text; 0 if it has none."""
    head = text[:_LONGEST].split("\n", 1)[0]
    found = _DASH.search(head)
    if found is None:
        return 0
    words = _WORD.findall(head[: found.start()])
    if not words or not words[0].isupper() or len(words) > _MOST_WORDS:
        return 0
    if any(word.islower() and word not in _SMALL for word in words):
        return 0
    return found.end()
