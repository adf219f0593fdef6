"""The dateline of a news report: "RUJBAN, Libya, July 4 (Wire) - "."""

from __future__ import annotations

import re

_DASH = re.compile(r"\s+[-\u2013\u2014]{1,2}\s+|[\u2013\u2014]|\s--\s|\.-\s")
_LONGEST = 120


def dateline_end(text: str) -> int:
    """Offset just behind the dateline at the head of a text; 0 if it has none."""
    head = text[:_LONGEST].split("\n", 1)[0]
    found = _DASH.search(head)
    if found is None:
        return 0
    words = re.findall(r"[^\W\d_]{2,}", head[: found.start()])
    if not words or not words[0].isupper() or len(words) > 12:  # noqa: PLR2004 - a sentence with a dash
        return 0
    return found.end()
