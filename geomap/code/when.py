"""When an event took place: the date words that belong to it, against the day of the report."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from geomap.code.dates import dates, spread
from geomap.model import When
from geomap.text.analysis import sentence_at
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
        Its sentences.
    """

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        dateline = dateline_end(document.text)
        self._text, self._published, self._sentences = document.text, document.published, sentences
        self._named = [dates(sentence, document.published, dateline) for sentence in sentences]
        self._carried: list[When | None] = []
        """The date that holds in each sentence unless it names another."""
        self._begun: list[datetime.date | None] = []
        """The day on which what goes on in each sentence began."""
        for sentence, named in zip(sentences, self._named, strict=True):
            opens = _opens_line(document.text, sentence)
            carried, begun = (None, None) if opens or not self._carried else (self._carried[-1], self._begun[-1])
            heading = opens and named and _stands_over(sentence, named[0])
            if heading or (named and self._recent(named[-1])):
                carried = _as_told(document.text, sentence, named[0] if heading else named[-1])
            self._carried.append(carried)
            self._begun.append(self._beginning(sentence, named) or begun)

    def date(self, number: int, trigger: Trigger, reading: Reading | None, *, happened: bool) -> When | None:
        """When the event of a trigger of sentence `number` took place, or is to.

        It is the date that the trained reader joins with it; else that of the sentence nearest to the trigger, of the
        sentences before, or the report's own day.
        """
        found = self._behind_after(number, trigger) or (self._read(trigger, reading) if reading else None)
        if found is None and not self._named[number]:
            found = self._carried[number]
        found = self._lasting(number, found or self._nearest(number, trigger), trigger.type)
        return self._past(number, found) if happened else found

    def long_ago(self, date: When | None) -> bool:
        """Whether what took place then is history to the report: over for a year."""
        return date is not None and self._published is not None and (self._published - date.end).days > _HISTORY

    def _behind_after(self, number: int, trigger: Trigger) -> When | None:
        """The day of what a date counts from: "on Friday, three days after the town fell"."""
        sentence = self._sentences[number]
        for date in self._named[number]:
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
        number = sentence_at(self._sentences, span.start)
        sentence = self._sentences[number]
        for date in self._named[number]:
            if sentence.stretch(date.first, date.last).overlaps(span):
                return _as_told(self._text, sentence, date)
        return None

    def _nearest(self, number: int, trigger: Trigger) -> When | None:
        sentence = self._sentences[number]
        named = [date for date in self._named[number] if not date.after]
        if named:
            return _as_told(self._text, sentence, min(named, key=lambda date: _distance(sentence, date, trigger)))
        return self._report_day()

    def _report_day(self) -> When | None:
        if self._published is None:
            return None
        start = self._published - datetime.timedelta(days=self._published > datetime.date.min)
        return When(start=start, end=self._published, precision=2)

    def _beginning(self, sentence: Sentence, named: Sequence[DateWords]) -> datetime.date | None:
        """The day on which something that goes on began: "since May 3", "the offensive launched on Oct. 27"."""
        for date in named:
            ahead = sentence.lemmas[max(0, date.first - _VERB) : date.first]
            begins = date.since or any(word in stems(_BEGIN) for word in ahead)
            if begins and self._published is not None and date.precision <= _MONTH and date.start < self._published:
                return date.start
        return None

    def _lasting(self, number: int, date: When | None, kind: str) -> When | None:
        """The date; of what has gone on since something began, the time from then to the day of the report."""
        begun, published = self._begun[number], self._published
        goes_on = kind in _CONDITIONS and not _PERFECT.isdisjoint(self._sentences[number].lower)
        if not goes_on or begun is None or published is None or date is None:
            return date
        named = [one.start for one in self._named[number] if not one.after]
        if named and begun not in named:
            return date
        return When(start=begun, end=published, precision=spread(begun, published), text=date.text)

    def _past(self, number: int, date: When | None) -> When | None:
        """The date; what has happened did not happen after the report: "Aug. 24" in July is last year's."""
        if date is None or self._published is None or date.start <= self._published:
            return date
        if date.text is None or _FULL_YEAR.search(date.text):
            return date
        if not _DAY_AND_MONTH.search(date.text) or not _COMING.isdisjoint(self._sentences[number].lower):
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
    span = sentence.stretch(date.first, date.last)
    return When(start=date.start, end=date.end, precision=date.precision, text=text[span.start : span.end])


def _distance(sentence: Sentence, date: DateWords, trigger: Trigger) -> float:
    """Words between; a comma or another clause between counts for more, a date behind the verb for less."""
    if date.first > trigger.last:
        between = sentence.lower[trigger.last + 1 : date.first]
        return len(between) + 3 * sum(word in _APART for word in between)
    between = sentence.lower[date.last + 1 : trigger.first]
    return 1 + len(between) + 3 * sum(word in _APART for word in between)
