"""Linking: whether an event was put where the sentence says it took place, after Halterman 2019.

Each text has one event, given by its verb, and the place names where it took place, maybe none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.evaluate.shares import Prf, prf, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.evaluate.gold import GoldDocument
    from geomap.evaluate.predicted import PredictedEvent, Predictions
    from geomap.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """How well events were linked with the places named; shares are 0 to 1, None where nothing was asked."""

    sentences: int
    token: Prf
    """Over the words of the places."""
    sentence: float | None
    """Share of texts with exactly the right words."""
    with_place: int
    hit: float | None
    """Of texts whose event has a place: at least one word of it found."""
    without_place: int
    left_empty: float | None
    """Of texts whose event has none: none given."""


def linking(documents: Iterable[GoldDocument], predictions: Predictions) -> Linking:
    """Score the places of the event whose trigger overlaps the verb."""
    asked = [document for document in documents if document.verb is not None]
    right = given = wanted = same = hits = located = empty = 0
    for document in asked:
        gold = _covered(document.tokens, [place.span for place in document.places])
        found = _covered(document.tokens, _places(document.verb, predictions.events(document.id)))
        right, given, wanted = right + len(gold & found), given + len(found), wanted + len(gold)
        same += gold == found
        located += bool(gold)
        hits += bool(gold & found)
        empty += not gold and not found
    return Linking(
        sentences=len(asked),
        token=prf(right=right, predicted=given, gold=wanted),
        sentence=share(same, len(asked), digits=4),
        with_place=located,
        hit=share(hits, located, digits=4),
        without_place=len(asked) - located,
        left_empty=share(empty, len(asked) - located, digits=4),
    )


def _places(verb: Span | None, events: Iterable[PredictedEvent]) -> list[Span]:
    return [
        place
        for event in events
        if verb is not None and event.trigger is not None and event.trigger.overlaps(verb)
        for place in event.places
    ]


def _covered(tokens: Sequence[Span], spans: Sequence[Span]) -> frozenset[int]:
    """Numbers of the tokens that share a character with one of `spans`."""
    return frozenset(number for number, token in enumerate(tokens) if any(token.overlaps(span) for span in spans))
