"""One incident is one event: later mentions join the first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Certainty, LocatedEvent, Modality, Support

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.model import Event, When

_NEAR_KM = 3.0


def merged(located: Sequence[LocatedEvent], gather: float = _NEAR_KM) -> tuple[LocatedEvent, ...]:
    """Events of a document with repeats joined: same type, same place, no other day, both or neither drawn."""
    kept: list[LocatedEvent] = []
    for later in located:
        index = next((i for i, first in enumerate(kept) if _one(first, later, gather)), None)
        if index is None:
            kept.append(later)
        else:
            kept[index] = LocatedEvent(event=_joined(kept[index].event, later.event), location=kept[index].location)
    return tuple(kept)


def _one(first: LocatedEvent, later: LocatedEvent, gather: float) -> bool:
    one, other = first.event, later.event
    if one.type != other.type or one.drawn != other.drawn:
        return False
    if (one.modality is Modality.HISTORICAL) != (other.modality is Modality.HISTORICAL):
        return False
    if first.location is None or later.location is None:
        return first.location is later.location and one.sentence == other.sentence
    if first.location.point.distance_km(later.location.point) > gather:
        return False
    return _same_days(one.date, other.date)


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
