"""What the trained reader makes of the words of a document, by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.model import Document
    from geomap.reader import Reader

_NOTHING = 0.05
"""Probability of an event below which a word is not worth keeping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Words that may say an event."""

    classes: tuple[str, ...]
    """Columns of `triggers`; the first is none."""
    triggers: Mapping[int, Sequence[float]]
    """First character of a word to its probability of each class; words that hardly say an event are left out."""
    modalities: tuple[str, ...]
    told: Mapping[int, Sequence[float]]
    """First character of a word to the probability of each modality."""

    def modality(self, start: int) -> dict[str, float]:
        """How the event at a word is told: modality to probability."""
        return dict(zip(self.modalities, self.told[start], strict=True))


def reading(document: Document, reader: Reader) -> Reading:
    """Read a document."""
    triggers, told = {}, {}
    for passage in reader.read(document):
        for row in (passage.trigger[:, 0] < 1 - _NOTHING).nonzero()[0]:
            start = passage.words[row].start
            triggers[start] = passage.trigger[row].tolist()
            told[start] = passage.modality[row].tolist()
    return Reading(classes=("none", *reader.types), triggers=triggers, modalities=reader.modalities, told=told)
