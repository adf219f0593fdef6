"""Resolve all mentions of a report together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from geomap.model import Alternative, Kind, Method, Resolution
from geomap.protocols import Outcome
from geomap.resolve.candidates import options
from geomap.resolve.evidence import Qualifier, peoples, qualifiers
from geomap.resolve.ranking import Setting, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Document, Mention, Place
    from geomap.protocols import Gazetteer, Geocoder
    from geomap.resolve.candidates import Option

_ROUNDS = 2
_SURE = 0.35
"""Below this share of the evidence no place is given."""
_MENTIONED_COUNTRY = 0.6
_PEOPLE = 0.4
_HINTED = 3.0


def resolve(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    countries: Sequence[str] = (),
    geocoder: Geocoder | None = None,
) -> tuple[Resolution, ...]:
    """Say which place each mention means, or why that cannot be said.

    Parameters
    ----------
    document
        The report.
    mentions
        Place names in text order.
    gazetteer
        Where to look them up.
    countries
        Countries the report is said to be about, ISO 3166-1 alpha-2.
    geocoder
        Asked for names that the gazetteer does not know; None: nobody is asked.

    Returns
    -------
    tuple of Resolution
        One for each mention, in their order.
    """
    qualified = qualifiers(document, mentions)
    people = peoples(document, gazetteer)
    names = [mention.text for mention in mentions]
    home = tuple(dict.fromkeys([*countries, *_leading(people)]))
    found = {name: options(name, gazetteer, home) for name in dict.fromkeys(names)}
    shares = {name: _shares([score(o, Setting()) for o in opts]) for name, opts in found.items()}
    for number in range(_ROUNDS):
        weights = _country_weights(names, found, shares, people, countries)
        if number == 0:
            home = tuple(dict.fromkeys([*countries, *_leading(weights)]))
            found = {
                name: opts if any(o.place.country in home for o in opts) else options(name, gazetteer, home)
                for name, opts in found.items()
            }
        shares = _rescored(names, found, shares if number else {}, weights, qualified)
    answers = {name: _answer(found[name], shares[name]) for name in found}
    return tuple(_resolution(mention, answers[mention.text], _first(weights), geocoder) for mention in mentions)


def _leading(weights: Counter[str], most: int = 4) -> list[str]:
    return [code for code, weight in weights.most_common(most) if weight >= weights.total() * 0.1]


def _first(weights: Counter[str]) -> str | None:
    return weights.most_common(1)[0][0] if weights else None


def _shares(scores: list[float]) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _country_weights(
    names: list[str],
    found: dict[str, list[Option]],
    shares: dict[str, list[float]],
    people: Counter[str],
    countries: Sequence[str],
) -> Counter[str]:
    """How much of the report's evidence points to each country."""
    weights: Counter[str] = Counter()
    for name, times in Counter(names).items():
        often = 1 + math.log(times)
        for option, share in zip(found[name], shares[name], strict=True):
            code = option.place.country
            if code and share > 0.05:  # noqa: PLR2004 - a tail of namesakes
                is_country = option.place.kind is Kind.COUNTRY
                weights[code] += often * share * (_MENTIONED_COUNTRY if is_country else 1.0) * option.match**4
    for code, times in people.items():
        weights[code] += _PEOPLE * (1 + math.log(times))
    for code in countries:
        weights[code] += _HINTED
    return weights


