"""Only what is said to have happened is drawn."""

import datetime as dt

import pytest

from geomap.model import Modality, Polarity


@pytest.mark.parametrize(
    "text",
    [
        "No shelling was reported in Kramatorsk on Monday.",
        "Rebels did not capture the town of Goma.",
        "Government troops never withdrew from Kherson.",
        "The army has not bombed the town, a spokesman said.",
        "Nobody was arrested in Nairobi.",
        "There were no clashes in Mopti on Tuesday.",
        "Reports that tanks had been moved up from Raqqa were untrue, the ministry said.",
        "A spokesman dismissed reports of clashes in Gao as baseless.",
    ],
)
def test_what_did_not_happen_is_not_drawn(coded, text):
    assert not [one for one in coded(text) if one.drawn]


def test_what_reports_say_is_drawn(coded):
    assert [one for one in coded("Local reports said that jets bombed Idlib on Monday.") if one.drawn]


def test_what_did_not_happen_is_kept_as_such(event):
    assert event("Government troops never withdrew from Kherson.").polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "The army will deploy troops to Lamu next week.",
        "The rebels plan to attack the port of Hodeidah.",
        "The rebels are planning to capture the port of Hodeidah.",
        "Troops may withdraw from the town next month.",
        "Fears grew that the militia would attack the camp.",
        "Officials urged the rebels to withdraw from Goma.",
        "The rebels have vowed to retake Goma.",
        "Protesters will march in Khartoum on Friday.",
        "The general warned that his aircraft would bomb the airport.",
        "The general threatened to bomb the airport.",
        "The army could shell the town again.",
        "If the deadline passes, warplanes will bomb the port.",
    ],
)
def test_plans_threats_and_fears_are_not_drawn(coded, text):
    assert not [one for one in coded(text) if one.drawn and one.type != "pressure"]


@pytest.mark.parametrize(
    "text",
    [
        "In 1942 the city was besieged for two years.",
        "Aircraft bombed Guernica in 1937.",
        "Twenty years ago, soldiers massacred hundreds of villagers in El Mozote.",
        "The anniversary of the 1995 massacre in Srebrenica was marked on Monday.",
        "The town was shelled by the Ottomans in 1915.",
    ],
)
def test_history_is_not_drawn(coded, text):
    assert not [one for one in coded(text) if one.drawn]


def test_last_year_is_no_history_in_january(event):
    found = event("Rebels captured the town of Bria in December.", "capture", dt.date(2022, 1, 9))
    assert found.drawn
    assert found.date.start == dt.date(2021, 12, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The African Union proposed talks.", "offer"),
        ("Germany pledged 50 million euros in humanitarian aid.", "aid"),
        ("The president threatened to cut ties with the neighbor.", "pressure"),
    ],
)
def test_an_offer_pledge_or_threat_once_made_is_a_fact(coded, text, kind):
    assert [one.modality for one in coded(text) if one.type == kind] == [Modality.ACTUAL]


@pytest.mark.parametrize(
    "text",
    [
        "Relief trucks reached the besieged town.",
        "He returned to the war-torn province.",
    ],
)
def test_an_attribute_is_no_event(coded, text):
    assert not [one for one in coded(text) if one.type in ("siege", "clash")]


def test_a_state_of_no_movement_is_no_negation(event):
    assert event("The front line around Marib has not moved for months.", "stalemate").drawn
