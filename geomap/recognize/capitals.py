"""Capitals put back where a report is written without them: names are told by them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.text.analysis import analyze
from geomap.text.lower_case import common_words

if TYPE_CHECKING:
    from geomap.model import Document

_MOST = 0.5
"""Share of the sentences without a capital from which a report is taken to be written so."""
_SHORTEST = 3
_WORDS = 3
"""Words from which a line is a sentence."""


def with_capitals(document: Document) -> Document:
    """The report with a capital at each word that English texts do not write small; offsets stay what they are.

    It comes back as it is unless most of its sentences have no capital at all.
    """
    sentences = [sentence for sentence in analyze(document) if len(sentence.words) >= _WORDS]
    small = [sentence for sentence in sentences if document.text[sentence.span.start : sentence.span.end].islower()]
    if len(small) <= _MOST * len(sentences):
        return document
    letters = list(document.text)
    for sentence in small:
        for word in sentence.words:
            capital = letters[word.start].upper()
            if len(word.text) >= _SHORTEST and word.text not in common_words() and len(capital) == 1:
                letters[word.start] = capital
    return replace(document, text="".join(letters))
