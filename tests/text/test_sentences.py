import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.text.sentences import sentences

PIECES = [
    *("Mr. ", "U.S. ", "Dr. ", "a.m. ", "e.g. ", "3.5 ", "Tripoli ", "fell. ", 'He said: "Go!" ', "! ", "? ", "... "),
    *(") ", "( ", "\n", "\n\n", "\r\n", "\t", " ", "\u2028", "\u00a0", "。", "…", "😀 ", "مصراتة؟ ", "Харків. "),
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def cut(text, language="en"):
    return [text[span.start : span.end] for span in sentences(text, language)]


@given(texts)
def test_sentences_are_in_order_trimmed_and_leave_out_only_space(text):
    behind = 0
    for span in sentences(text):
        assert behind <= span.start < span.end <= len(text)
        assert not text[behind : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        behind = span.end
    assert not text[behind:].strip()


def test_plain_sentences():
    assert cut("Rebels took Kiklah. Troops fled! Did they return?") == [
        "Rebels took Kiklah.",
        "Troops fled!",
        "Did they return?",
    ]


@pytest.mark.parametrize("abbreviation", ["Gen. Younis", "Mr. Ahmed", "Dr. Saleh", "Col. Hassan", "the U.S. envoy"])
def test_abbreviations_end_no_sentence(abbreviation):
    text = f"On Monday {abbreviation} left Benghazi. He fled."
    assert cut(text) == [f"On Monday {abbreviation} left Benghazi.", "He fled."]


def test_figures_end_no_sentence():
    assert cut("About 12.7 km away 1,200 men waited. They left.") == [
        "About 12.7 km away 1,200 men waited.",
        "They left.",
    ]


def test_a_line_break_within_a_sentence_does_not_end_it():
    assert cut("Rebels took the town\nof Kiklah on Sunday.") == ["Rebels took the town\nof Kiklah on Sunday."]


def test_head_lines_and_items_of_lists_are_sentences_of_their_own():
    assert cut("FIGHTING IN KIKLAH\n\nRebels attacked.\nTroops fled.") == [
        "FIGHTING IN KIKLAH",
        "Rebels attacked.",
        "Troops fled.",
    ]


@pytest.mark.parametrize("language", ["en", "ar", "uk", "fr", "xx", "EN", "en-US", ""])
def test_any_language_code_will_do(language):
    assert cut("One fled. Two stayed.", language) == ["One fled.", "Two stayed."]
