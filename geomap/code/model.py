"""The fitted models of coding: maximum entropy, read from `weights.json.gz`."""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """A maximum-entropy model over named features that are there or not."""

    classes: tuple[str, ...]
    weights: Mapping[str, Sequence[tuple[int, float]]]
    """Feature to pairs of class number and weight, in natural-logarithm units."""

    def sums(self, row: Sequence[str]) -> list[float]:
        """Weight of each class, given the features that are there."""
        sums = [0.0] * len(self.classes)
        for name in row:
            for k, weight in self.weights.get(name, ()):
                sums[k] += weight
        return sums

    def best(self, row: Sequence[str]) -> int:
        """Number of the likeliest class."""
        sums = self.sums(row)
        return max(range(len(sums)), key=sums.__getitem__)

    def probabilities(self, row: Sequence[str]) -> list[float]:
        """Probability of each class."""
        sums = self.sums(row)
        top = max(sums)
        powers = [math.exp(value - top) for value in sums]
        total = sum(powers)
        return [power / total for power in powers]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """All that was fitted."""

    triggers: Classifier
    """Types of events; the first class is none."""
    modality: Classifier
    lemmas: frozenset[str]
    """Words worth looking at as triggers, beside those of the vocabulary."""
    threshold: float
    """Least probability of some event from which a word is taken for a trigger."""


@cache
def weights() -> Weights:
    """Read the fitted models, once."""
    packed = resources.files("geomap.code").joinpath("weights.json.gz").read_bytes()
    told = json.loads(gzip.decompress(packed))
    return Weights(
        triggers=_classifier(told["triggers"]),
        modality=_classifier(told["modality"]),
        lemmas=frozenset(told["lemmas"]),
        threshold=told["threshold"],
    )


def _classifier(told: Mapping[str, Mapping[str, list[list[float]]]]) -> Classifier:
    rows = {name: tuple((int(k), w) for k, w in pairs) for name, pairs in told["weights"].items()}
    return Classifier(classes=tuple(told["classes"]), weights=rows)
