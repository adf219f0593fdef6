"""Recognition: whether the place names were found, by precision, recall and F1 of spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.evaluate.shares import Prf, prf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.evaluate.gold import GoldDocument
    from geomap.evaluate.predicted import PredictedPlace, Predictions
    from geomap.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """How well place names were found; demonyms count neither for nor against."""

    gold: int
    predicted: int
    exact: Prf
    """A span is right if it is the same."""
    overlap: Prf
    """A span is right if it shares a character with one that no other span was matched to."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and a predicted span that are matched, by their places in the sequences."""

    gold: int
    predicted: int
    exact: bool


def recognition(documents: Iterable[GoldDocument], predictions: Predictions) -> Recognition:
    """Score the spans of mentions."""
    gold = predicted = exact = overlap = 0
    for document in documents:
        found, pairs = match_places(document, predictions)
        counted = [pair for pair in pairs if not document.places[pair.gold].demonym]
        gold += sum(not place.demonym for place in document.places)
        predicted += len(found) - (len(pairs) - len(counted))
        exact += sum(pair.exact for pair in counted)
        overlap += len(counted)
    return Recognition(
        gold=gold,
        predicted=predicted,
        exact=prf(right=exact, predicted=predicted, gold=gold),
        overlap=prf(right=overlap, predicted=predicted, gold=gold),
    )


def match_places(document: GoldDocument, predictions: Predictions) -> tuple[list[PredictedPlace], list[Pair]]:
    """Places that were found in a document, and which of them stand for which of the gold, see `match_spans`."""
    found = _unique(predictions.places(document.id))
    return found, match_spans([place.span for place in document.places], [place.span for place in found])


def _unique(places: Iterable[PredictedPlace]) -> list[PredictedPlace]:
    """Predicted places without empty and repeated spans."""
    first: dict[Span, PredictedPlace] = {}
    for place in places:
        if place.span.end > place.span.start:
            first.setdefault(place.span, place)
    return list(first.values())


def match_spans(gold: Sequence[Span], predicted: Sequence[Span]) -> list[Pair]:
    """Match spans one to one: equal ones first, then those with the largest overlap, then the most alike in length."""
    candidates = sorted(
        (a != b, max(a.start, b.start) - min(a.end, b.end), abs((a.end - a.start) - (b.end - b.start)), i, j)
        for i, a in enumerate(gold)
        for j, b in enumerate(predicted)
        if a.overlaps(b)
    )
    left, right = set(range(len(gold))), set(range(len(predicted)))
    pairs = []
    for differs, _, _, i, j in candidates:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append(Pair(i, j, not differs))
    return pairs
