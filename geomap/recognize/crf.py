"""A linear-chain conditional random field over word and gazetteer features."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import pycrfsuite

from geomap.model import Kind, Mention, Span
from geomap.recognize.features import features, gazetteer_tags
from geomap.text.analysis import analyze
from geomap.text.kinds import named_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Document
    from geomap.protocols import Gazetteer
    from geomap.text.tokens import Token

_KINDS = {
    **{"C": Kind.COUNTRY, "R": Kind.REGION, "D": Kind.DISTRICT, "S": Kind.SETTLEMENT, "W": Kind.WATER},
    **{"M": Kind.RELIEF, "A": Kind.AIRPORT, "B": Kind.BORDER, "O": Kind.OTHER},
}
_BY_RANK = "CSRDWMAB"


class CrfRecognizer:
    """Place names by a conditional random field, trained by `training/recognizer.py`.

    Parameters
    ----------
    gazetteer
        Tells which stretches of text are names of places somewhere.
    threshold
        Least probability, 0 to 1, from which a word is taken for part of a name.
    """

    def __init__(self, gazetteer: Gazetteer, threshold: float = 0.25) -> None:
        self._gazetteer = gazetteer
        self._threshold = threshold
        self._loaded: pycrfsuite.Tagger | None = None
        self._weights = b""

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """Return mentions in text order, none overlapping."""
        found: list[Mention] = []
        for words, rows in prepared(document, self._gazetteer):
            found += self._sentence(document.text, words, rows)
        return tuple(found)

    @property
    def _tagger(self) -> pycrfsuite.Tagger:
        if self._loaded is None:
            self._weights = resources.files("geomap.recognize").joinpath("model.crfsuite").read_bytes()
            self._loaded = pycrfsuite.Tagger()
            self._loaded.open_inmemory(self._weights)  # reads from the bytes for as long as it lives
        return self._loaded

    def _sentence(self, text: str, words: list[Token], rows: list[list[str]]) -> Iterator[Mention]:
        tagger = self._tagger
        tagger.set(rows)
        names = [1 - tagger.marginal("O", k) for k in range(len(rows))]
        start = 0
        while start < len(names):
            if names[start] < self._threshold:
                start += 1
                continue
            end = start + 1
            while end < len(names) and names[end] >= self._threshold and not self._begins(end):
                end += 1
            name = text[words[start].start : words[end - 1].end]
            yield Mention(
                span=Span(words[start].start, words[end - 1].end),
                text=name,
                kind=self._kind(name),
                score=round(min(names[start:end]), 4),
            )
            start = end

    def _begins(self, k: int) -> bool:
        """Whether a word inside a name is likelier the first one of the next name."""
        return bool(self._tagger.marginal("B", k) > self._tagger.marginal("I", k))

    def _kind(self, name: str) -> Kind:
        told, _ = named_kind(name)
        if told is not None:
            return told
        letters = self._gazetteer.classes([name]).get(name, "")
        for wanted in (_BY_RANK, _BY_RANK.lower()):
            for letter in wanted:
                if letter in letters:
                    return _KINDS[letter.upper()]
        return Kind.SETTLEMENT


def prepared(document: Document, gazetteer: Gazetteer) -> Iterator[tuple[list[Token], list[list[str]]]]:
    """Words and features of each sentence that may hold a name."""
    text = document.text
    for sentence in analyze(document):
        words = list(sentence.words)
        if all(token.text.islower() or not token.text[0].isalpha() for token in words):
            continue
        tags = gazetteer_tags(words, text, gazetteer)
        demonyms = gazetteer.demonyms([token.text for token in words])
        yield words, features(words, tags, [token.text in demonyms for token in words])
