"""When an event took place: the date words that belong to it, against the day of the report."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from geomap.model import When

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.code.dates import DateWords
    from geomap.text.analysis import Sentence

_APART = frozenset((",", ";", "said", "that", "which", "when", "where", "who"))
"""Words that begin another clause."""


def when(
    text: str,
    sentence: Sentence,
    named: Sequence[DateWords],
    trigger: tuple[int, int],
    published: datetime.date | None,
) -> When | None:
    """The date of an event: the one nearest its trigger in the sentence, else the report's own day.

    Parameters
    ----------
    text
        Of the document.
    sentence
        The trigger's.
    named
        Dates of the sentence.
    trigger
        Numbers of the trigger's first and last word.
    published
        Day of the report; without it dates cannot be told.
    """
    if not named:
        if published is None:
            return None
        start = published - datetime.timedelta(days=published > datetime.date.min)
        return When(start=start, end=published, precision=2)
    nearest = min(named, key=lambda d: _distance(sentence, d, trigger))
    return as_told(text, sentence, nearest)


def as_told(text: str, sentence: Sentence, date: DateWords) -> When:
    """A date of another sentence, taken over."""
    words = text[sentence.words[date.first].start : sentence.words[date.last].end]
    return When(start=date.start, end=date.end, precision=date.precision, text=words)


def _distance(sentence: Sentence, date: DateWords, trigger: tuple[int, int]) -> float:
    """Words between; a comma or another clause between counts for more, a date behind the verb for less."""
    if date.first > trigger[1]:
        between = sentence.lower[trigger[1] + 1 : date.first]
        return len(between) + 3 * sum(word in _APART for word in between)
    between = sentence.lower[date.last + 1 : trigger[0]]
    return 1 + len(between) + 3 * sum(word in _APART for word in between)
