"""Words and their places in the text."""

from __future__ import annotations

import re
from typing import NamedTuple


class Token(NamedTuple):
    """A word, number or sign."""

    text: str
    start: int
    """First character, counted from 0."""
    end: int
    """One past the last character."""


_TOKEN = re.compile(
    r"""
      (?:[^\W\d_]\.){2,}                                # U.S.  D.R.C.
    | \d+(?:[.,:]\d+)*                                  # 1,200  12.7  14:30
    | ['\u2019`][sS]\b                                  # possessive
    | [^\W_]+(?:['\u2019`\u02bc](?![sS]\b)[^\W_]+)*     # Gila'a  don't  Mali
    | [^\w\s]
    | _
    """,
    re.VERBOSE,
)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Words of `text[start:end]` with offsets in the whole text; hyphens and possessives stand alone."""
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, len(text) if end is None else end)]
