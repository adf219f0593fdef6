"""Date words of a sentence, against the day of the report."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from geomap.code.vocabulary import data
from geomap.text.numbers import number_words, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geomap.text.analysis import Sentence

_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_CLAUSE = 6
"""Most words from "since" to its date: "since the truce collapsed in June"."""
_RUNNING = (("consecutive",), ("straight",), ("successive",), ("running",))
_ORDINALS = frozenset(("st", "nd", "rd", "th"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """A date in a sentence."""

    start: datetime.date
    end: datetime.date
    precision: int
    """UCDP date_prec."""
    first: int
    """Number of its first word in the sentence."""
    last: int
    since: bool = False
    """Whether it names the beginning of something that lasts to the day of the report."""
    after: bool = False
    """Whether it is the day of what is told behind it: "three days after the town fell"."""


@cache
def _table(name: str) -> Mapping[str, int]:
    table: dict[str, int] = data("dates.toml")[name]
    return table


@cache
def _relative() -> Mapping[tuple[str, ...], tuple[int, int, int]]:
    return {tuple(words.split()): tuple(days) for words, days in data("dates.toml")["relative"].items()}


@cache
def _first_words() -> frozenset[str]:
    """Words, beside figures, that a date can begin with."""
    relative = {words[0] for words in _relative()}
    others = ("last", "this", "next", "weekend")
    tables = ("months", "weekdays", "ordinals")
    return frozenset({*relative, *others, *number_words(), *(word for name in tables for word in _table(name))})


def dates(sentence: Sentence, published: datetime.date | None, dateline: int = 0) -> list[DateWords]:
    """All dates named in a sentence, in text order.

    Parameters
    ----------
    sentence
        Where to look.
    published
        Day of the report; None: only dates with a year can be told.
    dateline
        Offset where the dateline ends, whose date is none of an event.
    """
    words = sentence.lower
    found: list[DateWords] = []
    i = sentence.index_at(dateline) if dateline > sentence.span.start else 0
    while i < len(words):
        date = _at(words, i, published)
        if date is None:
            i += 1
            continue
        i = date.last + 1
        if found and (joined := _range(words, found[-1], date) or _running_to(words, found[-1], date)):
            found[-1] = joined
            continue
        if date.after and found and published is not None:
            date = _moved(date, found[-1].start - published)
        found.append(_since(words, date, published, found[-1].last + 1 if found else 0))
    return found


def _since(words: Sequence[str], date: DateWords, published: datetime.date | None, behind: int) -> DateWords:
    """The date, or if "since" stands before it, from word `behind` on, the time from it to the day of the report."""
    ahead = list(words[max(behind, date.first - _CLAUSE) : date.first])
    if "since" not in ahead or "," in ahead[ahead.index("since") :] or published is None or date.start > published:
        return date
    first = date.first - len(ahead) + ahead.index("since")
    return replace(date, end=published, precision=spread(date.start, published), first=first, since=True)


def _range(words: Sequence[str], one: DateWords, other: DateWords) -> DateWords | None:
    """Two dates that are one: "from May 3 to May 5", "between Monday and Wednesday"."""
    between = words[one.last + 1 : other.first]
    before = words[one.first - 1] if one.first else ""
    whole = between in (("to",), ("until",), ("and",), ("-",), ("\u2013",), ("through",)) and before in (
        "from",
        "between",
    )
    if not whole or other.end < one.start:
        return None
    return replace(one, end=other.end, precision=spread(one.start, other.end), last=other.last)


def _running_to(words: Sequence[str], one: DateWords, other: DateWords) -> DateWords | None:
    """Days in a row that end with one named behind: "for a third day on Wednesday"."""
    in_a_row = words[one.last] in ("day", "night") and one.start < one.end
    if not in_a_row or words[one.last + 1 : other.first] not in ((), ("on",)) or other.start != other.end:
        return None
    return replace(_moved(one, other.end - one.end), last=other.last)


def _moved(date: DateWords, by: datetime.timedelta) -> DateWords:
    return replace(date, start=date.start + by, end=date.end + by)


def _at(words: Sequence[str], i: int, published: datetime.date | None) -> DateWords | None:
    word = words[i]
    if word not in _first_words() and not word[0].isdigit():
        return None
    try:
        return _read(words, i, published)
    except (OverflowError, ValueError):  # before the year 1, after the year 9999, or no digits after all
        return None


def _read(words: Sequence[str], i: int, published: datetime.date | None) -> DateWords | None:
    for read in (_iso_date, _slashed, _calendar_date, _month, _year):
        if date := read(words, i, published):
            return date
    if published is not None:
        for read_relative in (_weekday, _relative_date, _ago, _nth_day):
            if date := read_relative(words, i, published):
                return date
    return None


def _iso_date(words: Sequence[str], i: int, _: datetime.date | None) -> DateWords | None:
    """'2022-05-03'."""
    if i + 4 >= len(words) or words[i + 1] != "-" or words[i + 3] != "-" or not _YEAR.fullmatch(words[i]):
        return None
    try:
        day = datetime.date(int(words[i]), int(words[i + 2]), int(words[i + 4]))
    except ValueError:
        return None
    return DateWords(start=day, end=day, precision=1, first=i, last=i + 4)


def _slashed(words: Sequence[str], i: int, published: datetime.date | None) -> DateWords | None:
    """'20/05', '20/05/2017': day and month, or month and day where only that can be."""
    parts = (*words[i : i + 1], *words[i + 2 : i + 3])
    if words[i + 1 : i + 2] != ("/",) or len(parts) < 2 or not all(_DAY.fullmatch(part) for part in parts):  # noqa: PLR2004
        return None
    last, year = i + 2, None
    if words[i + 3 : i + 4] == ("/",) and i + 4 < len(words) and words[i + 4].isdigit():
        year, last = int(words[i + 4]), i + 4
        year += 2000 if year < 100 else 0  # noqa: PLR2004 - two digits
    elif any(len(part) < 2 for part in parts):  # noqa: PLR2004 - "1/4" is a quarter
        return None
    if not all(part.isdecimal() for part in parts):
        return None
    day, month = map(int, parts)
    if month > 12 >= day:  # noqa: PLR2004
        day, month = month, day
    try:
        date = _placed(month, day, year, published)
    except ValueError:
        return None
    return DateWords(start=date, end=date, precision=1, first=i, last=last)


def _calendar_date(words: Sequence[str], i: int, published: datetime.date | None) -> DateWords | None:
    """'July 4', 'July 4, 2011', '4 July', '3 and 4 July', 'April 3-5'."""
    months = _table("months")
    after_month = i + 1 + (words[i + 1 : i + 2] == (".",))
    if words[i] in months and (found := list(_days(words, after_month))):
        days, last = found[-1]
        month = months[words[i]]
    elif words[i] in _table("ordinals") and words[i + 1 : i + 2] == ("of",):
        days, last = [_table("ordinals")[words[i]]], i + 2
        month = months.get(words[i + 2], 0) if i + 2 < len(words) else 0
        if not month:
            return None
    elif found := list(_days(words, i)):
        days, last = found[-1]
        last += 1 + (words[last + 1 : last + 2] == ("of",))
        month = months.get(words[last], 0) if last < len(words) else 0
        if not month:
            return None
    else:
        return None
    rest = words[last + 1 : last + 3]
    year = None
    if rest[:1] and _YEAR.fullmatch(rest[0]):
        year, last = int(rest[0]), last + 1
    elif len(rest) == 2 and rest[0] == "," and _YEAR.fullmatch(rest[1]):  # noqa: PLR2004
        year, last = int(rest[1]), last + 2
    try:
        start, end = (_placed(month, day, year, published) for day in (days[0], days[-1]))
    except ValueError:  # February 30, or no year
        return None
    if end < start:
        return None
    return DateWords(start=start, end=end, precision=spread(start, end), first=i, last=last)


def _days(words: Sequence[str], i: int) -> Iterator[tuple[list[int], int]]:
    """Days of a month from word `i` on, each time with the number of the last word read."""
    days: list[int] = []
    while i < len(words) and (found := _DAY.fullmatch(words[i])):
        days.append(int(found[1]))
        if i + 1 < len(words) and words[i + 1] in _ORDINALS:
            i += 1
        yield list(days), i
        if i + 1 < len(words) and words[i + 1] in ("and", "-", "\u2013", "to"):
            i += 2
        else:
            return


def _placed(month: int, day: int, year: int | None, published: datetime.date | None) -> datetime.date:
    """The date; without a year the last one before the report, or one within the next two months."""
    if year is not None:
        return datetime.date(year, month, day)
    if published is None:
        msg = "no year"
        raise ValueError(msg)
    date = datetime.date(published.year, month, day)
    if date > published + datetime.timedelta(days=62):
        return datetime.date(published.year - 1, month, day)
    if date < published - datetime.timedelta(days=304):
        return datetime.date(published.year + 1, month, day)
    return date


def _weekday(words: Sequence[str], i: int, published: datetime.date) -> DateWords | None:
    """'Thursday': the last one, the day of the report included; 'next Thursday' the coming one."""
    number = _table("weekdays").get(words[i])
    if number is None:
        return None
    back = (published.isoweekday() - number) % 7
    before = words[i - 1] if i else ""
    if before == "last" and back == 0:
        back = 7
    if before == "next" or "will" in words[max(0, i - 6) : i]:
        back -= 7
    day = published - datetime.timedelta(days=back)
    if words[i + 1 : i + 2] == ("night",):
        return DateWords(start=day, end=day, precision=1, first=i, last=i + 1)
    return DateWords(start=day, end=day, precision=1, first=i, last=i)


def _relative_date(words: Sequence[str], i: int, published: datetime.date) -> DateWords | None:
    if words[i : i + 2] == ("next", "week"):
        monday = published + datetime.timedelta(days=8 - published.isoweekday())
        return DateWords(start=monday, end=monday + datetime.timedelta(days=6), precision=3, first=i, last=i + 1)
    if words[i : i + 2] == ("last", "month"):
        end = published.replace(day=1) - datetime.timedelta(days=1)
        return DateWords(start=end.replace(day=1), end=end, precision=4, first=i, last=i + 1)
    if tuple(words[i : i + 2]) in (("this", "month"), ("this", "year")):
        first = published.replace(day=1) if words[i + 1] == "month" else published.replace(month=1, day=1)
        return DateWords(start=first, end=published, precision=spread(first, published), first=i, last=i + 1)
    if words[i : i + 2] == ("last", "year"):
        start, end = datetime.date(published.year - 1, 1, 1), datetime.date(published.year - 1, 12, 31)
        return DateWords(start=start, end=end, precision=5, first=i, last=i + 1)
    if tuple(words[i : i + 2]) in (("last", "week"), ("this", "week")):
        monday = published - datetime.timedelta(days=published.isoweekday() - 1 + 7 * (words[i] == "last"))
        end = min(monday + datetime.timedelta(days=6), published)
        return DateWords(start=monday, end=end, precision=3, first=i, last=i + 1)
    if words[i : i + 1] == ("weekend",) or words[i : i + 2] == ("the", "weekend"):
        saturday = published - datetime.timedelta(days=(published.isoweekday() - 6) % 7)
        if i and words[i - 1] in ("previous", "last") and published.isoweekday() > 5:  # noqa: PLR2004 - Friday
            saturday -= datetime.timedelta(days=7)
        sunday = min(saturday + datetime.timedelta(days=1), published)
        last = i + (words[i] == "the")
        return DateWords(start=saturday, end=sunday, precision=2, first=i, last=last)
    for length in (3, 2, 1):
        days = _relative().get(tuple(words[i : i + length]))
        if days is not None and i + length <= len(words):
            start, end = (published + datetime.timedelta(days=number) for number in days[:2])
            return DateWords(start=start, end=end, precision=days[2], first=i, last=i + length - 1)
    return None


def _ago(words: Sequence[str], i: int, published: datetime.date) -> DateWords | None:
    """'three days ago', 'two weeks earlier', 'for six weeks'."""
    found = [number for number in numbers(words[i : i + 4]) if number.first == 0]
    if not found and words[i] not in ("a", "an"):
        return None
    value, last = (found[0].value, i + found[0].last) if found else (1, i)
    unit = _table("units").get(words[last + 1].rstrip("s") if last + 1 < len(words) else "")
    if unit is None:
        return None
    after = words[last + 2] if last + 2 < len(words) else ""
    if after == "-":  # "a week-long raid"
        return None
    back = value * unit
    if back > published.toordinal() - 1:
        return None
    start = published - datetime.timedelta(days=back)
    if after in ("ago", "earlier", "before", "after"):
        slack = {1: 0, 7: 3, 14: 5, 30: 15}.get(unit, 180)
        around = datetime.timedelta(days=slack)
        return DateWords(
            start=start - around,
            end=start + around,
            precision=spread(start - around, start + around),
            first=i,
            last=last + 2,
            after=after == "after",
        )
    if i and words[i - 1] == "in" and not {"have", "has", "had"}.isdisjoint(words[max(0, i - 12) : i]):
        return DateWords(start=start, end=published, precision=spread(start, published), first=i - 1, last=last + 1)
    if i and (words[i - 1] in ("for", "past", "last", "after") or words[i - 2 : i] == ("for", "about")):
        return DateWords(start=start, end=published, precision=spread(start, published), first=i - 1, last=last + 1)
    return None


def _nth_day(words: Sequence[str], i: int, published: datetime.date) -> DateWords | None:
    """'for the third day', 'a second straight night': from its first day to that of the report."""
    number = _table("ordinals").get(words[i], 0)
    last = i + 1 + (words[i + 1 : i + 2] in _RUNNING)
    if number < 2 or words[last : last + 1] not in (("day",), ("night",)):  # noqa: PLR2004 - "the first day" of something
        return None
    start = published - datetime.timedelta(days=number - 1)
    return DateWords(start=start, end=published, precision=spread(start, published), first=i, last=last)


def _month(words: Sequence[str], i: int, published: datetime.date | None) -> DateWords | None:
    """'March' after a word that makes it a date, 'March 2009'."""
    number = _table("months").get(words[i])
    if number is None:
        return None
    year, last = None, i
    for skip in (1, 2):
        if i + skip < len(words) and _YEAR.fullmatch(words[i + skip]) and (skip == 1 or words[i + 1] in (",", "of")):
            year, last = int(words[i + skip]), i + skip
            break
    before = words[i - 1] if i else ""
    if year is None and before not in ("in", "since", "last", "until", "by", "early", "late", "mid", "of", "-", "from"):
        return None
    if year is None:
        if published is None:
            return None
        year = published.year if (number, 1) <= (published.month, published.day) else published.year - 1
    start = datetime.date(year, number, 1)
    end = datetime.date(year, number, calendar.monthrange(year, number)[1])
    return DateWords(start=start, end=_so_far(start, end, published), precision=4, first=i, last=last)


def _so_far(start: datetime.date, end: datetime.date, published: datetime.date | None) -> datetime.date:
    """The end of a stretch of time, or the day of the report if that lies in it."""
    return published if published is not None and start <= published < end else end


def _year(words: Sequence[str], i: int, published: datetime.date | None) -> DateWords | None:
    """'in 1912'."""
    if not _YEAR.fullmatch(words[i]) or not i or words[i - 1] not in ("in", "since", "of", "by", "until", "from"):
        return None
    year = int(words[i])
    if published is not None and year > published.year + 1:
        return None
    start, end = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return DateWords(start=start, end=_so_far(start, end, published), precision=5, first=i, last=i)


def spread(start: datetime.date, end: datetime.date) -> int:
    """UCDP date_prec of an interval."""
    days = (end - start).days + 1
    for most, precision in ((1, 1), (6, 2), (7, 3), (31, 4)):
        if days <= most:
            return precision
    return 5
