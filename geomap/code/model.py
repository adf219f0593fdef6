"""The fitted models of coding: maximum entropy, read from `weights.json.gz`."""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Classifier:
    """A maximum-entropy model over named features that are there or not."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    """Feature to its row in `weights`."""
    weights: NDArray[np.float64]
    """One row a feature, one column a class, in natural-logarithm units."""

    def sums(self, row: Sequence[str]) -> list[float]:
        """Weight of each class, given the features that are there."""
        known = self.rows
        sums: list[float] = self.weights[[known[name] for name in row if name in known]].sum(axis=0).tolist()
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
    classes = tuple(told["classes"])
    weights = np.zeros((len(told["weights"]), len(classes)))
    for row, pairs in enumerate(told["weights"].values()):
        for column, weight in pairs:
            weights[row, int(column)] = weight
    return Classifier(classes=classes, rows={name: row for row, name in enumerate(told["weights"])}, weights=weights)