def _rescored(
    names: list[str],
    found: dict[str, list[Option]],
    before: dict[str, list[float]],
    weights: Counter[str],
    qualified: list[Qualifier],
) -> dict[str, list[float]]:
    total = weights.total() or 1.0
    tops = {name: max(zip(before.get(name, []), range(len(opts)), strict=False), default=None) for name, opts in found.items()}
    anchors = {
        name: found[name][top[1]].place
        for name, top in tops.items()
        if top is not None and top[0] > 0.5 and found[name][top[1]].place.kind is not Kind.COUNTRY  # noqa: PLR2004
    }
    around: dict[str, list[tuple[list[Option], float]]] = defaultdict(list)
    for q in qualified:
        around[names[q.inner]].append((found[names[q.outer]], q.strength))
    shares = {}
    for name, opts in found.items():
        others = [place for other, place in anchors.items() if other != name]
        shares[name] = _shares(
            [
                score(
                    option,
                    Setting(
                        country_share=weights[option.place.country or ""] / total,
                        nearest_km=_nearest(option.place, others),
                        within=_within(option.place, around[name]),
                    ),
                )
                for option in opts
            ]
        )
    return shares


def _nearest(place: Place, others: list[Place]) -> float | None:
    """Distance to the second nearest other place (one may be chance), or to the only one."""
    distances = sorted(place.point.distance_km(other.point) for other in others)
    return distances[min(1, len(distances) - 1)] if distances else None


def _within(place: Place, around: list[tuple[list[Option], float]]) -> float:
    """1 if a qualifier contains the place, -1 if one cannot, 0 if none says."""
    told = 0.0
    for outers, strength in around:
        holders = [o.place for o in outers if o.place.kind in (Kind.COUNTRY, Kind.REGION) and o.place.id != place.id]
        if not holders:
            continue
        inside = any(contains(holder, place) for holder in holders)
        told = max(told, strength) if inside else (told or -strength * 0.6)
    return told


def contains(outer: Place, inner: Place) -> bool:
    """Whether the country or first-level division `outer` holds `inner`, by what their rows say."""
    if outer.country is None or outer.country != inner.country:
        return False
    if outer.kind is Kind.COUNTRY:
        return inner.kind is not Kind.COUNTRY
    return inner.admin1 == outer.name


def _answer(opts: list[Option], shares: list[float]) -> tuple[Option | None, float, tuple[Alternative, ...]]:
    """The best place, its share, and the runners-up; namesakes within 20 km count as one place."""
    if not opts:
        return None, 0.0, ()
    order = sorted(range(len(opts)), key=lambda i: (-shares[i], opts[i].place.id))
    best = opts[order[0]]
    together = sum(
        shares[i] for i in order if opts[i].place.point.distance_km(best.place.point) < max(20.0, best.place.uncertainty_km)
    )
    rest = tuple(Alternative(id=opts[i].place.id, score=round(shares[i], 4)) for i in order[1:4] if shares[i] > 0.005)  # noqa: PLR2004
    return best, together * best.match, rest


def _resolution(
    mention: Mention,
    answer: tuple[Option | None, float, tuple[Alternative, ...]],
    country: str | None,
    geocoder: Geocoder | None,
) -> Resolution:
    option, share, rest = answer
    confidence = round(min(share, 0.99), 4)
    if option is None:
        return _asked(mention, country, geocoder)
    if share < _SURE:
        alternatives = (Alternative(id=option.place.id, score=confidence), *rest)
        return Resolution(
            mention=mention, place=None, confidence=confidence, method=Method.AMBIGUOUS, alternatives=alternatives
        )
    method = Method.GAZETTEER if option.exact else Method.SIMILAR
    return Resolution(mention=mention, place=option.place, confidence=confidence, method=method, alternatives=rest)


def _asked(mention: Mention, country: str | None, geocoder: Geocoder | None) -> Resolution:
    """What the fallback geocoder knows of a name that the gazetteer does not have."""
    if geocoder is None:
        return Resolution(mention=mention, place=None, confidence=0.0, method=Method.UNKNOWN)
    answer = geocoder.geocode(mention.text, country=country)
    method = {
        Outcome.FOUND: Method.GEOCODER,
        Outcome.NOT_FOUND: Method.UNKNOWN,
        Outcome.UNAVAILABLE: Method.UNAVAILABLE,
    }[answer.outcome]
    return Resolution(mention=mention, place=answer.place, confidence=0.6 if answer.place else 0.0, method=method)
