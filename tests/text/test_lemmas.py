import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.text.lemmas import lemma

FORMS = """
abduct abducts abducting abducted
ambush ambushes ambushing ambushed
arrest arrests arresting arrested
attack attacks attacking attacked
besiege besieges besieging besieged
bomb bombs bombing bombed
bombard bombards bombarding bombarded
burn burns burning burned burnt
capture captures capturing captured
clash clashes clashing clashed
deploy deploys deploying deployed
destroy destroys destroying destroyed
detain detains detaining detained
detonate detonates detonating detonated
displace displaces displacing displaced
drop drops dropping dropped
evacuate evacuates evacuating evacuated
execute executes executing executed
explode explodes exploding exploded
fall falls falling fell fallen
fight fights fighting fought
fire fires firing fired
flee flees fleeing fled
hit hits hitting
injure injures injuring injured
kidnap kidnaps kidnapping kidnapped
kill kills killing killed
leave leaves leaving left
liberate liberates liberating liberated
loot loots looting looted
murder murders murdering murdered
occupy occupies occupying occupied
open opens opening opened
overrun overruns overrunning overran
pound pounds pounding pounded
raid raids raiding raided
recapture recaptures recapturing recaptured
release releases releasing released
retake retakes retaking retook retaken
retreat retreats retreating retreated
seize seizes seizing seized
sell sells selling sold
shell shells shelling shelled
shoot shoots shooting shot
storm storms storming stormed
surrender surrenders surrendering surrendered
take takes taking took taken
torch torches torching torched
torture tortures torturing tortured
win wins winning won
withdraw withdraws withdrawing withdrew withdrawn
wound wounds wounding wounded
town towns
village villages
city cities
army armies
refugee refugees
body bodies
child children
woman women
"""


@pytest.mark.parametrize("forms", FORMS.split("\n")[1:-1])
def test_all_forms_of_a_word_have_one_lemma(forms):
    first, *others = forms.split()
    assert {form: lemma(form) for form in others} == dict.fromkeys(others, lemma(first))


def test_different_words_stay_apart():
    words = "attack arrest bomb capture clash die fall fight fire flee kill lay leave lie raid seize shell shoot strike"
    assert len({lemma(word) for word in words.split()}) == len(words.split())


def test_words_that_only_look_inflected():
    for word in ("his", "news", "red", "king", "need", "gas", "dead", "us"):
        assert lemma(word) == word


@given(st.text())
def test_any_word_has_a_lemma_whatever_its_case(word):
    assert lemma(word) == lemma(word.lower())
