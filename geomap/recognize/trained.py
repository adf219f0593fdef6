"""Place names by the trained reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from geomap.reader.reading import BEGIN, INSIDE, OUTSIDE
from geomap.recognize.foreign import LANGUAGE, known_names
from geomap.recognize.spans import mentions

if TYPE_CHECKING:
    from geomap.model import Document, Mention
    from geomap.protocols import Gazetteer
    from geomap.reader import Reader


class TrainedRecognizer:
    """Place names by the network that `training/reader.py` trains.

    Parameters
    ----------
    reader
        Reads documents.
    gazetteer
        Tells of what kind a name is.
    threshold
        Least probability, 0 to 1, from which a word is taken for part of a name.
    """

    THRESHOLD: ClassVar[float] = 0.5

    def __init__(self, reader: Reader, gazetteer: Gazetteer, threshold: float = THRESHOLD) -> None:
        self._reader = reader
        self._gazetteer = gazetteer
        self._threshold = threshold

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """Return mentions in text order, none overlapping."""
        if document.language != LANGUAGE:
            return known_names(document, self._gazetteer)
        found: list[Mention] = []
        for passage in self._reader.read(document).passages:
            place = passage.spans["place"]
            names = (1 - place[:, OUTSIDE]).tolist()
            begins = (place[:, BEGIN] > place[:, INSIDE]).tolist()
            found += mentions(document.text, passage.words, names, begins.__getitem__, self._threshold, self._gazetteer)
        return tuple(found)
