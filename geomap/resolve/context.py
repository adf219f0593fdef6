"""Weigh the candidates of all mentions of a report against each other."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from geomap.model import Kind
from geomap.resolve.candidates import options
from geomap.resolve.evidence import aliases, called, peoples, qualifiers, quarters
from geomap.resolve.outlets import home
from geomap.resolve.ranking import ALONE, Setting, Weighed, shares, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.model import Document, Mention, Place, Point
    from geomap.protocols import Gazetteer
    from geomap.resolve.evidence import Qualifier

T = TypeVar("T")
_ROUNDS = 2
_ANCHOR = 0.5
"""Probability from which a place helps to tell where the others are."""
_COUNTRY_NAMED = 0.6
_PEOPLE_NAMED = 0.4
_HINTED = 3.0
_PUBLISHED = 2.0
_HOMES = 4
_TAIL = 0.02
_NOTHING = 1e-9
"""Evidence below this is what sums are off by."""
_HOPELESS = 0.001
"""A candidate less probable than this in the light of the report is not weighed again."""
_FAR_KM = 2500.0
_OUTLET_KM = 150.0
_AROUND_KM = 60.0
_OUTLET = ""
"""Stands among the names of a report for the place name that its outlet bears; no mention is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The candidates of each name of a report, and what the report says about each."""

    names: Mapping[str, list[Weighed]]
    """Name as spelled to candidates with their setting."""
    called: Sequence[str]
    """For each mention its name as it stands in `names`: as spelled, with a word for its kind that stands beside it."""
    towns: Mapping[str, str]
    """Names of quarters to those of their towns."""
    aliases: Sequence[tuple[str, str]]
    """Pairs of names that the report says are of one place."""
    country: str | None
    """Country the report is mostly about."""


def considered(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, countries: Sequence[str]
) -> Context:
    """Collect candidates, then let the likely ones of all names tell about those of each.

    One name has one meaning in a report: its qualifiers anywhere ("Al Bayda, Yemen") count everywhere.
    """
    pairs = quarters(document, mentions)
    names = called(document, mentions, gazetteer, pairs)
    outlet = home(document, gazetteer)
    people = peoples(document, gazetteer)
    found = {name: [weigh(option) for option in options(name, gazetteer, None)] for name in dict.fromkeys(names)}
    seats = options(outlet.name, gazetteer, ()) if outlet.name else []
    found[_OUTLET] = [weigh(seat) for seat in seats if outlet.country in (None, seat.place.country)]
    around: dict[str, list[tuple[str, Qualifier]]] = defaultdict(list)
    for q in qualifiers(document, mentions):
        if names[q.inner] != names[q.outer]:
            around[names[q.inner]].append((names[q.outer], q))
    told = names if outlet.name and outlet.name.casefold() in map(str.casefold, names) else [*names, _OUTLET]
    leading: tuple[str, ...] | None = None

    def spoken(likely: Mapping[str, list[tuple[Place, float]]]) -> dict[str, float]:
        weights = _weights(chain(*likely.values()), people, countries)
        if outlet.country:
            weights[outlet.country] = weights.get(outlet.country, 0.0) + _PUBLISHED
        return weights

    for _ in range(_ROUNDS):
        before, leading = leading, _leading(spoken(_likely(told, found)))
        if before is None or set(before) != set(leading):
            found |= {
                name: [weigh(option) for option in options(name, gazetteer, leading)] for name in dict.fromkeys(names)
            }
        likely = _likely(told, found)
        found = _settings(found, likely, spoken(likely), countries, around, outlet.name)
    del found[_OUTLET]
    for name, qualified in around.items():
        found[name] = _inside(found[name], [found[outer] for outer, q in qualified if q.inside])
    towns = {names[inner]: names[outer] for inner, outer in pairs}
    same = [(names[one], names[other]) for one, other in aliases(document, mentions)]
    return Context(names=found, called=names, towns=towns, aliases=same, country=leading[0] if leading else None)


def _leading(weights: Mapping[str, float]) -> tuple[str, ...]:
    """Countries that the report is about, the first one first."""
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return tuple(code for code, weight in ranked[:_HOMES] if weight > 0 and weight >= sum(weights.values()) * 0.1)


def _likely(names: list[str], found: Mapping[str, list[Weighed]]) -> dict[str, list[tuple[Place, float]]]:
    """For each name the places that it may well mean, each with how probable that is, more for a name told often."""
    likely = {}
    for name, times in Counter(names).items():
        weighed = found[name]
        often = 1 + math.log(times)
        likely[name] = [
            (one.option.place, often * share)
            for one, share in zip(weighed, shares(weighed), strict=True)
            if share > _TAIL
        ]
    return likely


def _weights(
    likely: Iterable[tuple[Place, float]], people: Mapping[str, int], countries: Sequence[str]
) -> dict[str, float]:
    """How much of the report's evidence points to each country."""
    weights: dict[str, float] = defaultdict(float)
    for place, weight in likely:
        if place.country:
            weights[place.country] += weight * (_COUNTRY_NAMED if place.kind is Kind.COUNTRY else 1.0)
    for code, times in people.items():
        weights[code] += _PEOPLE_NAMED * (1 + math.log(times))
    for code in countries:
        weights[code] += _HINTED
    return weights


