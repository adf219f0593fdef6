"""How well a place fits a mention: a sum of evidence that a person can read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.model import Kind

if TYPE_CHECKING:
    from geomap.resolve.candidates import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the rest of the report says about a candidate place."""

    country_share: float = 0.0
    """0 to 1: share of the report's evidence that points to its country."""
    nearest_km: float | None = None
    """Distance to the other places of the report."""
    within: float = 0.0
    """1 if a qualifier ("..., Libya") holds it, below 0 if it lies elsewhere."""


_POPULATION = 0.45
_MATCH = 8.0
_PRIMARY = 0.5
_BY_HAND = 2.5
_COUNTRY_SHARE = 5.0
_NEAR = 2.0
_NEAR_KM = 150.0
_WITHIN = 5.0
_KIND_AGREES = {True: 2.5, False: -2.0, None: 0.0}
_KINDS = {
    Kind.COUNTRY: 3.0,
    Kind.REGION: 1.0,
    Kind.SETTLEMENT: 0.0,
    Kind.WATER: 0.8,
    Kind.RELIEF: 0.8,
    Kind.DISTRICT: -0.5,
    Kind.AIRPORT: -1.0,
}


def score(option: Option, setting: Setting) -> float:
    """Sum of the evidence for one candidate, in natural-logarithm units."""
    place = option.place
    total = _POPULATION * math.log10(1 + min(place.population, 10_000_000)) if place.kind is not Kind.COUNTRY else 2.5
    total += _KINDS.get(place.kind, 0.0)
    total += _MATCH * (option.match - 1)
    total += _PRIMARY * option.primary
    total += _BY_HAND * (place.attribution == "geomap")
    total += _KIND_AGREES[option.kind_agrees]
    total += _COUNTRY_SHARE * setting.country_share
    total += _WITHIN * setting.within
    if setting.nearest_km is not None:
        total += _NEAR * math.exp(-setting.nearest_km / _NEAR_KM)
    return total
