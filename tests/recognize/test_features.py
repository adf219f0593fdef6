import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.reader.known import gazetteer_tags
from geomap.recognize.features import features, shape
from geomap.text.tokens import tokens


class Known:
    """A gazetteer that knows a few names."""

    def __init__(self, **classes):
        self.known = {name.replace("_", " "): letters for name, letters in classes.items()}

    def classes(self, names):
        return {name: self.known[name] for name in names if name in self.known}


def tagged(text, **classes):
    return gazetteer_tags(tokens(text), text, Known(**classes))


@pytest.mark.parametrize(
    ("word", "pattern"),
    [
        ("Kiklah", "Xx"),
        ("RUJBAN", "XX"),
        ("A", "X"),
        ("fell", "x"),
        ("McKinley", "xX"),
        ("iPhone", "xX"),
        ("1,200", "9"),
        ("-", "-"),
    ],
)
def test_shapes(word, pattern):
    assert shape(word) == pattern


def test_the_longest_known_name_covers_its_words():
    tags = tagged("Troops left Bani Walid on Sunday", Bani="S2", Bani_Walid="S5", Walid="s1")
    assert tags == ["", "", "B:S5", "I:S5", "", ""]


def test_names_run_over_articles_and_hyphens():
    assert tagged("near Bir al Ghanam", Bir_al_Ghanam="S4") == ["", "B:S4", "I:S4", "I:S4"]
    text = "in Ain al-Arab"
    assert gazetteer_tags(tokens(text), text, Known(**{"Ain al-Arab": "S5"})) == ["", "B:S5", *["I:S5"] * 3]


def test_words_in_lower_case_are_not_looked_up():
    assert tagged("the form of the source", form="S1", source="S1") == [""] * 5


def test_other_scripts_are_looked_up():
    assert tagged("قصف مصراتة", مصراتة="s6") == ["", "B:s6"]


@given(st.text("Aa '-.1م\n", max_size=40))
def test_one_row_of_features_and_one_tag_a_word(text):
    words = tokens(text)
    tags = gazetteer_tags(words, text, Known(A="S1", Aa="C7"))
    assert len(tags) == len(words)
    assert all(rows and all(rows) for rows in features(words, tags, [False] * len(words)))
