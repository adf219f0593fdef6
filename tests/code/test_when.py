"""Dates of events against the day of the report: Wednesday, May 18, 2022."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.code.dates import dates
from geomap.model import Document
from geomap.text.analysis import analyze

WEDNESDAY = dt.date(2022, 5, 18)


def told(text, published=WEDNESDAY):
    """First and last day of each date in a text, and its precision."""
    found = [date for sentence in analyze(Document(id="d", text=text)) for date in dates(sentence, published)]
    return [(str(date.start), str(date.end), date.precision) for date in found]


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("on Wednesday", "2022-05-18", "2022-05-18", 1),
        ("on Tuesday", "2022-05-17", "2022-05-17", 1),
        ("on Thursday", "2022-05-12", "2022-05-12", 1),
        ("last Wednesday", "2022-05-11", "2022-05-11", 1),
        ("on Monday night", "2022-05-16", "2022-05-16", 1),
        ("today", "2022-05-18", "2022-05-18", 1),
        ("yesterday", "2022-05-17", "2022-05-17", 1),
        ("overnight", "2022-05-17", "2022-05-18", 2),
        ("three days ago", "2022-05-15", "2022-05-15", 1),
        ("on May 3", "2022-05-03", "2022-05-03", 1),
        ("on 3 May", "2022-05-03", "2022-05-03", 1),
        ("on May 3rd", "2022-05-03", "2022-05-03", 1),
        ("on the 3rd of May", "2022-05-03", "2022-05-03", 1),
        ("on Dec. 24", "2021-12-24", "2021-12-24", 1),
        ("on December 24", "2021-12-24", "2021-12-24", 1),
        ("on January 2, 2019", "2019-01-02", "2019-01-02", 1),
        ("on 2 January 2019", "2019-01-02", "2019-01-02", 1),
        ("on 2022-05-03", "2022-05-03", "2022-05-03", 1),
        ("on May 3-5", "2022-05-03", "2022-05-05", 2),
        ("on 3 and 4 May", "2022-05-03", "2022-05-04", 2),
        ("from May 3 to 5", "2022-05-03", "2022-05-05", 2),
        ("from May 3 to May 5", "2022-05-03", "2022-05-05", 2),
        ("from April 28 to May 3", "2022-04-28", "2022-05-03", 2),
        ("between Monday and Wednesday", "2022-05-16", "2022-05-18", 2),
        ("on the third of May", "2022-05-03", "2022-05-03", 1),
        ("for the third day", "2022-05-16", "2022-05-18", 2),
        ("for a second straight night", "2022-05-17", "2022-05-18", 2),
        ("have fled in two weeks", "2022-05-04", "2022-05-18", 4),
        ("since the truce collapsed on May 3", "2022-05-03", "2022-05-18", 4),
        ("this week", "2022-05-16", "2022-05-18", 3),
        ("last week", "2022-05-09", "2022-05-15", 3),
        ("last month", "2022-04-01", "2022-04-30", 4),
        ("in March", "2022-03-01", "2022-03-31", 4),
        ("in March 2019", "2019-03-01", "2019-03-31", 4),
        ("in September", "2021-09-01", "2021-09-30", 4),
        ("in 2019", "2019-01-01", "2019-12-31", 5),
        ("last year", "2021-01-01", "2021-12-31", 5),
        ("since March", "2022-03-01", "2022-05-18", 5),
        ("since March 12", "2022-03-12", "2022-05-18", 5),
        ("since Monday", "2022-05-16", "2022-05-18", 2),
        ("since 2019", "2019-01-01", "2022-05-18", 5),
    ],
)
def test_date_words(words, start, end, precision):
    assert told(f"Troops attacked the town {words}.") == [(start, end, precision)]


def test_next_friday_lies_ahead():
    assert told("Troops will leave the town next Friday.") == [("2022-05-20", "2022-05-20", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Troops attacked on February 30.",
        "Troops may march on the city.",
        "The second march on the capital began.",
        "The attack killed 2019 people.",
        "Sun shone on the sat phone.",
    ],
)
def test_words_that_only_look_like_dates(text):
    assert told(text) == []


@pytest.mark.parametrize("days", range(14))
def test_a_weekday_is_within_the_week_before_the_report(days):
    published = WEDNESDAY + dt.timedelta(days=days)
    for number, name in enumerate("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()):
        ((start, end, _),) = told(f"Troops attacked on {name}.", published)
        day = dt.date.fromisoformat(start)
        assert start == end
        assert day.weekday() == number
        assert 0 <= (published - day).days < 7


def test_the_day_of_an_event_is_the_one_nearest_to_it(coded):
    captured, fled = coded("Rebels captured the town on Monday, and thousands of people fled on Tuesday.")
    assert captured.date.start == dt.date(2022, 5, 16)
    assert fled.date.start == dt.date(2022, 5, 17)


def test_the_words_of_a_date_are_kept(event):
    assert event("Rebels captured the town on May 3, 2021.", "capture").date.text == "May 3, 2021"


def test_without_a_date_the_report_stands_in(event):
    date = event("Rebels captured the town.", "capture").date
    assert (date.start, date.end) == (dt.date(2022, 5, 17), WEDNESDAY)
    assert (date.precision, date.text) == (2, None)


def test_without_a_day_of_the_report_nothing_is_guessed(event):
    assert event("Rebels captured the town on Monday.", "capture", None).date is None


def test_a_full_date_needs_no_day_of_the_report(event):
    date = event("Rebels captured the town on May 3, 2021.", "capture", None).date
    assert date.start == date.end == dt.date(2021, 5, 3)


def test_the_date_of_the_dateline_is_no_date_of_an_event(event):
    date = event("GOMA, May 17 (Wire) - Rebels captured the town on Monday.", "capture").date
    assert date.start == dt.date(2022, 5, 16)


PIECES = (
    "on in since from last next early Monday Sunday night May March Dec . , - and to 3 31 30th 2019 1999 three a "
    "days ago weeks the past week month year yesterday will"
).split()


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.dates(dt.date(1800, 1, 1), dt.date(2200, 12, 31)))
def test_dates_are_sound(pieces, published):
    for sentence in analyze(Document(id="d", text=" ".join(pieces))):
        behind = -1
        for date in dates(sentence, published):
            assert date.start <= date.end
            assert 1 <= date.precision <= 5
            assert behind < date.first <= date.last < len(sentence.words)
            behind = date.last
