"""The one door between records and JSON: the document record that the filters pass on."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from geomap.errors import SchemaError
from geomap.fields import field, key, number, optional, rows, whole, words
from geomap.model import (
    Alternative,
    Certainty,
    Claim,
    Claimant,
    Document,
    Event,
    Kind,
    LocatedEvent,
    Location,
    Mention,
    Method,
    Modality,
    Place,
    Point,
    Polarity,
    Record,
    Relation,
    Resolution,
    Span,
    Stance,
    Support,
    Toll,
    When,
    event_id,
)
from geomap.taxonomy import event_types

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SHARE = number(0, 1)
_KILOMETERS = number(0)
_PEOPLE = whole(0, 10**10)


def to_line(record: Record) -> str:
    """Record as one line of JSON, without the line's end.

    `resolved` and `located` say that a stage has run where it found nothing, so that no row can tell.
    """
    document = record.document
    told: dict[str, Any] = {
        "id": document.id,
        "text": document.text,
        "published": document.published.isoformat() if document.published else None,
        "title": document.title,
        "source": document.source,
        "source_url": document.source_url,
        "language": document.language,
    }
    if record.resolutions is not None:
        told["mentions"] = [_resolution(resolution) for resolution in record.resolutions]
        told |= {} if record.resolutions else {"resolved": True}
    elif record.mentions is not None:
        told["mentions"] = [_mention(mention) for mention in record.mentions]
    if record.located is not None:
        told["events"] = [
            _event(e.event) | {"location": _location(e.location)} | ({"unplaced": e.unplaced} if e.unplaced else {})
            for e in record.located
        ]
        told |= {} if record.located else {"located": True}
    elif record.events is not None:
        told["events"] = [_event(event) for event in record.events]
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _mention(mention: Mention) -> dict[str, Any]:
    return _span(mention.span) | {"text": mention.text, "kind": mention.kind.value, "score": mention.score}


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return _mention(resolution.mention) | {
        "place": place_fields(resolution.place) if resolution.place else None,
        "confidence": resolution.confidence,
        "method": resolution.method.value,
        "alternatives": [{"id": other.id, "score": other.score} for other in resolution.alternatives],
    }


def place_fields(place: Place) -> dict[str, Any]:
    """A place as JSON objects show it."""
    return {
        "id": place.id,
        "name": place.name,
        "latitude": place.point.latitude,
        "longitude": place.point.longitude,
        "kind": place.kind.value,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
        "uncertainty_km": place.uncertainty_km,
        "attribution": place.attribution,
    }


def _event(event: Event) -> dict[str, Any]:
    date, toll = event.date, event.deaths
    return {
        "id": event.id,
        "type": event.type,
        "trigger": _span(event.trigger),
        "sentence": _span(event.sentence),
        "repeats": [_span(span) for span in event.repeats],
        "actor": event.actor,
        "target": event.target,
        "deaths": {"low": toll.low, "best": toll.best, "high": toll.high} if toll else None,
        "date": {
            "start": date.start.isoformat(),
            "end": date.end.isoformat(),
            "precision": date.precision,
            "text": date.text,
        }
        if date
        else None,
        "modality": event.modality.value,
        "polarity": event.polarity.value,
        "certainty": event.certainty.value,
        "support": event.support.value,
        "claims": [
            {
                "by": claim.by,
                "kind": claim.kind.value,
                "stance": claim.stance.value,
                "via": claim.via,
                "span": _span(claim.span) if claim.span else None,
            }
            for claim in event.claims
        ],
        "confidence": event.confidence,
    }


def _location(location: Location | None) -> dict[str, Any] | None:
    if location is None:
        return None
    import shapely  # noqa: PLC0415 - only located records need it

    return {
        "mentions": [_span(span) for span in location.mentions],
        "place": place_fields(location.place),
        "relation": location.relation.value,
        "latitude": location.point.latitude,
        "longitude": location.point.longitude,
        "geometry": json.loads(shapely.to_geojson(location.geometry)),
        "precision": location.precision,
        "uncertainty_km": location.uncertainty_km,
        "reason": location.reason,
    }


def from_line(line: str) -> Record:
    """Record from one line of JSON.

    Raises
    ------
    SchemaError
        If the line is no JSON object, lacks `id` or `text`, or holds a value outside the schema; it names
        the field, from the outside in.
    """
    try:
        return _record(json.loads(line))
    except json.JSONDecodeError as error:
        msg = f"it is not JSON: {error}"
        raise SchemaError(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"it is not a record: {error}"
        raise SchemaError(msg) from error


def _record(told: Any) -> Record:  # noqa: ANN401 - whatever JSON holds
    text = field(told, "text", words)
    document = Document(
        id=field(told, "doc_id" if "doc_id" in told and "id" not in told else "id", key),
        text=text,
        published=optional(told, "published", _day),
        title=optional(told, "title", words),
        source=optional(told, "source", words),
        source_url=optional(told, "source_url", words),
        language=optional(told, "language", words) or "en",
    )
    read = _Reader(document)
    mentions = resolutions = events = located = None
    if (found := optional(told, "mentions", rows(read.resolution))) is not None:
        found = tuple(sorted(found, key=lambda resolution: resolution.mention.span))
        mentions = tuple(resolution.mention for resolution in found)
        if all("method" in row or row.get("place") for row in told["mentions"]) if found else told.get("resolved"):
            resolutions = found
    if (coded := optional(told, "events", rows(read.located))) is not None:
        events = tuple(row.event for row in coded)
        if all("location" in row for row in told["events"]) if coded else told.get("located"):
            located = coded
    return Record(document=document, mentions=mentions, resolutions=resolutions, events=events, located=located)


class _Reader:
    """Reads what was found in the text of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def span(self, told: object) -> Span:
        start, end, size = field(told, "start", _offset), field(told, "end", _offset), len(self._document.text)
        if not 0 <= start < end <= size:
            msg = f"start {start} and end {end} do not lie in a text of {size} characters"
            raise ValueError(msg)
        return Span(start, end)

    def resolution(self, told: object) -> Resolution:
        span = self.span(told)
        here = self._document.text[span.start : span.end]
        if (given := optional(told, "text", words, here)) != here:
            msg = f"mention {given!r} is not what the text has there: {here!r}"
            raise ValueError(msg)
        kind, score = optional(told, "kind", Kind, Kind.OTHER), optional(told, "score", _SHARE, 1.0)
        place = optional(told, "place", _read_place)
        return Resolution(
            mention=Mention(span=span, text=here, kind=kind, score=score),
            place=place,
            confidence=optional(told, "confidence", _SHARE, 1.0 if place else 0.0),
            method=optional(told, "method", Method, Method.GAZETTEER if place else Method.UNKNOWN),
            alternatives=optional(told, "alternatives", rows(_alternative), ()),
        )

    def located(self, told: object) -> LocatedEvent:
        trigger, kind = field(told, "trigger", self.span), field(told, "type", _type)
        event = Event(
            id=optional(told, "id", key, event_id(self._document.id, kind, trigger)),
            type=kind,
            trigger=trigger,
            sentence=optional(told, "sentence", self.span, trigger),
            repeats=optional(told, "repeats", rows(self.span), ()),
            actor=optional(told, "actor", words),
            target=optional(told, "target", words),
            deaths=optional(told, "deaths", _toll),
            date=optional(told, "date", _when),
            modality=optional(told, "modality", Modality, Modality.ACTUAL),
            polarity=optional(told, "polarity", Polarity, Polarity.POSITIVE),
            certainty=optional(told, "certainty", Certainty, Certainty.CERTAIN),
            support=optional(told, "support", Support, Support.UNKNOWN),
            claims=optional(told, "claims", rows(self.claim), ()),
            confidence=optional(told, "confidence", _SHARE, 1.0),
        )
        location = optional(told, "location", self.location)
        return LocatedEvent(event=event, location=location, unplaced=optional(told, "unplaced", words))

    def claim(self, told: object) -> Claim:
        return Claim(
            by=field(told, "by", words),
            kind=optional(told, "kind", Claimant, Claimant.AUTHOR),
            stance=field(told, "stance", Stance),
            via=optional(told, "via", words),
            span=optional(told, "span", self.span),
        )

    def location(self, told: object) -> Location:
        return Location(
            mentions=field(told, "mentions", rows(self.span)),
            place=field(told, "place", _read_place),
            relation=field(told, "relation", Relation),
            point=_point(told),
            geometry=field(told, "geometry", _geometry),
            precision=field(told, "precision", whole(1, 7)),
            uncertainty_km=field(told, "uncertainty_km", _KILOMETERS),
            reason=optional(told, "reason", words, ""),
        )


