"""One incident is one event: later mentions join the first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Certainty, LocatedEvent, Modality, Support

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from geomap.model import Event, When

_DECIMALS = 2
"""Of a degree, a kilometer: mentions of one place have one position."""


def merged(located: Sequence[LocatedEvent]) -> tuple[LocatedEvent, ...]:
    """Events of a document with repeats joined: same type, same place, no other day, both or neither drawn."""
    kept: list[LocatedEvent] = []
    alike: dict[Hashable, list[int]] = {}
    for later in located:
        same = alike.setdefault(_incident(later), [])
        index = next((i for i in same if _same_days(kept[i].event.date, later.event.date)), None)
        if index is None:
            same.append(len(kept))
            kept.append(later)
        else:
            kept[index] = replace(kept[index], event=_joined(kept[index].event, later.event))
    return tuple(kept)


def _incident(told: LocatedEvent) -> Hashable:
    """What two mentions of one incident have in common; without a place they must stand in one sentence."""
    event, location = told.event, told.location
    where: Hashable = event.sentence
    if location is not None:
        where = round(location.point.latitude, _DECIMALS), round(location.point.longitude, _DECIMALS)
    return event.type, event.drawn, event.modality is Modality.HISTORICAL, where


def _same_days(one: When | None, other: When | None) -> bool:
    """Whether two dates may be one; a date that only the report's own day stands in for contradicts nothing."""
    if one is None or other is None or one.text is None or other.text is None:
        return True
    return one.start <= other.end and other.start <= one.end


def _joined(first: Event, later: Event) -> Event:
    claims = tuple({(c.by, c.stance): c for c in (*first.claims, *later.claims)}.values())
    deaths = first.deaths if first.deaths is not None else later.deaths
    dated = first.date if first.date is None or first.date.text is not None or later.date is None else later.date
    return replace(
        first,
        repeats=(*first.repeats, later.trigger, *later.repeats),
        actor=first.actor or later.actor,
        target=first.target or later.target,
        deaths=deaths,
        date=dated,
        claims=claims,
        support=_best((first.support, later.support), len({c.by for c in claims})),
        certainty=first.certainty if first.certainty is Certainty.CERTAIN else later.certainty,
        confidence=max(first.confidence, later.confidence),
    )


def _best(grades: Iterable[Support], sources: int) -> Support:
    grades = set(grades)
    for grade in (Support.CONTESTED, Support.CONFIRMED, Support.FAIR):
        if grade in grades:
            return grade
    if sources > 1:
        return Support.FAIR
    return Support.WEAK if Support.WEAK in grades else Support.UNKNOWN
