"""How well a place fits a mention: a weighted sum of evidence that a person can read.

The weights stand in `weights.toml`; `training/ranking.py` fits them.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.resolve.candidates import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the rest of the report says about a candidate place."""

    country_share: float = 0.0
    """0 to 1: share of the report's evidence that points to its country."""
    province_share: float = 0.0
    """0 to 1: share of the report's evidence that points to its first-level division."""
    leading: bool = False
    """Whether most of the report's evidence points to its country."""
    hinted: bool = False
    """Whether the user named its country."""
    nearest_km: float | None = None
    """Distance to the other places of the report."""
    within: float = 0.0
    """1 if a qualifier ("..., Libya") holds it, below 0 if it lies elsewhere."""
    otherwise: bool = False
    """Whether the report names it otherwise, by its main name: "Mexico" beside "Mexico City"."""
    alone: bool = False
    """Whether the report names no other place, and its countries are given."""
    near_outlet: float = 0.0
    """0 to 1: how surely it lies near the outlet's home."""


_SOME = 0.2
"""Share of the report's evidence that speaks for a country or province as well as more would."""
_CLOSE = 0.9
"""Likeness from which another spelling is a close one."""
_AREAS = (Kind.COUNTRY, Kind.REGION, Kind.DISTRICT)
ALONE = Setting()
NONE = "none of them"
_NEAR = tuple((f"near {km} km", km) for km in (30, 120, 500))
_KIND = {kind: f"kind {kind}" for kind in Kind}


@cache
def weights() -> Mapping[str, float]:
    """Weight of each kind of evidence, in natural-logarithm units."""
    return tomllib.loads(resources.files("geomap.resolve").joinpath("weights.toml").read_text(encoding="utf-8"))


def evidence(option: Option, setting: Setting) -> dict[str, float]:
    """What speaks for and against one candidate: name of the evidence to its amount."""
    place = option.place
    people = math.log10(1 + place.population)
    told = {
        _KIND[place.kind]: 1.0,
        "people of an area" if place.kind in _AREAS else "population": people,
        "known in the world": math.log2(1 + option.names),
        "spelling": option.match - 1,
        "main name": float(option.primary),
        "unlike its main name": option.strange,
        "row by hand": float(option.exact and place.attribution == "geomap" and place.kind is not Kind.AIRPORT),
        "other transliteration": float(not option.exact),
        "other transliteration, same sounds": float(option.sounds),
        "same sounds, leading country": float(option.sounds and setting.leading),
        "town of a facility": float(option.beside),
        "long name, other spelling": float(not option.exact) * math.log2(max(1, option.letters) / 6),
        "spelling of a misspelt": 0.0 if option.exact else option.match - 1,
        "close spelling of a misspelt": 0.0 if option.exact else max(0.0, option.match - _CLOSE) / (1 - _CLOSE),
        "others are spelled closer": option.behind,
        "population of a misspelt": 0.0 if option.exact else people,
        "known in the world, misspelt": 0.0 if option.exact else math.log2(1 + option.names),
        "hinted country, other spelling": float(setting.hinted and not option.exact),
        "named after a town in it": float(option.after_town and option.kind_agrees is None),
        "country": setting.country_share,
        "country at all": min(1.0, setting.country_share / _SOME),
        "province": setting.province_share,
        "province at all": min(1.0, setting.province_share / _SOME),
        "leading country": float(setting.leading),
        "hinted country": float(setting.hinted),
        "alone, country given": float(setting.alone),
        "named otherwise": float(setting.otherwise),
        "with its kind in its name": float(option.whole),
        "region without people": float(place.kind is Kind.REGION and not place.population),
        "qualified" if option.exact else "qualified, other spelling": max(0.0, setting.within),
        "near the outlet": setting.near_outlet,
        "qualified elsewhere": max(0.0, -setting.within),
    }
    if option.kind_agrees is not None:
        told["kind word agrees" if option.kind_agrees else "kind word disagrees"] = 1.0
    if setting.nearest_km is not None:
        told |= {name: math.exp(-setting.nearest_km / km) for name, km in _NEAR}
    return told


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate, what the report says about it, and the sum of the evidence."""

    option: Option
    setting: Setting
    score: float


def weigh(option: Option, setting: Setting = ALONE) -> Weighed:
    """Sum up the weighted evidence for one candidate."""
    known = weights()
    total = sum(known.get(name, 0.0) * amount for name, amount in evidence(option, setting).items() if amount)
    return Weighed(option, setting, total)


def shares(weighed: Sequence[Weighed], *, sharpness: float = 1.0, known: float = 0.0) -> list[float]:
    """Probability of each candidate that it is the one meant; what is missing to 1 is "none of them".

    Above 1, `sharpness` moves probability to the likeliest; above 0, `known` moves it from "none of them" to others.
    """
    none = sharpness * (weights()[NONE] - known)
    scores = [sharpness * one.score for one in weighed]
    top = max([none, *scores])
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers) + math.exp(none - top)
    return [power / total for power in powers]
