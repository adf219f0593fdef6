"""Place names by the trained reader and the conditional random field together: both err, but on different names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from geomap.reader.reading import BEGIN, INSIDE, OUTSIDE
from geomap.recognize.again import found_again
from geomap.recognize.capitals import with_capitals
from geomap.recognize.crf import CrfRecognizer
from geomap.recognize.foreign import LANGUAGE, known_names
from geomap.recognize.spans import NOTHING, mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Document, Mention
    from geomap.protocols import Gazetteer
    from geomap.reader import Reader

_TRUST = 0.7
"""Weight of the reader; the rest is the field's."""
_LEAST = 1e-4
_NO_EVENT = 0.5
_QUIET = 0.2
"""How much surer a name must be in a report that tells no event: teams, goods and people bear names of places there."""


class TrainedRecognizer:
    """Place names by the weighted mean of what two models make of each word, in log-odds.

    Parameters
    ----------
    reader
        Reads documents.
    gazetteer
        Tells which stretches of text are names of places somewhere, and of what kind.
    threshold
        Least probability, 0 to 1, from which a word is taken for part of a name.
    """

    THRESHOLD: ClassVar[float] = 0.45

    def __init__(self, reader: Reader, gazetteer: Gazetteer, threshold: float = THRESHOLD) -> None:
        self._reader = reader
        self._gazetteer = gazetteer
        self._threshold = threshold
        self._other = CrfRecognizer(gazetteer)

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """Return mentions in text order, none overlapping."""
        if document.language != LANGUAGE:
            return known_names(document, self._gazetteer)
        read = with_capitals(document)
        others = self._other.probabilities(read)
        found: list[Mention] = []
        passages = self._reader.read(read).passages
        quiet = all(passage.trigger[:, 0].min() > _NO_EVENT for passage in passages)
        least = self._threshold + (_QUIET if quiet else 0.0)
        for passage in passages:
            told = [
                _both(row, others.get(word.start, NOTHING))
                for word, row in zip(passage.words, passage.spans["place"].tolist(), strict=True)
            ]
            names = mentions(document.text, passage.words, told, self._threshold, self._gazetteer)
            found += [name for name in names if name.score >= least]
        return found_again(document.text, found)


def _both(read: Sequence[float], other: Sequence[float]) -> tuple[float, float, float]:
    """Probability to be outside a name, to begin one, to continue one, from the reader's and the field's."""
    odds = _TRUST * _log_odds(read[OUTSIDE]) + (1 - _TRUST) * _log_odds(other[OUTSIDE])
    outside = 1 / (1 + math.exp(-odds))
    begin, inside = read[BEGIN] + other[BEGIN], read[INSIDE] + other[INSIDE]
    share = (1 - outside) / max(begin + inside, _LEAST)
    return outside, begin * share, inside * share


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))
