"""Dates that stand over a line or earlier in a paragraph."""

import datetime as dt

import pytest

from geomap.code import code
from geomap.model import Document

DAY = dt.date(2021, 10, 12)


def days(text):
    return [(str(e.date.start), str(e.date.end)) for e in code(Document(id="d", text=text, published=DAY))]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("06 Oct - Bodio: Gunmen attacked a bridge.", "2021-10-06"),
        ("20/05 - Baardheere: Gunmen attacked a bridge.", "2021-05-20"),
        ("05/20/2021: Gunmen attacked a bridge.", "2021-05-20"),
        ("8 Oct. Rain fell at dawn. Gunmen attacked a bridge.", "2021-10-08"),
        ("Rain fell on Friday. Gunmen attacked a bridge.", "2021-10-08"),
        ("2. 8 Oct: Gunmen attacked a bridge on the day of Sunday prayers.", "2021-10-08"),
    ],
)
def test_a_date_holds_for_its_line(text, day):
    assert days(text) == [(day, day)]


def test_it_does_not_hold_for_the_next_line():
    assert days("8 Oct: Rain fell at dawn.\nGunmen attacked a bridge.") == [("2021-10-11", "2021-10-12")]


@pytest.mark.parametrize("words", ["at the weekend", "over the weekend"])
def test_the_weekend_is_the_last_one(words):
    assert days(f"Gunmen attacked a bridge {words}.") == [("2021-10-09", "2021-10-10")]


@pytest.mark.parametrize(
    "text", ["Gunmen fired 9/10 of their shells.", "Gunmen attacked house 45/46.", "1/4 of it burned."]
)
def test_other_figures_with_a_slash_are_no_dates(text):
    assert all(start == "2021-10-11" for start, _ in days(text))


def test_a_headline_takes_the_day_of_what_it_tells():
    assert days("Gunmen attack bridge\n\nGunmen attacked a bridge on Friday.") == [("2021-10-08", "2021-10-08")] * 2
    assert days("Gunmen attack bridge\n\nRain fell on Friday.") == [("2021-10-11", "2021-10-12")]


def test_what_has_happened_did_not_happen_after_the_report():
    assert days("Gunmen attacked a bridge on Dec. 24.") == [("2020-12-24", "2020-12-24")]


@pytest.mark.parametrize(
    ("when", "modality"), [("in 1911", "historical"), ("in May 2019", "historical"), ("in June", "actual")]
)
def test_what_is_over_for_a_year_is_history(when, modality):
    (event,) = code(Document(id="d", text=f"Gunmen attacked a bridge {when}.", published=DAY))
    assert event.modality == modality


def test_what_goes_on_has_lasted_since_it_began():
    text = "Rebels launched an offensive on Oct. 3. Some 9,000 people have fled to Goma."
    assert days(text)[-1] == ("2021-10-03", "2021-10-12")
    assert days("The town has been besieged since May 3.") == [("2021-05-03", "2021-10-12")]
    assert days("Rebels launched an offensive on Oct. 3. Nine people fled on Sunday.")[-1] == (
        "2021-10-10",
        "2021-10-10",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Troops attacked a bridge in Homs as peace talks are due to start on Nov. 5.",
        "Gunmen clash in Homs\nIn May 2009, clashes in Hama killed ten people.",
    ],
)
def test_a_date_of_something_else_is_not_taken(text):
    assert days(text)[0] == ("2021-10-11", "2021-10-12")


def test_what_began_in_another_paragraph_is_another_thing():
    text = "Protests began on May 3 in Cairo.\n\nThousands have been displaced from Homs."
    assert days(text)[-1] == ("2021-10-11", "2021-10-12")
