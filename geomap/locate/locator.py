"""Give every event its place, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.locate.geometry import placed
from geomap.locate.holder import holder
from geomap.locate.linking import NOWHERE, grouped, link, position, prepare
from geomap.locate.spatial import Spatial, joined, spatial
from geomap.model import Kind, LocatedEvent, Location, Relation
from geomap.text.analysis import analyze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.locate.linking import Scene
    from geomap.model import Document, Event, Mention, Place, Resolution
    from geomap.protocols import Gazetteer
    from geomap.reader import Reader

_TOO_WEAK = 0.25
"""Below this confidence an event is listed, not pinned."""
_HELD = 0.8
"""What the confidence in a place is multiplied by where it stands in for one within it that is not known."""
SURE = 0.3
"""Least probability of a place from which an event is put there."""


def locate(
    document: Document,
    events: Sequence[Event],
    resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
    reader: Reader | None = None,
) -> tuple[LocatedEvent, ...]:
    """Say where each event happened.

    Parameters
    ----------
    document
        The report.
    events
        What is said to have happened, in text order.
    resolutions
        What its place names mean, in text order.
    gazetteer
        Holds the lines and areas of places.
    reader
        Tells which places belong to which event; None: the words around them alone do.

    Returns
    -------
    tuple of LocatedEvent
        In the order of the events; an event at several places is there once for each.
    """
    sentences = analyze(document)
    if not sentences:  # nothing but blanks
        return tuple(LocatedEvent(event=event, location=None) for event in events)
    scene = prepare(document, sentences, [_kinded(resolution) for resolution in resolutions])
    spots = [position(scene, event.trigger) for event in events]
    triggers = grouped(spots)
    reading = reader.read(document) if reader and events else None
    before = NOWHERE
    located = []
    for event, spot in zip(events, spots, strict=True):
        ranked = link(scene, spot, event.type, triggers, before, reading)
        index, probability = ranked[0]
        before = index
        at = None if index == NOWHERE or probability < SURE else _known(scene, index, resolutions, event.confidence)
        place = None if at is None else resolutions[at].place
        if at is None or place is None:
            located.append(LocatedEvent(event=event, location=None, unplaced=_why_not(scene, index, probability)))
            continue
        told = spatial(scene, index, event.type)
        names = {scene.named[i].mention.text for i in told.mentions}
        probability = sum(p for i, p in ranked if i != NOWHERE and scene.named[i].mention.text in names)
        resolved = resolutions[at].confidence
        if at != index:
            told = Spatial(relation=Relation.NEAR, mentions=(index,), words=f"in or near {place.name}:")
            resolved *= _HELD
        confidence = round(event.confidence * probability * resolved, 4)
        if confidence < _TOO_WEAK:
            weak = f"{place.name} is the likeliest place, but too uncertain ({confidence:.2f})"
            located.append(LocatedEvent(event=event, location=None, unplaced=weak))
            continue
        location = _location(scene, told, place, resolutions, gazetteer, probability)
        located.append(LocatedEvent(event=replace(event, confidence=confidence), location=location))
        if len(told.mentions) == 1:
            located += _elsewhere(scene, event, index, resolutions, gazetteer, probability)
    return tuple(located)


def _kinded(resolution: Resolution) -> Mention:
    """The mention, with the kind of its place if nobody told one."""
    mention, place = resolution.mention, resolution.place
    return replace(mention, kind=place.kind) if mention.kind is Kind.OTHER and place else mention


def _why_not(scene: Scene, index: int, probability: float) -> str:
    """Why an event has no place, for the reader."""
    if index == NOWHERE:
        return "the report names no place for it"
    name = scene.named[index].mention.text
    if probability < SURE:
        return f"{name} is the likeliest of the places named around it, but too uncertain ({probability:.0%})"
    return f"{name} is likely its place, but it is not known where that is"


def _known(scene: Scene, index: int, resolutions: Sequence[Resolution], confidence: float) -> int | None:
    """The mention itself if its place is known well enough, else that of the place it is said to lie in, if any."""
    known = resolutions[index].place is not None
    if known and confidence * resolutions[index].confidence >= _TOO_WEAK:
        return index
    around = holder(scene, index, resolutions)
    return index if known and around is None else around


def _elsewhere(
    scene: Scene,
    event: Event,
    index: int,
    resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
    probability: float,
) -> Iterator[LocatedEvent]:
    """The same event at the other places that share its verb: "airstrikes hit A, B and C" is three events."""
    first = resolutions[index].place
    for ordinal, other in enumerate(joined(scene, index), start=1):
        place = resolutions[other].place
        told = spatial(scene, other, event.type)
        if place is None or place == first or len(told.mentions) > 1 or place.kind is Kind.COUNTRY:
            continue
        confidence = round(event.confidence * probability * resolutions[other].confidence, 4)
        if confidence < _TOO_WEAK:
            continue
        location = _location(scene, told, place, resolutions, gazetteer, probability)
        # One toll is not counted at every place.
        again = replace(event, id=f"{event.id}-{ordinal}", deaths=None, confidence=confidence)
        yield LocatedEvent(event=again, location=location)


def _location(
    scene: Scene,
    told: Spatial,
    place: Place,
    resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
    probability: float,
) -> Location:
    known = [resolutions[i].place for i in told.mentions]
    places = [p for p in known if p is not None]
    if len(places) < len(told.mentions) or not places:  # one end of a road is not known: the other stands in
        places, relation = [place], Relation.NEAR if len(told.mentions) > 1 else told.relation
    else:
        relation = told.relation
    placement = placed(relation, places, gazetteer, bearing=told.bearing, distance_km=told.distance_km)
    spans = tuple(scene.named[i].mention.span for i in told.mentions)
    words = f'"{told.words}" ' if told.words else ""
    name = scene.named[told.mentions[0]].mention.text
    return Location(
        mentions=spans,
        place=places[0],
        relation=relation,
        point=placement.point,
        geometry=placement.geometry,
        precision=placement.precision,
        uncertainty_km=placement.uncertainty_km,
        reason=f"{words}{name}: likeliest of the places named around the trigger ({probability:.0%})",
    )
