"""The simplest thing that could work, to set figures beside: scan, keyword, nearest place, most populous namesake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geomap.code.vocabulary import triggers
from geomap.model import (
    Event,
    Kind,
    LocatedEvent,
    Location,
    Mention,
    Method,
    Record,
    Relation,
    Resolution,
    Span,
    event_id,
)
from geomap.reader.known import gazetteer_tags
from geomap.text.analysis import analyze
from geomap.text.kinds import named_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Document
    from geomap.protocols import Gazetteer


_PARTS = (Kind.REGION, Kind.DISTRICT)


def scan(document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Every capitalized stretch of text that is the name of a place somewhere."""
    found = []
    for sentence in analyze(document):
        tags = gazetteer_tags(sentence.words, document.text, gazetteer)
        for i, tag in enumerate(tags):
            if tag.startswith("B"):
                last = i
                while last + 1 < len(tags) and tags[last + 1].startswith("I"):
                    last += 1
                start, end = sentence.words[i].start, sentence.words[last].end
                found.append(Mention(span=Span(start, end), text=document.text[start:end]))
    return tuple(found)


def most_populous(mention: Mention, gazetteer: Gazetteer, countries: Sequence[str] = ()) -> Resolution:
    """The most populous country or town of that name; a division, whose people others have, if there is none.

    Only those in `countries` where some are given, and then also without a word for the kind ("village").
    """
    names = (mention.text, named_kind(mention.text)[1]) if countries else (mention.text,)
    found = (candidate.place for name in names for candidate in gazetteer.lookup(name))
    places = [place for place in found if not countries or place.country in countries]
    best = max(places, key=lambda place: (place.kind not in _PARTS, place.population), default=None)
    return Resolution(mention=mention, place=best, confidence=1.0, method=Method.GAZETTEER)


def keywords(document: Document, resolutions: tuple[Resolution, ...]) -> tuple[LocatedEvent, ...]:
    """An event for every word that names a type by itself, at the nearest place named."""
    found = []
    places = [r for r in resolutions if r.place is not None]
    for sentence in analyze(document):
        for word, lemma in zip(sentence.words, sentence.lemmas, strict=True):
            for kind in triggers().sure.get(lemma, ())[:1]:
                span = Span(word.start, word.end)
                event = Event(id=event_id(document.id, kind, span), type=kind, trigger=span, sentence=sentence.span)
                near = min(places, key=lambda r: abs(r.mention.span.start - word.start), default=None)
                found.append(LocatedEvent(event=event, location=_at(near) if near else None))
    return tuple(found)


def _at(resolution: Resolution) -> Location:
    place = resolution.place
    return Location(
        mentions=(resolution.mention.span,),
        place=place,
        relation=Relation.IN,
        point=place.point,
        geometry=shapely.Point(place.point.longitude, place.point.latitude),
        precision=1,
        uncertainty_km=place.uncertainty_km,
        reason="nearest",
    )


def baseline(document: Document, mentions: tuple[Mention, ...] | None, gazetteer: Gazetteer) -> Record:
    """A document as the baseline sees it, with its own mentions or those given."""
    named = scan(document, gazetteer) if mentions is None else mentions
    resolutions = tuple(most_populous(mention, gazetteer) for mention in named)
    return Record(document=document, mentions=named, resolutions=resolutions, located=keywords(document, resolutions))
