"""Resolve all mentions of a report together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Alternative, Method, Resolution
from geomap.protocols import Outcome
from geomap.resolve.context import considered
from geomap.resolve.ranking import shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Document, Mention, Place
    from geomap.protocols import Gazetteer, Geocoded, Geocoder
    from geomap.resolve.candidates import Option
    from geomap.resolve.ranking import Weighed

SURE = 0.23
"""Below this probability no place is given."""
_SURE_HINTED = 0.15
"""The same where the user has said which countries the report is about."""
_SHARPNESS = 1.2
"""Weights are fitted to tell places 25 km apart, and are too modest about answers that need only be near."""
_KNOWN = 2.0
"""They are fitted on lists of hamlets, too: of the places that reports name, fewer are missing from the gazetteer.
It counts for names spelled so, and where the report or its reader tells the country of one of the candidates."""
_SUREST = 0.98
_SUREST_MISSPELT = 0.97
_ASKED = 0.6
"""Confidence in an answer of the fallback geocoder."""
_SAME_KM = 20.0
_QUARTER_KM = 40.0


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
    context = considered(document, mentions, gazetteer, countries)
    answers = {name: _answer(weighed) for name, weighed in context.names.items()}
    least = _SURE_HINTED if countries else SURE
    answers = {
        name: answer if answer and _tells(answer[0], answer[1], least) else None for name, answer in answers.items()
    }
    for quarter, town in context.towns.items():
        if (inner := answers[quarter]) and (outer := answers[town]) and _apart(inner[0].place, outer[0].place):
            answers[quarter] = None  # a namesake elsewhere
    for one, other in context.aliases:
        both = [answer for answer in (answers[one], answers[other]) if answer]
        if sum(answer[0].exact for answer in both) < 2:  # noqa: PLR2004 - two that are known by their names are two
            answers[one] = answers[other] = max(both, key=lambda answer: (answer[0].exact, answer[1]), default=None)
    unknown = [name for name, answer in answers.items() if answer is None]
    asked = {name: geocoder.geocode(name, country=context.country) for name in unknown} if geocoder else {}
    found = []
    for mention, name in zip(mentions, context.called, strict=True):
        answer = answers[name]
        found.append(_asked(mention, asked.get(name)) if answer is None else _told(mention, *answer, least))
    return tuple(found)


def _answer(weighed: list[Weighed]) -> tuple[Option, float, tuple[Alternative, ...]] | None:
    """The likeliest candidate, its probability, and the runners-up; namesakes side by side count as one place."""
    if not weighed:
        return None
    order = sorted(range(len(weighed)), key=lambda i: (-weighed[i].score, weighed[i].option.place.id))
    best = weighed[order[0]].option
    told = weighed[order[0]].setting.hinted or (
        any(one.setting.country_share for one in weighed)
        and any(one.option.kind_agrees is not False for one in weighed)
        and (best.exact or best.sounds)
    )
    probable = shares(weighed, sharpness=_SHARPNESS, known=_KNOWN if told else 0.0)
    together = sum(p for p, one in zip(probable, weighed, strict=True) if _same(one.option.place, best.place))
    others = [Alternative(id=weighed[i].option.place.id, score=round(probable[i], 4)) for i in order[1:4]]
    return best, together, tuple(other for other in others if other.score > 0)


def _tells(option: Option, probability: float, least: float) -> bool:
    """Whether the best candidate says anything: a name that only looks like the one written must be likely, too."""
    return option.exact or probability >= least


def _apart(quarter: Place, town: Place) -> bool:
    """Whether a place lies too far from a town to be a quarter of it."""
    return quarter.point.distance_km(town.point) > max(_QUARTER_KM, town.uncertainty_km)


def _same(one: Place, other: Place) -> bool:
    reach = max(_SAME_KM, min(one.uncertainty_km, other.uncertainty_km))
    return one.country == other.country and one.point.distance_km(other.point) <= reach


def _told(
    mention: Mention, option: Option, probability: float, others: tuple[Alternative, ...], least: float
) -> Resolution:
    confidence = round(min(probability, _SUREST if option.exact else _SUREST_MISSPELT), 4)
    if probability < least:
        others = (Alternative(id=option.place.id, score=confidence), *others)
        return Resolution(
            mention=mention, place=None, confidence=confidence, method=Method.AMBIGUOUS, alternatives=others
        )
    method = Method.GAZETTEER if option.exact else Method.SIMILAR
    return Resolution(mention=mention, place=option.place, confidence=confidence, method=method, alternatives=others)


def _asked(mention: Mention, answer: Geocoded | None) -> Resolution:
    """What the fallback geocoder knows of a name that the gazetteer does not have; None: it was not asked."""
    if answer is None:
        return Resolution(mention=mention, place=None, confidence=0.0, method=Method.UNKNOWN)
    method = {
        Outcome.FOUND: Method.GEOCODER,
        Outcome.NOT_FOUND: Method.UNKNOWN,
        Outcome.UNAVAILABLE: Method.UNAVAILABLE,
    }[answer.outcome]
    return Resolution(mention=mention, place=answer.place, confidence=_ASKED if answer.place else 0.0, method=method)
