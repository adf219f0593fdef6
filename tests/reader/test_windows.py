"""What the reader is shown of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.model import Document
from geomap.reader.windows import CASES, FLAGS, KNOWN, LONGEST, case, known, windows


def shown(gazetteer, text):
    return list(windows(Document(id="d", text=text), gazetteer))


@given(st.text(max_size=300))
def test_every_word_of_any_text_is_shown_once_and_within_bounds(gazetteer, text):
    found = shown(gazetteer, text)
    words = [word for window in found for word in window.words]
    assert words == sorted(words, key=lambda word: word.start)
    assert len({word.start for word in words}) == len(words)
    for window in found:
        assert len(window.words) == len(window.case) == len(window.known) == len(window.flags)
        assert set(window.case) <= set(range(CASES))
        assert set(window.known) <= set(range(KNOWN))
        assert set(window.flags) <= set(range(FLAGS))


def test_sentences_stay_whole_and_windows_short(gazetteer):
    text = " ".join(f"Troops left town number {k} in the night." for k in range(60))
    found = shown(gazetteer, text)
    assert len(found) > 1
    assert all(len(window.words) <= LONGEST for window in found)
    assert all(window.words[-1].text == "." for window in found)


@pytest.mark.parametrize(
    ("word", "number"),
    [("7", 0), ("town", 1), ("A", 2), ("NATO", 3), ("Mali", 4), ("McAllen", 5), ("\u0645\u0627\u0644\u064a", 5)],
)
def test_ways_of_writing_are_told_apart(word, number):
    assert case(word) == number


def test_begin_and_inside_kinds_and_sizes_are_told_apart():
    tags = ["", *(f"{at}:{kind}{size}" for at in "BI" for kind in ("C", "R", "S", "s", "W") for size in "357")]
    numbers = {tag: known(tag) for tag in tags}
    assert len({numbers["B:S3"], numbers["B:S5"], numbers["B:S7"], numbers["I:S3"], numbers["B:C7"], 0}) == 6
    assert numbers["B:C3"] == numbers["B:C7"]
    assert max(numbers.values()) < KNOWN


def test_peoples_and_common_words_are_flagged(gazetteer):
    (window,) = shown(gazetteer, "The Syrian army reached Mobile.")
    flags = {word.text: flag for word, flag in zip(window.words, window.flags, strict=True)}
    assert flags["The"] == 1
    assert flags["Syrian"] & 2
    assert flags["Mobile"] & 1
    assert flags["reached"] == 1
