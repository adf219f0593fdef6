"""Who says so: a claim is never turned into a fact of nobody's."""

import pytest

from geomap.model import Claimant, Stance, Support


@pytest.mark.parametrize(
    ("text", "kind", "by", "who", "stance"),
    [
        ("Witnesses said that artillery shelled the market.", "shelling", "Witnesses", Claimant.WITNESS, "asserts"),
        ("Artillery shelled the market, residents said.", "shelling", "residents", Claimant.WITNESS, "asserts"),
        ("The militia claimed that it had captured Bria.", "capture", "The militia", Claimant.BELLIGERENT, "claims"),
        ("Troops withdrew from Kherson, according to officials.", "withdrawal", "officials", None, "asserts"),
        (
            "The ministry accused rebels of shelling a school.",
            "shelling",
            "The ministry",
            Claimant.GOVERNMENT,
            "accuses",
        ),
        ("The army admitted that its artillery shelled a wedding.", "shelling", "The army", None, "admits"),
        ("The government denied that its jets bombed a school.", "airstrike", "The government", None, "denies"),
        (
            "A UN spokesman said that 3,000 people fled Bentiu.",
            "displacement",
            "A UN spokesman",
            Claimant.UN,
            "asserts",
        ),
        (
            "Human Rights Watch said soldiers executed eleven men in Moura.",
            "attack_civilians",
            "Human Rights Watch",
            Claimant.NGO,
            "asserts",
        ),
        ('"They burned our houses," said Amina Yusuf, a farmer.', "property", "Amina Yusuf", None, "asserts"),
    ],
)
def test_a_claim_is_kept_in_the_words_of_the_report(event, text, kind, by, who, stance):
    (claim,) = event(text, kind).claims
    assert (claim.by, claim.stance) == (by, Stance(stance))
    assert text[claim.span.start : claim.span.end] == by
    assert who in (None, claim.kind)


@pytest.mark.parametrize(
    ("text", "by", "via"),
    [
        (
            "Rebel commanders, citing intercepted radio traffic, said government troops withdrew from Aleppo.",
            "Rebel commanders",
            "intercepted radio traffic",
        ),
        (
            "The army said, citing satellite images, that insurgents shelled the airport.",
            "The army",
            "satellite images",
        ),
    ],
)
def test_what_a_claimant_cites_is_no_second_claimant(coded, text, by, via):
    (one,) = coded(text)
    (claim,) = one.claims
    assert (claim.by, claim.via) == (by, via)
    assert one.support is Support.WEAK


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("Artillery shelled the market.", Support.UNKNOWN),
        ("Artillery shelled the market, residents said.", Support.WEAK),
        ("The army admitted that its artillery shelled a wedding.", Support.CONFIRMED),
        ("The government denied that its jets bombed a school.", Support.CONTESTED),
        ("Witnesses said artillery shelled the market. The army denied it.", Support.CONTESTED),
        ("Witnesses said artillery shelled the market, and doctors said so too.", Support.FAIR),
    ],
)
def test_claims_grade_the_support(coded, text, support):
    assert [one.support for one in coded(text)] == [support]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("In southern Tripoli residents said that artillery shelled the market.", "residents"),
        ("Residents still say that artillery shelled the market.", "Residents"),
        ("At least three witnesses said that artillery shelled the market.", "At least three witnesses"),
    ],
)
def test_a_claimant_is_named_without_what_stands_around(coded, text, by):
    claim = next(event.claims[0] for event in coded(text) if event.claims)

    assert claim.by == by


def test_a_verb_inside_a_name_makes_no_claim(coded):
    events = coded("Troops shelled a market near the United States Consulate.")

    assert events
    assert not any(event.claims for event in events)


def test_relatives_relate_nothing(coded):
    text = "The radio read out the names of people looking for relatives; troops shelled Yafran."
    assert not any(event.claims for event in coded(text))


def test_he_said_goes_back_to_the_last_speaker(coded):
    text = "Governor Juma Ali said gunmen killed nine villagers. He said the gunmen burned houses."
    killed, burned = coded(text)
    assert [claim.by for claim in burned.claims] == [claim.by for claim in killed.claims] == ["Governor Juma Ali"]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels said they had killed a colonel.",
        "The rebels said their fighters killed a colonel near Homs.",
        "Al-Shabaab claimed that its fighters killed 20 soldiers.",
    ],
)
def test_a_party_that_says_it_killed_makes_a_kill_claim(coded, text):
    assert [one.type for one in coded(text)] == ["kill_claim"]


@pytest.mark.parametrize(
    "text",
    [
        "Doctors said 12 people were killed in the shelling of Homs.",
        "Residents said the army had killed a teacher in Homs.",
        "Gunmen killed nine villagers near Bunia, according to local officials.",
        "The rebels said that a colonel was killed in an airstrike on Goma.",
        "The rebels said that a colonel had been killed by a mine.",
        "Gunmen killed a judge in Medellin.",
    ],
)
def test_nobody_else_makes_a_kill_claim(coded, text):
    found = coded(text)
    assert found
    assert "kill_claim" not in {one.type for one in found}
