"""Coding: whether the right pins are on the map, and say the right things.

A *pin* is a drawn event. A *required* event is a gold event that happened and has a point. A pin
matches a required event of its type if it lies within the tolerance; one to one, in the order given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.evaluate.shares import prf, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geomap.evaluate.gold import GoldDocument, GoldEvent
    from geomap.evaluate.predicted import PredictedEvent, Predictions

_EMPTY_WORDS = frozenset({"the", "a", "an", "of", "in", "for", "and", "at", "from"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """How well events were coded and located; shares are 0 to 1, None where nothing was asked."""

    documents: int
    required: int
    pins: int
    good: int
    """Pins that match a required event."""
    duplicates: int
    """Pins that would match one that is matched already; they are not right."""
    false: int
    """Pins that match none."""
    recall: float
    precision: float
    f1: float
    right_type_somewhere: float | None
    """Of required events: those whose type is drawn anywhere in the document."""
    place_given_type: float | None
    """Of pins whose type is required in the document: those that match."""
    kept_off: float | None
    """Of planned, threatened, offered, hypothetical and historical gold events with a point: those not drawn."""
    quiet_pins_per_100: float | None
    """Pins per 100 documents without any gold event."""
    claimant: float | None
    """Of matched events with gold claims: those where a claimant named shares half its words with a gold one."""
    stance: float | None
    """Of those with the right claimant: the right stance."""
    unclaimed: float | None
    """Of matched events without gold claims: those without a claimant."""
    date: float | None
    """Of matched events with a gold date: first and last day each within a day."""
    deaths: float | None
    """Of matched events with gold deaths: the same best figure."""
    deaths_null: float | None
    """Of matched events without gold deaths: none given."""


@dataclass(slots=True, kw_only=True)
class _Tally:
    """Right answers and questions of one measure."""

    right: float = 0
    asked: int = 0

    def add(self, right: float, asked: int = 1) -> None:
        self.right += right
        self.asked += asked

    @property
    def share(self) -> float | None:
        return share(self.right, self.asked)


@dataclass(slots=True, kw_only=True)
class _Tallies:
    pins: _Tally = field(default_factory=_Tally)
    required: _Tally = field(default_factory=_Tally)
    duplicates: int = 0
    false: int = 0
    typed: _Tally = field(default_factory=_Tally)
    placed: _Tally = field(default_factory=_Tally)
    kept_off: _Tally = field(default_factory=_Tally)
    quiet: _Tally = field(default_factory=_Tally)
    claimant: _Tally = field(default_factory=_Tally)
    stance: _Tally = field(default_factory=_Tally)
    unclaimed: _Tally = field(default_factory=_Tally)
    date: _Tally = field(default_factory=_Tally)
    deaths: _Tally = field(default_factory=_Tally)
    deaths_null: _Tally = field(default_factory=_Tally)


def coding(documents: Iterable[GoldDocument], predictions: Predictions) -> Coding:
    """Score drawn events; documents whose events were not annotated are left out."""
    tallies = _Tallies()
    annotated = [document for document in documents if document.events is not None]
    for document in annotated:
        pins = [event for event in predictions.events(document.id) if event.pin is not None]
        _score_document(document.events or (), pins, tallies)
    good = int(tallies.pins.right)
    found = prf(right=good, predicted=tallies.pins.asked, gold=tallies.required.asked, digits=3)
    return Coding(
        documents=len(annotated),
        required=tallies.required.asked,
        pins=tallies.pins.asked,
        good=good,
        duplicates=tallies.duplicates,
        false=tallies.false,
        recall=found.recall,
        precision=found.precision,
        f1=found.f1,
        right_type_somewhere=tallies.typed.share,
        place_given_type=tallies.placed.share,
        kept_off=tallies.kept_off.share,
        quiet_pins_per_100=tallies.quiet.share,
        claimant=tallies.claimant.share,
        stance=tallies.stance.share,
        unclaimed=tallies.unclaimed.share,
        date=tallies.date.share,
        deaths=tallies.deaths.share,
        deaths_null=tallies.deaths_null.share,
    )


def _score_document(gold: Sequence[GoldEvent], pins: Sequence[PredictedEvent], tallies: _Tallies) -> None:
    placed = [event for event in gold if event.point is not None]
    required = [event for event in placed if event.happened]
    off = [event for event in placed if not event.happened]
    matched, duplicates, false = match_pins(required, pins)
    drawn, wanted = {pin.type for pin in pins}, {event.type for event in required}
    tallies.pins.add(len(matched), len(pins))
    tallies.required.add(len(matched), len(required))
    tallies.duplicates += duplicates
    tallies.false += len(false)
    tallies.typed.add(sum(event.type in drawn for event in required), len(required))
    tallies.placed.add(len(matched), sum(pin.type in wanted for pin in pins))
    tallies.kept_off.add(sum(not any(_hits(pin, event) for pin in false) for event in off), len(off))
    if not gold:
        tallies.quiet.add(100 * len(pins))
    for event, pin in matched:
        _score_claims(event, pin, tallies)
        if event.first is not None:
            tallies.date.add(_same_days(event, pin))
        if event.toll_given:
            tallies.deaths.add(pin.deaths == event.deaths)
        else:
            tallies.deaths_null.add(pin.deaths is None)


def match_pins(
    required: Sequence[GoldEvent], pins: Iterable[PredictedEvent]
) -> tuple[list[tuple[GoldEvent, PredictedEvent]], int, list[PredictedEvent]]:
    """Matched events with their pins, the number of duplicates, and the pins that match nothing."""
    matched: dict[int, PredictedEvent] = {}
    false = []
    duplicates = 0
    for pin in pins:
        hits = [number for number, event in enumerate(required) if _hits(pin, event)]
        fresh = next((number for number in hits if number not in matched), None)
        if fresh is not None:
            matched[fresh] = pin
        elif hits:
            duplicates += 1
        else:
            false.append(pin)
    return [(required[number], pin) for number, pin in matched.items()], duplicates, false


def _hits(pin: PredictedEvent, event: GoldEvent) -> bool:
    return (
        pin.type == event.type
        and pin.pin is not None
        and event.point is not None
        and pin.pin.distance_km(event.point) <= event.tolerance_km
    )


def _score_claims(event: GoldEvent, pin: PredictedEvent, tallies: _Tallies) -> None:
    if not event.claims:
        tallies.unclaimed.add(not pin.claimed_by)
        return
    named = [words for by in (pin.claimed_by, *(claim.by for claim in pin.claims)) if (words := _words(by))]
    right = [claim for claim in event.claims if any(_same_claimant(words, _words(claim.by)) for words in named)]
    tallies.claimant.add(bool(right))
    if right and pin.claims:
        tallies.stance.add(bool({claim.stance for claim in pin.claims} & {claim.stance for claim in right}))


def _words(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (text or "").lower())) - _EMPTY_WORDS


def _same_claimant(named: frozenset[str], gold: frozenset[str]) -> bool:
    """Whether they share half the words of the shorter, and one at least."""
    return len(named & gold) >= max(1, min(len(named), len(gold)) // 2)


def _same_days(event: GoldEvent, pin: PredictedEvent) -> bool:
    if event.first is None or event.last is None or pin.first is None or pin.last is None:
        return False
    return abs((pin.first - event.first).days) <= 1 and abs((pin.last - event.last).days) <= 1
