"""The dateline of a news report: ``MISRATA, Libya, April 22 (Reuters) —``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.read.dates import make_date, month_number
from geomap.read.vocabulary import vocabulary

if TYPE_CHECKING:
    import datetime as dt

_LINES = 6
_LONGEST = 160
_LAG = 7
_DATELINE = re.compile(
    r"""
    (?P<place>[^\W\d_][^\n\d():;"\u201c\u201d\u2014\u2013]{1,70}?)
    (?:,?\s+(?:(?P<month1>[A-Z][a-z]{2,8})\.?\s+(?P<day1>\d{1,2})|(?P<day2>\d{1,2})\s+(?P<month2>[A-Z][a-z]{2,8}))
       (?:,?\s+(?P<year>\d{4}))?)?
    (?:\s*,?\s*\((?P<agency>[^()\n\d]{2,40})\))?
    \s*(?:[\u2014\u2013]|--|\s-\s|:\s)
    """,
    re.VERBOSE,
)
_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'\u2019. -]{2,}")
_NAME_WORD = re.compile(r"[A-ZÀ-Þ][\w'\u2019.-]*|[a-z]{1,3}-[A-ZÀ-Þ][\w'\u2019.-]*|of|the|al|el|de|du|and")
_ACRONYM = re.compile(r"[A-Z]{2,8}(?:/[A-Z]{2,8})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Where and when a report was filed, and by whom; parts that are not given are None."""

    year: int | None
    month: int | None
    day_of_month: int | None
    agency: str | None

    def day(self, *, near: dt.date | None) -> dt.date | None:
        """Return the day, in the year given or else the last one before `near`, which may lag by a few days."""
        if self.month is None or self.day_of_month is None:
            return None
        if self.year is not None:
            return make_date(self.year, self.month, self.day_of_month)
        if near is None:
            return None
        days = [make_date(near.year + shift, self.month, self.day_of_month) for shift in (1, 0, -1)]
        return next((day for day in days if day and (day - near).days <= _LAG), None)


def find_dateline(text: str) -> Dateline | None:
    """Find the dateline in the first lines of a text, or None. The text keeps it."""
    for line in text[: _LINES * _LONGEST * 2].strip().split("\n")[:_LINES]:
        if (match := _DATELINE.match(line[:_LONGEST].lstrip())) and (dateline := _read(match)):
            return dateline
    return None


def _read(match: re.Match[str]) -> Dateline | None:
    place, agency = match["place"].rstrip(", "), match["agency"]
    month, day = month_number(match["month1"] or match["month2"] or ""), match["day1"] or match["day2"]
    credit = agency if agency and _is_agency(agency) else None
    head, *_ = place.split(",")
    named = all(map(_NAME_WORD.fullmatch, place.replace(",", " ").split()))
    if not (_CAPITALS.fullmatch(head) or (named and (month or credit))):
        return None
    return Dateline(
        year=int(match["year"]) if match["year"] else None,
        month=month,
        day_of_month=int(day) if month and day else None,
        agency=credit,
    )


def _is_agency(words: str) -> bool:
    """Whether what stands in brackets is a news agency rather than the country of a town."""
    known = vocabulary()
    return (
        bool(_ACRONYM.fullmatch(words))
        or words.casefold() in known.agency_names
        or any(word in known.agency_words for word in words.lower().split())
    )