def _provinces(likely: Iterable[tuple[Place, float]]) -> dict[tuple[str | None, str], float]:
    """How much of the report's evidence points to each first-level division: its towns named, or itself."""
    weights: dict[tuple[str | None, str], float] = defaultdict(float)
    for place, weight in likely:
        province = _province(place)
        if province is not None:
            weights[province] += weight
    return weights


def _less(weights: Mapping[T, float], own: Mapping[T, float]) -> dict[T, float]:
    """Evidence without what a name itself has brought, as shares of what is left."""
    left = {key: weight - own.get(key, 0.0) for key, weight in weights.items()}
    left = {key: weight if weight > _NOTHING else 0.0 for key, weight in left.items()}
    total = sum(left.values()) or 1.0
    return {key: weight / total for key, weight in left.items()}


def _province(place: Place) -> tuple[str | None, str] | None:
    own = place.name if place.kind is Kind.REGION else place.admin1
    return (place.country, own) if own else None


def _settings(
    found: Mapping[str, list[Weighed]],
    likely: Mapping[str, list[tuple[Place, float]]],
    weights: Mapping[str, float],
    countries: Sequence[str],
    around: Mapping[str, list[tuple[str, Qualifier]]],
    outlet: str | None,
) -> dict[str, list[Weighed]]:
    """Each candidate with what the likely candidates of the other names say about it."""
    provinces = _provinces(chain(*(places for name, places in likely.items() if name != _OUTLET)))
    anchors = _anchors(found)
    seats = _seats(found[_OUTLET])
    told = {}
    for name, weighed in found.items():
        # A name is no evidence for itself: what looks likely for it alone would look likelier at each round.
        own = likely.get(name, [])
        country_shares = _less(weights, _weights(own, {}, ()))
        province_shares = _less(provinces, _provinces(own))
        leading = _leading(country_shares)[:1]
        others = [place for other, place in anchors.items() if other not in (name, _OUTLET)]
        titled = {place.id for other, place in anchors.items() if other.casefold() == place.name.casefold()}
        called_so = outlet is not None and name.casefold() == outlet.casefold()
        holders = [(_holding(found[outer], q, anchors.get(outer)), q) for outer, q in around.get(name, [])]
        told[name] = [
            one
            if share < _HOPELESS and one.setting is not ALONE
            else weigh(
                one.option,
                Setting(
                    country_share=country_shares.get(one.option.place.country or "", 0.0),
                    province_share=province_shares.get(_province(one.option.place) or (None, ""), 0.0),
                    leading=one.option.place.country in leading,
                    hinted=one.option.place.country in countries,
                    otherwise=one.option.place.id in titled and not one.option.primary,
                    alone=bool(countries) and set(found) <= {name, _OUTLET},
                    nearest_km=_nearest(one.option.place, others),
                    within=_within(one.option.place, holders),
                    near_outlet=0.0 if called_so else _near(one.option.place, seats),
                ),
            )
            for one, share in zip(weighed, shares(weighed), strict=True)
        ]
    return told