def _offset(value: object) -> int:
    if type(value) is not int:  # True and 1.0 are no offsets
        msg = f"{value!r} is not a whole number"
        raise ValueError(msg)
    return value


def _day(value: object) -> datetime.date:
    return datetime.date.fromisoformat(words(value)[:10])


def _type(value: object) -> str:
    if (found := words(value)) not in event_types():
        msg = f"{found!r} is not one of {', '.join(event_types())}"
        raise ValueError(msg)
    return found


def _point(told: object) -> Point:
    return Point(latitude=field(told, "latitude", number()), longitude=field(told, "longitude", number()))


def _read_place(told: object) -> Place:
    return Place(
        id=field(told, "id", key),
        name=field(told, "name", words),
        point=_point(told),
        kind=optional(told, "kind", Kind, Kind.OTHER),
        country=optional(told, "country", words),
        admin1=optional(told, "admin1", words),
        population=optional(told, "population", _PEOPLE, 0),
        uncertainty_km=optional(told, "uncertainty_km", _KILOMETERS, 5.0),
        attribution=optional(told, "attribution", words),
    )


def _alternative(told: object) -> Alternative:
    return Alternative(id=field(told, "id", key), score=field(told, "score", _SHARE))


def _toll(told: object) -> Toll:
    low, best, high = (field(told, name, _PEOPLE) for name in ("low", "best", "high"))
    if not low <= best <= high:
        msg = f"low {low}, best {best} and high {high} are not in order"
        raise ValueError(msg)
    return Toll(low=low, best=best, high=high)


def _when(told: object) -> When:
    start, end = field(told, "start", _day), field(told, "end", _day)
    if end < start:
        msg = f"end {end} is before start {start}"
        raise ValueError(msg)
    return When(
        start=start, end=end, precision=field(told, "precision", whole(1, 5)), text=optional(told, "text", words)
    )


def _geometry(told: object) -> BaseGeometry:
    import shapely  # noqa: PLC0415 - only located records need it

    try:
        geometry = shapely.from_geojson(json.dumps(told))
        on_earth = shapely.box(-360, -180, 360, 180).covers(geometry)  # areas may reach over the edge of the map
    except shapely.GEOSException as error:
        msg = f"it is not a GeoJSON geometry: {error}"
        raise ValueError(msg) from error
    if not on_earth:
        msg = f"its bounds {geometry.bounds} are not degrees on Earth"
        raise ValueError(msg)
    return geometry
