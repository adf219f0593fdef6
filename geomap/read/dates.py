"""Days of publication in the forms in which reports write them."""

from __future__ import annotations

import datetime as dt
import re

from geomap.read.vocabulary import vocabulary

_LONGEST = 80
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4}(?:\d\d)?Z?)?")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d*)?")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_WORD = r"[^\W\d_]{3,12}(?:\s(?:الثاني|الأول))?"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|[.ºª])?[\s-]+(?:de\s+)?({_WORD})\.?,?[\s-]+(?:de\s+)?(\d{{4}})"
)
_MONTH_FIRST = re.compile(rf"({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_YEARS = range(1800, 2101)
_MOST_MONTHS = 12
_MILLISECONDS = 1e11


def parse_date(value: object) -> dt.date | None:
    """Read a day; None when there is none, or when it could be one of two.

    Parameters
    ----------
    value
        Text (ISO 8601, ``4 July 2011``, ``July 4, 2011``, RFC 822, ``20110704``, ``04.07.2011``, ``25/12/2011``), a
        day, or seconds or milliseconds since 1970 as a number. ``04/07/2011`` is April in one country and July in the
        next, so it is no date. The day is the one written, whatever the time zone; that of a number is in UTC.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()[:_LONGEST]
    if (match := _COMPACT.fullmatch(text)) and (day := make_date(*map(int, match.groups()))):
        return day
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    return _written(text)


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the day, or None where the calendar has none such."""
    if year not in _YEARS:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_number(name: str) -> int | None:
    """1-12 for the name of a month, in one of the languages of `words.toml`."""
    return vocabulary().months.get(name.lower().rstrip("."))


def _written(text: str) -> dt.date | None:
    if match := _ISO.search(text):
        return make_date(int(match[1]), int(match[2]), int(match[3]))
    for match in _DAY_FIRST.finditer(text):
        if month := month_number(match[2]):
            return make_date(int(match[3]), month, int(match[1]))
    for match in _MONTH_FIRST.finditer(text):
        if month := month_number(match[1]):
            return make_date(int(match[3]), month, int(match[2]))
    if match := _NUMERIC.search(text):
        return _numeric(int(match[1]), int(match[3]), int(match[4]), mark=match[2])
    return None


def _numeric(first: int, second: int, year: int, *, mark: str) -> dt.date | None:
    """Day first where dots stand (no country writes it otherwise); else only where one of the two can be no month."""
    if mark == "." or first > _MOST_MONTHS or first == second:
        return make_date(year, second, first)
    return make_date(year, first, second) if second > _MOST_MONTHS else None


def _from_epoch(seconds: float) -> dt.date | None:
    seconds = seconds / 1000 if seconds > _MILLISECONDS else seconds
    day = dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date()
    return day if day.year in _YEARS else None