def _seats(weighed: list[Weighed]) -> list[tuple[Point, float]]:
    """Where the outlet may be at home, each with how probable that is."""
    return [
        (one.option.place.point, share) for one, share in zip(weighed, shares(weighed), strict=True) if share > _TAIL
    ]


def _near(place: Place, seats: Sequence[tuple[Point, float]]) -> float:
    """How surely a place lies near the outlet's home, 0 to 1."""
    return sum(share * math.exp(-_apart(seat, place.point) / _OUTLET_KM) for seat, share in seats)


def _anchors(found: Mapping[str, list[Weighed]]) -> dict[str, Place]:
    """Names that surely mean one place smaller than a country."""
    anchors: dict[str, Place] = {}
    for name, weighed in found.items():
        share, index = max(((share, -i) for i, share in enumerate(shares(weighed))), default=(0.0, 0))
        if share > _ANCHOR and weighed[-index].option.place.kind is not Kind.COUNTRY:
            anchors[name] = weighed[-index].option.place
    return anchors


def _nearest(place: Place, others: list[Place]) -> float | None:
    """Distance to the second nearest other place (one may be chance), or to the only one."""
    point = place.point
    nearest = second = math.inf
    for other in others:
        distance = _apart(point, other.point)
        if distance < nearest:
            nearest, second = distance, nearest
        elif distance < second:
            second = distance
    return (second if second < math.inf else nearest) if others else None


def _apart(one: Point, other: Point) -> float:
    """Distance in km; what is far apart at a glance is `_FAR_KM`, where nearness no longer counts."""
    if abs(one.latitude - other.latitude) > 18 or 30 < abs(one.longitude - other.longitude) < 330:  # noqa: PLR2004
        return _FAR_KM
    return one.distance_km(other)


def _holding(weighed: list[Weighed], qualifier: Qualifier, anchor: Place | None) -> list[Place]:
    """What may hold a place: countries and divisions; or, where what lies around counts, the town it surely is."""
    areas = [one.option.place for one in weighed if one.option.place.kind in (Kind.COUNTRY, Kind.REGION)]
    if not qualifier.around:
        return areas
    return [anchor] if anchor is not None else [area for area in areas if area.kind is Kind.COUNTRY]


def _within(place: Place, around: list[tuple[list[Place], Qualifier]]) -> float:
    """Above 0 if a qualifier holds the place, below 0 if it lies elsewhere."""
    told = 0.0
    for outers, qualifier in around:
        holders = [outer for outer in outers if outer.id != place.id]
        if any(contains(holder, place) or (qualifier.around and _beside(holder, place)) for holder in holders):
            told = max(told, qualifier.strength)
        elif holders and told == 0.0:
            told = -qualifier.strength
    return told


def _inside(weighed: list[Weighed], outers: Iterable[list[Weighed]]) -> list[Weighed]:
    """Without what lies elsewhere, if a place of the very name lies in the country that the report says it is in."""
    for outer in outers:
        best = max(outer, key=lambda one: one.score, default=None)
        if best is None or best.option.place.kind is not Kind.COUNTRY:
            continue
        held = [one for one in weighed if contains(best.option.place, one.option.place)]
        if any(one.option.exact for one in held):
            return held
    return weighed


def _beside(town: Place, place: Place) -> bool:
    return _apart(town.point, place.point) <= max(_AROUND_KM, town.uncertainty_km)


def contains(outer: Place, inner: Place) -> bool:
    """Whether the country or first-level division `outer` holds `inner`, by what their rows say."""
    if outer.country is None or outer.country != inner.country:
        return False
    if outer.kind is Kind.COUNTRY:
        return inner.kind is not Kind.COUNTRY
    return inner.admin1 == outer.name
