"""A linear-chain conditional random field over word and gazetteer features."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, ClassVar

import pycrfsuite

from geomap.reader.known import gazetteer_tags
from geomap.recognize.features import features
from geomap.recognize.foreign import LANGUAGE, known_names
from geomap.recognize.spans import mentions
from geomap.text.analysis import analyze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Document, Mention
    from geomap.protocols import Gazetteer
    from geomap.text.tokens import Token


class CrfRecognizer:
    """Place names by a conditional random field, trained by `training/recognizer.py`.

    Parameters
    ----------
    gazetteer
        Tells which stretches of text are names of places somewhere.
    threshold
        Least probability, 0 to 1, from which a word is taken for part of a name.
    """

    THRESHOLD: ClassVar[float] = 0.25

    def __init__(self, gazetteer: Gazetteer, threshold: float = THRESHOLD) -> None:
        self._gazetteer = gazetteer
        self._threshold = threshold
        self._loaded: pycrfsuite.Tagger | None = None
        self._weights = b""

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """Return mentions in text order, none overlapping."""
        if document.language != LANGUAGE:
            return known_names(document, self._gazetteer)
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
        return mentions(text, words, names, self._begins, self._threshold, self._gazetteer)

    def _begins(self, k: int) -> bool:
        """Whether a word inside a name is likelier the first one of the next name."""
        return bool(self._tagger.marginal("B", k) > self._tagger.marginal("I", k))


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
