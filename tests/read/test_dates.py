"""Days are read in the forms in which reports write them, and never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.read.dateline import find_dateline
from geomap.read.dates import parse_date

DAY = dt.date(2011, 7, 4)


@pytest.mark.parametrize(
    "written",
    [
        "2011-07-04",
        "2011/7/4",
        "20110704",
        "20110704T101500Z",
        20110704,
        "2011-07-04T23:30:00-05:00",
        "4 July 2011",
        "July 4, 2011",
        "Jul. 4th, 2011, 10:30 GMT",
        "Mon, 04 Jul 2011 10:00:00 +0200",
        "Updated: 4-Jul-2011",
        "4 juillet 2011",
        "4 de julio de 2011",
        "4. Juli 2011",
        "4 июля 2011 г.",
        "4 липня 2011",
        "4 Temmuz 2011",
        "4 يوليو 2011",
        "٤ تموز ٢٠١١",
        "04.07.2011",
        1309737600,
        "1309737600",
        1309737600000,
        DAY,
        dt.datetime(2011, 7, 4, 23, tzinfo=dt.UTC),
    ],
)
def test_forms_of_a_day(written):
    assert parse_date(written) == DAY


def test_a_day_that_could_be_two_is_none():
    assert parse_date("04/07/2011") is None
    assert parse_date("25/12/2011") == parse_date("12/25/2011") == dt.date(2011, 12, 25)
    assert parse_date("07/07/2011") == dt.date(2011, 7, 7)


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "July 2011", "2011", "31 June 2011", "4.7.11", None, True, [2011], "99999999", "may 5", 0],
)
def test_no_day(written):
    assert parse_date(written) is None


@given(st.one_of(st.text(), st.floats(), st.integers(), st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ,]+\d{1,14}")))
def test_any_value_gives_a_day_or_none(value):
    assert isinstance(parse_date(value), dt.date | None)


@given(st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_round_trip(day):
    assert parse_date(day.isoformat()) == day
    assert parse_date(day.strftime("%d.%m.%Y")) == day


NEAR = dt.date(2011, 7, 4)


@pytest.mark.parametrize(
    ("text", "day", "agency"),
    [
        ("MISRATA, Libya, April 22 (Reuters) — Shelling", dt.date(2011, 4, 22), "Reuters"),
        ("MISRATA, Libya, April 22, 2010 – Shelling", dt.date(2010, 4, 22), None),
        ("N'DJAMENA, 3 May (Xinhua) -- Shelling", dt.date(2011, 5, 3), "Xinhua"),
        ("Tripoli (AFP) - Shelling", None, "AFP"),
        ("TRIPOLI (Libya) — Shelling", None, None),
        (
            "Rebels advance\n\nBy A. Writer\n\nZINTAN, Dec. 30 (Libya Dispatch) — Shelling",
            dt.date(2010, 12, 30),
            "Libya Dispatch",
        ),
        ("KYIV, July 6 (AP) — Shelling", dt.date(2011, 7, 6), "AP"),
        ("RUJBAN, Libya — The leader said", None, None),
    ],
)
def test_datelines(text, day, agency):
    found = find_dateline(text)
    assert found is not None
    assert (found.day(near=NEAR), found.agency) == (day, agency)


@pytest.mark.parametrize(
    "text",
    [
        "A" * 60 + "! July 4 (AP) — Shelling",
        "He said on July 4 — the day after — that",
        "Shelling went on.",
        "",
        "Ten people (two of them women) - all from Zliten - died",
    ],
)
def test_no_dateline(text):
    assert find_dateline(text) is None


def test_a_dateline_without_a_year_needs_another_date():
    found = find_dateline("BREGA, Libya, Feb 29 (AP) — Shelling")
    assert found is not None
    assert found.day(near=None) is None
    assert found.day(near=dt.date(2012, 3, 1)) == dt.date(2012, 2, 29)
