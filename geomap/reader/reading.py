"""What the reader makes of a report: its words by where they stand, and which belong together."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geomap.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from geomap.text.tokens import Token

OUTSIDE, BEGIN, INSIDE = range(3)
"""Columns of the tables of spans."""
_OUTSIDE = 0.55
"""Least probability to stand outside a span from which a word does."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Passage:
    """A stretch of a report as read; rows of all tables are its words."""

    words: tuple[Token, ...]
    trigger: NDArray[np.float32]
    """Probability of each word to say no event, or one of each of `Reading.types`: n x (1 + types)."""
    modality: NDArray[np.float32]
    """Probability of each of `Reading.modalities`, if the word says an event: n x modalities."""
    spans: Mapping[str, NDArray[np.float32]]
    """Role to the probability of each word to be outside its spans, to begin one, to continue one: n x 3."""
    asks: NDArray[np.float32]
    """What each word, as a trigger, looks for: n x roles x any."""
    answers: NDArray[np.float32]
    """What each word, as the first one of a span, is: n x roles x any."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """A report as read."""

    passages: tuple[Passage, ...]
    """In text order."""
    types: tuple[str, ...]
    """Ids of event types."""
    modalities: tuple[str, ...]
    roles: tuple[str, ...]
    """What may belong to a trigger: a place, a claimant, an actor, a target."""

    @cached_property
    def _rows(self) -> dict[int, tuple[Passage, int]]:
        return {word.start: (passage, row) for passage in self.passages for row, word in enumerate(passage.words)}

    @property
    def classes(self) -> tuple[str, ...]:
        """What a word may say: "none", or an event of a type."""
        return ("none", *self.types)

    def trigger(self, start: int) -> list[float]:
        """Probability of the word at an offset to say no event, or one of each of `types`."""
        passage, row = self._rows[start]
        found: list[float] = passage.trigger[row].tolist()
        return found

    def modality(self, start: int) -> dict[str, float]:
        """How the event at a word is told: modality to probability."""
        passage, row = self._rows[start]
        return dict(zip(self.modalities, passage.modality[row].tolist(), strict=True))

    def spans(self, role: str) -> tuple[Span, ...]:
        """Stretches of text that may be a role's, in text order; what touches is one."""
        return self._spans[role]

    @cached_property
    def _spans(self) -> dict[str, tuple[Span, ...]]:
        """Found once: every event of a report asks."""
        return {role: tuple(span for p in self.passages for span in _joined(p, role)) for role in self.roles}

    def near(self, role: str, trigger: int) -> tuple[Span, ...]:
        """The spans of a role in the passage of the trigger at an offset; what is farther away cannot be its own."""
        asking = self._rows.get(trigger)
        if asking is None:
            return ()
        words = asking[0].words
        first, last = words[0].start, words[-1].end
        spans = self._spans[role]
        return spans[bisect_left(spans, first, key=_start) : bisect_left(spans, last, key=_start)]

    def belongs(self, role: str, trigger: int, other: int) -> float | None:
        """Log-odds that what begins at `other` is the `role` of the event at `trigger`; None if they are far apart."""
        asking, asked = self._rows.get(trigger), self._rows.get(other)
        if asking is None or asked is None or asking[0] is not asked[0]:
            return None
        (passage, a), (_, b) = asking, asked
        number = self.roles.index(role)
        return float(passage.asks[a, number] @ passage.answers[b, number])

    def likeliest(self, role: str, trigger: int) -> Span | None:
        """The span that is the likeliest `role` of the event at a trigger; None if none rather is than not."""
        fits = [(self.belongs(role, trigger, span.start), span) for span in self.near(role, trigger)]
        best = max(((score, -span.start, span) for score, span in fits if score is not None), default=None)
        return best[2] if best is not None and best[0] > 0 else None


def _start(span: Span) -> int:
    return span.start


def _joined(passage: Passage, role: str) -> Iterator[Span]:
    start = None
    inside = (passage.spans[role][:, OUTSIDE] < _OUTSIDE).tolist()
    for row, taken in enumerate([*inside, False]):
        if start is not None and not taken:
            yield Span(passage.words[start].start, passage.words[row - 1].end)
            start = None
        if taken and start is None:
            start = row
