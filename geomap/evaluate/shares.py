"""Shares, and precision, recall and F1, rounded as they are reported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prf:
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def share(part: float, whole: int, *, digits: int = 3) -> float | None:
    """`part` of `whole`; None of nothing."""
    return round(part / whole, digits) if whole else None


def prf(*, right: int, predicted: int, gold: int, digits: int = 4) -> Prf:
    """Precision `right / predicted`, recall `right / gold`; 0 where there is nothing to divide by."""
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Prf(precision=round(precision, digits), recall=round(recall, digits), f1=round(f1, digits))
