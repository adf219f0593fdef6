from hypothesis import given
from hypothesis import strategies as st

from geomap.text.tokens import tokens


def words(text):
    return [token.text for token in tokens(text)]


@given(st.text())
def test_tokens_stand_where_they_say_in_order_and_leave_out_only_space(text):
    behind = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text != ""
        assert not text[behind : token.start].strip()
        behind = token.end
    assert not text[behind:].strip()


@given(st.text(), st.text(), st.text())
def test_a_stretch_has_offsets_in_the_whole_text(before, text, after):
    whole = f"{before} {text} {after}"
    start = len(before) + 1
    part = tokens(whole, start, start + len(text))
    assert [(token.text, token.start - start, token.end - start) for token in part] == tokens(text)


def test_a_name_with_an_apostrophe_is_one_word():
    assert words("Gila'a fell") == ["Gila'a", "fell"]
    assert words("Gila’a fell") == ["Gila’a", "fell"]


def test_a_possessive_stands_alone():
    assert words("Libya's army") == ["Libya", "'s", "army"]
    assert words("Syria’s north") == ["Syria", "’s", "north"]


def test_hyphens_stand_alone():
    assert words("Pul-e-Khumri") == ["Pul", "-", "e", "-", "Khumri"]


def test_figures_and_abbreviations_are_one_word():
    assert words("The U.S. sent 1,200 men at 14:30.") == ["The", "U.S.", "sent", "1,200", "men", "at", "14:30", "."]


def test_words_of_other_scripts():
    assert words("قصف مصراتة") == ["قصف", "مصراتة"]
    assert words("обстріл Харкова.") == ["обстріл", "Харкова", "."]
