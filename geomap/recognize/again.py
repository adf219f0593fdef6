"""A place name that was found surely once is found again elsewhere in the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_SURE = 0.97
_SCORE = 0.6
_SHORTEST = 4
_CAPITAL_BEFORE = re.compile(r"[^\W\d_a-z][\w'\u2019-]*[ -]\Z")
_CAPITAL_AFTER = re.compile(r"[ -][^\W\d_a-z]")


def found_again(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Add the places where sure names stand once more, but not inside longer names ("Aleppo University").

    Parameters
    ----------
    text
        Of the document.
    mentions
        In text order, none overlapping.

    Returns
    -------
    tuple of Mention
        In text order, none overlapping.
    """
    sure = {m.text: m for m in mentions if m.score >= _SURE and len(m.text) >= _SHORTEST and m.text[0].isupper()}
    if not sure:
        return tuple(mentions)
    taken = {offset for m in mentions for offset in range(m.span.start, m.span.end)}
    names = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(sure, key=len, reverse=True)))})(?![\w-])")
    again = [
        Mention(span=Span(*hit.span()), text=hit[0], kind=sure[hit[0]].kind, score=_SCORE)
        for hit in names.finditer(text)
        if taken.isdisjoint(range(*hit.span()))
        and not _CAPITAL_AFTER.match(text, hit.end())
        and not _CAPITAL_BEFORE.search(text, max(0, hit.start() - 30), hit.start())
    ]
    return tuple(sorted((*mentions, *again), key=lambda m: m.span.start))
