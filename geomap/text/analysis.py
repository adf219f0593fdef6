"""Sentences cut into words with their dictionary forms: what coding and location work on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.model import Span
from geomap.text.lemmas import lemma
from geomap.text.sentences import sentences
from geomap.text.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and its words; all tuples have one entry a word."""

    span: Span
    words: tuple[Token, ...]
    lower: tuple[str, ...]
    lemmas: tuple[str, ...]

    def stretch(self, first: int, last: int) -> Span:
        """From one word to another, both included."""
        return Span(self.words[first].start, self.words[last].end)

    def index_at(self, offset: int) -> int:
        """Number of the first word that ends after `offset`; the number of words if none does."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Number of the sentence that an offset lies in, or of the next one; of the last one behind them all."""
    return min(bisect_right(sentences, offset, key=_end), len(sentences) - 1)


def _end(sentence: Sentence) -> int:
    return sentence.span.end


@lru_cache(maxsize=2)
def analyze(document: Document) -> tuple[Sentence, ...]:
    """All sentences of a document in text order; remembered, since coding and location both ask."""
    found = []
    for span in sentences(document.text, document.language):
        words = tuple(tokens(document.text, span.start, span.end))
        lower = tuple(word.text.lower() for word in words)
        found.append(Sentence(span=span, words=words, lower=lower, lemmas=tuple(lemma(word) for word in lower)))
    return tuple(found)
