"""What must go from a text goes, what must stay stays, and a second cleaning changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.read.cleaning import clean, decode_entities, keep, one_line, pin
from geomap.read.paragraphs import arrange

# Pieces that cleaning has to do with, so that they meet often.
PIECES = st.sampled_from(
    [
        "a",
        "B",
        "é",
        "e\u0301",
        "\u0301",
        ".",
        "-",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\u00a0",
        "\u2028",
        "\x00",
        "\x85",
        "\x96",
        "\ud800",
        "\ufeff",
        "\u202e",
        "\u200b",
        "&",
        ";",
        "#",
        "&amp;",
        "amp;",
        "&lt;",
        "lt;",
        "&#38;",
        "#38;",
        "&#x26;",
        "&#8207;",
        "&#13;",
        "&nbsp;",
        "&mdash;",
        "&#56;",
        "8",
        "&copy",
        "&foo;",
        "<",
        ">",
        "\u037e",
        "\u212a",
        "\u0338",
    ]
)
TEXTS = st.one_of(st.text(alphabet=st.characters()), st.lists(PIECES, max_size=14).map("".join))
LINES = st.lists(
    st.sampled_from(
        [
            "",
            "Rebel commanders said on Sunday that they had taken the oil town of Brega",
            "after a night of fighting, and that government forces had fled west",
            "toward Ras Lanuf.",
            "The al-",
            "Wahda quarter",
            "- Ten were killed",
            "1. Fuel is short",
            "KEY POINTS",
            "By A. Writer",
            "   Indented line that begins a paragraph of its own in the old manner",
            "قال شهود إن قوات الحكومة قصفت مدينة مصراتة يوم الأحد وقتلت عشرة",
            "Reporting period: 4 July",
            "x" * 160,
            "short",
            "Short",
        ]
    ),
    max_size=12,
).map("\n".join)


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text):
    for function in (clean, keep, pin, arrange):
        once = function(text)
        assert function(once) == once


@given(LINES)
def test_arranged_paragraphs_stay_as_they_are(text):
    once = arrange(text)
    assert arrange(once) == once
    assert "".join(once.split()) == "".join(text.split())


@given(TEXTS)
def test_nothing_invisible_is_left(text):
    for char in arrange(text):
        assert char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        assert char not in "\u00a0\u00ad\u200b\u202e\ufeff"
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned


@given(TEXTS)
def test_pinned_text_keeps_every_character_in_its_place(text):
    pinned = pin(text)
    assert len(pinned) == len(text)
    assert all(a == b for a, b in zip(text, pinned, strict=True) if a.isalnum())


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="&<")))
def test_a_given_text_without_anything_odd_is_kept_to_the_byte(text):
    assert keep(text) == text


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("RUJBAN, Libya &mdash; today&rsquo;s offer", "RUJBAN, Libya — today’s offer"),
        ("Barrel &amp;amp; Sons, &amp;lt;", "Barrel & Sons, <"),
        ("?a=1&copy=2 and AT&T and &foo;", "?a=1&copy=2 and AT&T and &foo;"),
        ("an end\x97a dash", "an end—a dash"),
        ("one\u00a0 two\t three  \r\n\r\n\r\nfour", "one two three\n\nfour"),
        ("e\u0301tat", "état"),
        ("\u202eevil\u202c \u200ftext\ufeff", "evil text"),
        ("Per\u200csian می\u200cشود", "Per\u200csian می\u200cشود"),
    ],
)
def test_cleaning_examples(given_text, expected):
    assert clean(given_text) == expected


def test_deeply_nested_entities_end():
    assert decode_entities("&amp;" * 3 + "amp;" * 5000 + "lt;") == "&&<"
    assert len(decode_entities("&" + "#38;" * 5000 + "lt;")) == 1


def test_a_title_is_one_line_or_none():
    assert one_line(" Town\n falls &amp; burns\x00 ") == "Town falls & burns"
    assert one_line(" \x00\n") is None


def test_wrapped_prose_is_one_line_and_structure_stays():
    text = (
        "REBELS TAKE BREGA\nBy A. Writer\n\n"
        "BREGA, Libya -- Rebel commanders said on Sunday that they had taken\n"
        "the oil town after a night of fighting. Residents of the al-\n"
        "Wahda quarter fled east toward Ajdabiya, they said, and General\n"
        "Mansour denied it.\n\n"
        "KEY POINTS\n- Ten were killed in Ajdabiya, doctors said, and others were\n  hurt\n- Two in Ras Lanuf\n"
    )
    assert arrange(text) == (
        "REBELS TAKE BREGA\nBy A. Writer\n\n"
        "BREGA, Libya -- Rebel commanders said on Sunday that they had taken the oil town after a night of fighting. "
        "Residents of the al-Wahda quarter fled east toward Ajdabiya, they said, and General Mansour denied it.\n\n"
        "KEY POINTS\n- Ten were killed in Ajdabiya, doctors said, and others were hurt\n- Two in Ras Lanuf"
    )


def test_lines_that_are_not_wrapped_stay():
    text = "Rebels say they have taken the oil town of Brega\nAircraft hit Tripoli for the third day\nMisrata quiet"
    assert arrange(text) == text


def test_long_lines_are_paragraphs():
    long = "Shelling went on all day in the western quarter of the town and along the coast road. " * 2
    assert arrange(f"{long}\n{long}") == f"{long.strip()}\n\n{long.strip()}"


def test_indented_first_lines_begin_paragraphs():
    text = "   Rebel commanders said on Sunday that they had taken\nthe town.\n   Residents fled.\n"
    assert arrange(text) == "Rebel commanders said on Sunday that they had taken the town.\n\nResidents fled."
