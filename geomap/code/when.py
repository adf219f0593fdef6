"""When an event took place: the date words that belong to it, against the day of the report."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from geomap.code.dates import dates, spread
from geomap.model import When
from geomap.text.dateline import dateline_end
from geomap.text.lemmas import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.code.dates import DateWords
    from geomap.code.triggers import Trigger
    from geomap.model import Document
    from geomap.reader import Reading
    from geomap.text.analysis import Sentence

_APART = frozenset((",", ";", "said", "that", "which", "when", "where", "who"))
"""Words that begin another clause."""
_DAY_AND_MONTH = re.compile(r"[A-Z][a-z]+\.?\s+\d|\d\s+[A-Z]")
_COMING = frozenset("will shall due scheduled ahead next planned until by before set".split())
"""Words beside which a date that is ahead is one of something to come."""
_FULL_YEAR = re.compile(r"\d{4}")
_BEHIND = 9
"""Most words between "three days after" and what happened."""
_BULLET = 8
"""Most characters of a bullet and its blanks."""
_HEAD = 3
"""Most words before a date that stands over a line."""
_HEADED = ((), ("-",), ("\u2013",), ("\u2014",), (":",), (".",))
"""What stands behind it."""
_CONDITIONS = frozenset("displacement siege stalemate clash deployment".split())
"""Types of what may last."""
_PERFECT = frozenset("have has 've remain remains still continue continues are is".split())
_BEGIN = "begin start launch erupt break resume flare"
_VERB = 6
"""Most words from a verb of beginning to its date."""
_MONTH = 4
"""UCDP date_prec of a month."""
_HISTORY = 365
"""Days after which what is over is history."""
_NEWS = 14
"""Days for which a date holds for the next sentences."""


class Calendar:
    """The dates that a report names, and those that hold from one sentence to the next.

    Parameters
    ----------
    document
        The report; without its day of publication only dates with a year can be told.
    sentences
        Its sentences. `turn` goes through them, in order.
    """

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        dateline = dateline_end(document.text)
        self._text, self._published, self._sentences = document.text, document.published, sentences
        self._named = [dates(sentence, document.published, dateline) for sentence in sentences]
        self._at = -1
        self._carried: When | None = None
        self._begun: datetime.date | None = None

    def turn(self) -> None:
        """Go on to the next sentence."""
        self._at += 1
        sentence, named = self._sentences[self._at], self._named[self._at]
        opens = _opens_line(self._text, sentence)
        if opens:
            self._carried = self._begun = None
        self._begun = self._beginning() or self._begun
        heading = opens and named and _stands_over(sentence, named[0])
        if heading or (named and self._recent(named[-1])):
            self._carried = _as_told(self._text, sentence, named[0] if heading else named[-1])

    def date(self, trigger: Trigger, reading: Reading | None, *, happened: bool) -> When | None:
        """When the event of a trigger of this sentence took place, or is to.

        It is the date that the trained reader joins with it; else that of the sentence nearest to the trigger, of the
        sentences before, or the report's own day.
        """
        found = self._behind_after(trigger) or (self._read(trigger, reading) if reading else None)
        if found is None:
            named = self._named[self._at]
            found = self._carried if self._carried is not None and not named else self._nearest(named, trigger)
        found = self._lasting(found, trigger.type)
        return self._past(found) if happened else found

    def long_ago(self, date: When | None) -> bool:
        """Whether what took place then is history to the report: over for a year."""
        return date is not None and self._published is not None and (self._published - date.end).days > _HISTORY

    def _behind_after(self, trigger: Trigger) -> When | None:
        """The day of what a date counts from: "on Friday, three days after the town fell"."""
        sentence = self._sentences[self._at]
        for date in self._named[self._at]:
            between = sentence.lower[date.last + 1 : trigger.first]
            told_before = between[-1:] in (("the",), ("that",), ("this",))  # "three days after the attack, ..."
            near = date.last < trigger.first and len(between) <= _BEHIND and _APART.isdisjoint(between)
            if date.after and near and not told_before:
                return _as_told(self._text, sentence, date)
        return None

    def _read(self, trigger: Trigger, reading: Reading) -> When | None:
        span = reading.likeliest("date", trigger.span.start)
        if span is None:
            return None
        at = bisect_right(self._sentences, span.start, key=lambda sentence: sentence.span.end)
        for date in self._named[at] if at < len(self._sentences) else ():
            words = self._sentences[at].words
            if words[date.first].start < span.end and span.start < words[date.last].end:
                return _as_told(self._text, self._sentences[at], date)
        return None

    def _nearest(self, told: Sequence[DateWords], trigger: Trigger) -> When | None:
        sentence = self._sentences[self._at]
        named = [date for date in told if not date.after]
        if named:
            return _as_told(self._text, sentence, min(named, key=lambda date: _distance(sentence, date, trigger)))
        return self._report_day()

    def _report_day(self) -> When | None:
        if self._published is None:
            return None
        start = self._published - datetime.timedelta(days=self._published > datetime.date.min)
        return When(start=start, end=self._published, precision=2)

    def _beginning(self) -> datetime.date | None:
        """The day on which something that goes on began: "since May 3", "the offensive launched on Oct. 27"."""
        sentence = self._sentences[self._at]
        for date in self._named[self._at]:
            ahead = sentence.lemmas[max(0, date.first - _VERB) : date.first]
            begins = date.since or any(word in stems(_BEGIN) for word in ahead)
            if begins and self._published is not None and date.precision <= _MONTH and date.start < self._published:
                return date.start
        return None

    def _lasting(self, date: When | None, kind: str) -> When | None:
        """The date; of what has gone on since something began, the time from then to the day of the report."""
        named, published = [date for date in self._named[self._at] if not date.after], self._published
        goes_on = kind in _CONDITIONS and not _PERFECT.isdisjoint(self._sentences[self._at].lower)
        if not goes_on or self._begun is None or published is None or date is None:
            return date
        if named and not any(one.start == self._begun for one in named):
            return date
        return When(start=self._begun, end=published, precision=spread(self._begun, published), text=date.text)

    def _past(self, date: When | None) -> When | None:
        """The date; what has happened did not happen after the report: "Aug. 24" in July is last year's."""
        if date is None or self._published is None or date.start <= self._published:
            return date
        if date.text is None or _FULL_YEAR.search(date.text):
            return date
        if not _DAY_AND_MONTH.search(date.text) or not _COMING.isdisjoint(self._sentences[self._at].lower):
            return self._report_day()  # of another clause: "troops attacked, and talks will resume on Thursday"
        try:
            start, end = date.start.replace(year=date.start.year - 1), date.end.replace(year=date.end.year - 1)
        except ValueError:  # February 29
            return date
        return When(start=start, end=end, precision=date.precision, text=date.text)

    def _recent(self, date: DateWords) -> bool:
        """Whether what is told next may have happened on a date: not if it is history."""
        return self._published is not None and (self._published - date.start).days <= _NEWS


def _stands_over(sentence: Sentence, date: DateWords) -> bool:
    """Whether a date is the heading of a line: "2. 8 Oct - The camp was overrun. ..."."""
    behind = sentence.lower[date.last + 1 : date.last + 2]
    return date.first <= _HEAD and behind in _HEADED


def _opens_line(text: str, sentence: Sentence) -> bool:
    before = text[max(0, sentence.span.start - _BULLET) : sentence.span.start]
    return before.rstrip(" \t-*\u2022.)0123456789")[-1:] in ("", "\n")


def _as_told(text: str, sentence: Sentence, date: DateWords) -> When:
    words = text[sentence.words[date.first].start : sentence.words[date.last].end]
    return When(start=date.start, end=date.end, precision=date.precision, text=words)


def _distance(sentence: Sentence, date: DateWords, trigger: Trigger) -> float:
    """Words between; a comma or another clause between counts for more, a date behind the verb for less."""
    if date.first > trigger.last:
        between = sentence.lower[trigger.last + 1 : date.first]
        return len(between) + 3 * sum(word in _APART for word in between)
    between = sentence.lower[date.last + 1 : trigger.first]
    return 1 + len(between) + 3 * sum(word in _APART for word in between)
