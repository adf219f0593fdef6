"""What the trained reader is shown: stretches of a report with what is known of each word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.reader.known import gazetteer_tags
from geomap.text.analysis import analyze
from geomap.text.lower_case import common_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.model import Document
    from geomap.protocols import Gazetteer
    from geomap.text.tokens import Token

LONGEST = 110
"""Words of a window, but for a single longer sentence: more context costs time and adds little."""
_CUT = 220
"""Words at which a sentence without an end is cut."""
CASES = 6
_LETTERS = "CRSDWMABO"
_SIZES = 3
KNOWN = 2 * (2 * len(_LETTERS) + _SIZES) + 1
"""Ways in which a word can be known to the gazetteer."""
FLAGS = 4


@dataclass(frozen=True, slots=True)
class Window:
    """Words in a row, with three numbers for each."""

    words: tuple[Token, ...]
    case: tuple[int, ...]
    """How it is written, below `CASES`."""
    known: tuple[int, ...]
    """What place names it may be part of, below `KNOWN`; 0: none."""
    flags: tuple[int, ...]
    """Below `FLAGS`: 1 if English texts write it in lower case, and 2 if it names a people."""


def windows(document: Document, gazetteer: Gazetteer) -> Iterator[Window]:
    """Cut a report into windows of whole sentences."""
    words: list[Token] = []
    for sentence in analyze(document):
        for start in range(0, len(sentence.words), _CUT):
            part = sentence.words[start : start + _CUT]
            if words and len(words) + len(part) > LONGEST:
                yield window(words, document.text, gazetteer)
                words = []
            words.extend(part)
    if words:
        yield window(words, document.text, gazetteer)


def window(words: Sequence[Token], text: str, gazetteer: Gazetteer) -> Window:
    """Look up what is known of each word."""
    common = common_words()
    peoples = gazetteer.demonyms([word.text for word in words if word.text[0].isupper()])
    return Window(
        words=tuple(words),
        case=tuple(case(word.text) for word in words),
        known=tuple(known(tag) for tag in gazetteer_tags(words, text, gazetteer)),
        flags=tuple((word.text.lower() in common) + 2 * (word.text in peoples) for word in words),
    )


def case(word: str) -> int:
    """How a word is written: sign or number, lower case, one capital, capitals, first letter, mixed."""
    if not word[0].isalpha():
        return 0
    if word.islower():
        return 1
    if word.isupper():
        return 2 if len(word) == 1 else 3
    return 4 if word[0].isupper() and word[1:].islower() else 5


def known(tag: str) -> int:
    """Number of a gazetteer tag ("B:Sr4"): its likeliest kind, the size of a town in three steps, begin or inside."""
    if not tag:
        return 0
    kinds, size = tag[2:-1], tag[-1]
    letter = next((k for k in _LETTERS if k in kinds), None)
    if letter == "S":
        kind = 2 * len(_LETTERS) + (0 if size < "4" else 1 if size < "6" else 2)
    elif letter is not None:
        kind = _LETTERS.index(letter)
    else:
        kind = len(_LETTERS) + next((i for i, k in enumerate(_LETTERS.lower()) if k in kinds), len(_LETTERS) - 1)
    return 1 + 2 * kind + (tag[0] == "I")
