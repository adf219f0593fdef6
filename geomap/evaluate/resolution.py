"""Resolution: whether the right places were meant, by their distance from those given."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.evaluate.recognition import match_places
from geomap.evaluate.shares import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.evaluate.gold import GoldDocument, GoldPlace
    from geomap.evaluate.predicted import PredictedPlace, Predictions

FARTHEST_KM = 20_039.0
"""Charged for a place that was not given: half the circumference of the Earth."""
_RIGHT_KM = 161.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Distances:
    """Errors of a set of places; None where the set is empty."""

    n: int
    within_161_km: float | None
    """Share within 161 km (100 miles), the usual accuracy."""
    within_25_km: float | None
    mean_km: float | None
    median_km: float | None
    auc: float | None
    """Area under the sorted errors ln(km + 1) / ln(20039), 0 best to 1 worst, after Jurgens et al. 2015."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Answers of like confidence: a tenth of the range from 0 to 1."""

    n: int
    confidence: float
    """Mean."""
    right: float
    """Share within 161 km."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """How well mentions were given their places, over gold mentions with coordinates that are no demonyms."""

    all: Distances
    """A mention that was not found, or given no place, is charged 20,039 km."""
    answered: Distances
    """Mentions that were given a place."""
    same_id: float | None
    """Share given the same GeoNames id, over gold that has one."""
    same_id_n: int
    reliability: tuple[Reliability, ...]
    """Whether confidence means what it says, the least confident answers first; empty where none is told."""
    calibration_error: float | None
    """Expected calibration error: mean distance of confidence from the share that is right, over the answers."""


def resolution(documents: Iterable[GoldDocument], predictions: Predictions, *, countries: bool) -> Resolved:
    """Score the places of mentions, with or without those that name countries."""
    everything, answered = [], []
    trusted: list[tuple[float, bool]] = []
    same = asked = 0
    for gold, given in _matched(documents, predictions):
        if gold.point is None or gold.demonym or (gold.country and not countries):
            continue
        equal = given is not None and gold.geonames_id is not None and given.geonames_id == gold.geonames_id
        asked += gold.geonames_id is not None
        same += equal
        if equal:
            error: float | None = 0.0  # the same place, whatever point stands for it
        else:
            error = given.point.distance_km(gold.point) if given is not None and given.point is not None else None
        everything.append(FARTHEST_KM if error is None else error)
        if error is not None:
            answered.append(error)
            if given is not None and given.confidence is not None:
                trusted.append((given.confidence, error <= _RIGHT_KM))
    table = reliability(trusted)
    off = sum(row.n * abs(row.confidence - row.right) for row in table)
    return Resolved(
        all=distances(everything),
        answered=distances(answered),
        same_id=share(same, asked, digits=4),
        same_id_n=asked,
        reliability=table,
        calibration_error=share(off, len(trusted), digits=4),
    )


def reliability(trusted: Iterable[tuple[float, bool]]) -> tuple[Reliability, ...]:
    """Sum up confidences (0 to 1), each with whether the answer was right, by tenths."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in trusted:
        tenths.setdefault(min(9, int(confidence * 10)), []).append((confidence, right))
    return tuple(
        Reliability(
            n=len(group),
            confidence=round(statistics.fmean(confidence for confidence, _ in group), 4),
            right=round(sum(right for _, right in group) / len(group), 4),
        )
        for _, group in sorted(tenths.items())
    )


def _matched(
    documents: Iterable[GoldDocument], predictions: Predictions
) -> Iterator[tuple[GoldPlace, PredictedPlace | None]]:
    for document in documents:
        found, pairs = match_places(document, predictions)
        given = {pair.gold: found[pair.predicted] for pair in pairs}
        for number, place in enumerate(document.places):
            yield place, given.get(number)


def distances(errors: Iterable[float]) -> Distances:
    """Sum up errors in km."""
    km = sorted(min(error, FARTHEST_KM) for error in errors)
    n = len(km)
    if not n:
        return Distances(n=0, within_161_km=None, within_25_km=None, mean_km=None, median_km=None, auc=None)
    heights = [math.log(error + 1) / math.log(FARTHEST_KM) for error in km]
    area = sum((a + b) / 2 for a, b in pairwise(heights)) / (n - 1) if n > 1 else heights[0]
    return Distances(
        n=n,
        within_161_km=share(sum(error <= 161 for error in km), n, digits=4),  # noqa: PLR2004 - its definition
        within_25_km=share(sum(error <= 25 for error in km), n, digits=4),  # noqa: PLR2004 - its definition
        mean_km=round(sum(km) / n, 1),
        median_km=round(statistics.median(km), 2),
        auc=round(area, 4),
    )
