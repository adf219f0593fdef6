"""A linear-chain conditional random field over word and gazetteer features."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, ClassVar

import pycrfsuite

from geomap.reader.known import gazetteer_tags
from geomap.recognize.again import found_again
from geomap.recognize.capitals import with_capitals
from geomap.recognize.features import features
from geomap.recognize.foreign import LANGUAGE, known_names
from geomap.recognize.spans import NOTHING, mentions
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
        read = with_capitals(document)
        told = self.probabilities(read)
        found: list[Mention] = []
        for sentence in analyze(read):
            rows = [told.get(word.start, NOTHING) for word in sentence.words]
            found += mentions(document.text, sentence.words, rows, self._threshold, self._gazetteer)
        return found_again(document.text, found)

    @property
    def _tagger(self) -> pycrfsuite.Tagger:
        if self._loaded is None:
            self._weights = resources.files("geomap.recognize").joinpath("model.crfsuite").read_bytes()
            self._loaded = pycrfsuite.Tagger()
            self._loaded.open_inmemory(self._weights)  # reads from the bytes for as long as it lives
        return self._loaded

    def probabilities(self, document: Document) -> dict[int, tuple[float, float, float]]:
        """Probability of each word to be outside a name, to begin one, to continue one, by its first character.

        Sentences that hold no capital are left out.
        """
        found = {}
        for words, rows in prepared(document, self._gazetteer):
            tagger = self._tagger
            tagger.set(rows)
            for k, word in enumerate(words):
                outside, begin = tagger.marginal("O", k), tagger.marginal("B", k)
                found[word.start] = (outside, begin, 1 - outside - begin)
        return found


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
