"""Place names by the trained reader and the conditional random field together: both err, but on different names."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from geomap.recognize.again import found_again
from geomap.recognize.crf import CrfRecognizer
from geomap.recognize.foreign import LANGUAGE, known_names
from geomap.recognize.spans import NOTHING, mentions

if TYPE_CHECKING:
    from geomap.model import Document, Mention
    from geomap.protocols import Gazetteer
    from geomap.reader import Reader


class TrainedRecognizer:
    """Place names by the mean of two models' probabilities.

    Parameters
    ----------
    reader
        Reads documents.
    gazetteer
        Tells which stretches of text are names of places somewhere, and of what kind.
    threshold
        Least probability, 0 to 1, from which a word is taken for part of a name.
    """

    THRESHOLD: ClassVar[float] = 0.5

    def __init__(self, reader: Reader, gazetteer: Gazetteer, threshold: float = THRESHOLD) -> None:
        self._reader = reader
        self._gazetteer = gazetteer
        self._threshold = threshold
        self._other = CrfRecognizer(gazetteer)

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """Return mentions in text order, none overlapping."""
        if document.language != LANGUAGE:
            return known_names(document, self._gazetteer)
        others = self._other.probabilities(document)
        found: list[Mention] = []
        for passage in self._reader.read(document).passages:
            told = [
                [(one + other) / 2 for one, other in zip(row, others.get(word.start, NOTHING), strict=True)]
                for word, row in zip(passage.words, passage.spans["place"].tolist(), strict=True)
            ]
            found += mentions(document.text, passage.words, told, self._threshold, self._gazetteer)
        return found_again(document.text, found)
