"""A linear-chain conditional random field over word and gazetteer features."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import pycrfsuite

from geomap.model import Kind, Mention, Span
from geomap.recognize.features import features, gazetteer_tags
from geomap.text.kinds import named_kind
from geomap.text.sentences import sentences
from geomap.text.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Document
    from geomap.protocols import Gazetteer

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
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
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
        labels = tagger.tag()
        start = 0
        while start < len(labels):
            if labels[start] == "O":
                start += 1
                continue
            end = start + 1
            while end < len(labels) and labels[end] == "I":
                end += 1
            score = min(tagger.marginal(labels[k], k) for k in range(start, end))
            name = text[words[start].start : words[end - 1].end]
            yield Mention(
                span=Span(words[start].start, words[end - 1].end),
                text=name,
                kind=self._kind(name),
                score=round(score, 4),
            )
            start = end

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
    for sentence in sentences(text, document.language):
        words = tokens(text, sentence.start, sentence.end)
        if all(token.text.islower() or not token.text[0].isalpha() for token in words):
            continue
        tags = gazetteer_tags(words, text, gazetteer)
        demonyms = gazetteer.demonyms([token.text for token in words])
        yield words, features(words, tags, [token.text in demonyms for token in words])
