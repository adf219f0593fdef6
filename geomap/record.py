"""The one door between records and JSON: the document record that the filters pass on."""

from __future__ import annotations

import datetime
import json
import math
from typing import TYPE_CHECKING, Any, TypeVar

from geomap.errors import SchemaError
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
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

T = TypeVar("T")
D = TypeVar("D")

_CROWD = 10**10
"""More people than there are."""


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
        told["events"] = [_event(e.event) | {"location": _location(e.location)} for e in record.located]
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
        "place": _place(resolution.place) if resolution.place else None,
        "confidence": resolution.confidence,
        "method": resolution.method.value,
        "alternatives": [{"id": other.id, "score": other.score} for other in resolution.alternatives],
    }


def _place(place: Place) -> dict[str, Any]:
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
        "place": _place(location.place),
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
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        msg = f"it is not JSON: {error}"
        raise SchemaError(msg) from error
    try:
        return _record(told)
    except RecursionError as error:
        msg = f"it is nested too deeply: {error}"
        raise SchemaError(msg) from error


def _record(told: Any) -> Record:
    text = _field(told, "text", _words)
    document = Document(
        id=_field(told, "doc_id" if "doc_id" in told and "id" not in told else "id", _key),
        text=text,
        published=_optional(told, "published", _day),
        title=_optional(told, "title", _words),
        source=_optional(told, "source", _words),
        source_url=_optional(told, "source_url", _words),
        language=_optional(told, "language", _words, "en"),
    )
    read = _Reader(document)
    mentions = resolutions = events = located = None
    if (rows := _optional(told, "mentions", _list)) is not None:
        if all(_resolved(row) for row in rows) if rows else told.get("resolved") is True:
            resolutions = _field(told, "mentions", _each(read.resolution))
            resolutions = tuple(sorted(resolutions, key=lambda resolution: resolution.mention.span))
            mentions = tuple(resolution.mention for resolution in resolutions)
        else:
            mentions = tuple(sorted(_field(told, "mentions", _each(read.mention)), key=lambda mention: mention.span))
    if (rows := _optional(told, "events", _list)) is not None:
        events = _field(told, "events", _each(read.event))
        if all("location" in row for row in rows) if rows else told.get("located") is True:
            locations = _field(told, "events", _each(read.location_of))
            pairs = zip(events, locations, strict=True)
            located = tuple(LocatedEvent(event=event, location=location) for event, location in pairs)
    return Record(document=document, mentions=mentions, resolutions=resolutions, events=events, located=located)


def _resolved(row: Any) -> bool:
    return isinstance(row, dict) and ("method" in row or bool(row.get("place")))


def _field(told: Any, key: str, read: Callable[[Any], T]) -> T:
    """Value of a field, as `read` makes it; whatever is wrong with it is a SchemaError that names the field."""
    if not isinstance(told, dict):
        msg = f"{told!r} is not an object"
        raise SchemaError(msg)
    if key not in told:
        msg = f"the field {key!r} is missing"
        raise SchemaError(msg)
    try:
        return read(told[key])
    except (TypeError, ValueError, OverflowError) as error:  # a SchemaError from further in is a ValueError
        msg = f"{key}: {error}"
        raise SchemaError(msg) from error


def _optional(told: Any, key: str, read: Callable[[Any], T], default: D = None) -> T | D:  # type: ignore[assignment]
    """Like `_field`, with a default for what is missing, null, or empty where that says nothing."""
    given = told.get(key) if isinstance(told, dict) else told
    return default if given is None or (given == "" and read is not _words) else _field(told, key, read)


def _words(value: Any) -> str:
    if not isinstance(value, str):
        msg = f"{value!r} is not a string"
        raise TypeError(msg)
    return value


def _key(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        msg = f"{value!r} is not an id"
        raise ValueError(msg)
    return str(value)


def _day(value: Any) -> datetime.date:
    return datetime.date.fromisoformat(_words(value)[:10])


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if not (low <= number <= high and math.isfinite(number)):
            msg = f"{value!r} is not a number from {low} to {high}"
            raise ValueError(msg)
        return number

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        number = _number(low, high)(value)
        if not number.is_integer():
            msg = f"{value!r} is not a whole number"
            raise ValueError(msg)
        return int(number)

    return read


_SHARE = _number(0, 1)
_KILOMETERS = _number(0, math.inf)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        msg = f"{value!r} is not a list"
        raise TypeError(msg)
    return value


def _each(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    def read_all(value: Any) -> tuple[T, ...]:
        rows = {f"row {number}": row for number, row in enumerate(_list(value), start=1)}
        return tuple(_field(rows, number, read) for number in rows)

    return read_all


def _type(value: Any) -> str:
    if _words(value) not in event_types():
        msg = f"{value!r} is not one of {', '.join(event_types())}"
        raise ValueError(msg)
    return str(value)


def _point(told: Any) -> Point:
    return Point(
        latitude=_field(told, "latitude", _number(-90, 90)), longitude=_field(told, "longitude", _number(-180, 180))
    )


def _read_place(told: Any) -> Place:
    return Place(
        id=_field(told, "id", _key),
        name=_field(told, "name", _words),
        point=_point(told),
        kind=_optional(told, "kind", Kind, Kind.OTHER),
        country=_optional(told, "country", _words),
        admin1=_optional(told, "admin1", _words),
        population=_optional(told, "population", _whole(0, _CROWD), 0),
        uncertainty_km=_optional(told, "uncertainty_km", _KILOMETERS, 5.0),
        attribution=_optional(told, "attribution", _words),
    )


def _toll(told: Any) -> Toll:
    low, best, high = (_field(told, name, _whole(0, _CROWD)) for name in ("low", "best", "high"))
    if not low <= best <= high:
        msg = f"low {low}, best {best} and high {high} are not in order"
        raise ValueError(msg)
    return Toll(low=low, best=best, high=high)


def _when(told: Any) -> When:
    start, end = _field(told, "start", _day), _field(told, "end", _day)
    if end < start:
        msg = f"end {end} is before start {start}"
        raise ValueError(msg)
    precision = _field(told, "precision", _whole(1, 5))
    return When(start=start, end=end, precision=precision, text=_optional(told, "text", _words))


def _alternative(told: Any) -> Alternative:
    return Alternative(id=_field(told, "id", _key), score=_field(told, "score", _SHARE))


def _geometry(told: Any) -> BaseGeometry:
    import shapely  # noqa: PLC0415 - only located records need it

    try:
        geometry = shapely.from_geojson(json.dumps(told))
    except shapely.GEOSException as error:
        msg = f"it is not a GeoJSON geometry: {error}"
        raise ValueError(msg) from error
    west, south, east, north = geometry.bounds
    if not (-360 <= west <= east <= 360 and -180 <= south <= north <= 180):  # areas may reach over the edge
        msg = f"its bounds {geometry.bounds} are not degrees on Earth"
        raise ValueError(msg)
    return geometry


class _Reader:
    """Reads what stands in the text of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def span(self, told: Any) -> Span:
        start, end, size = _field(told, "start", _offset), _field(told, "end", _offset), len(self._document.text)
        if not 0 <= start < end <= size:
            msg = f"start {start} and end {end} do not lie in a text of {size} characters"
            raise ValueError(msg)
        return Span(start, end)

    def mention(self, told: Any) -> Mention:
        span = self.span(told)
        words = self._document.text[span.start : span.end]
        if (given := _optional(told, "text", _words, words)) != words:
            msg = f"mention {given!r} is not what the text has there: {words!r}"
            raise ValueError(msg)
        kind = _optional(told, "kind", Kind, Kind.OTHER)
        return Mention(span=span, text=words, kind=kind, score=_optional(told, "score", _SHARE, 1.0))

    def resolution(self, told: Any) -> Resolution:
        mention = self.mention(told)
        place = _optional(told, "place", _read_place)
        return Resolution(
            mention=mention,
            place=place,
            confidence=_optional(told, "confidence", _SHARE, 1.0 if place else 0.0),
            method=_optional(told, "method", Method, Method.GAZETTEER if place else Method.UNKNOWN),
            alternatives=_optional(told, "alternatives", _each(_alternative), ()),
        )

    def event(self, told: Any) -> Event:
        trigger = _field(told, "trigger", self.span)
        kind = _field(told, "type", _type)
        return Event(
            id=_optional(told, "id", _key, event_id(self._document.id, kind, trigger)),
            type=kind,
            trigger=trigger,
            sentence=_optional(told, "sentence", self.span, trigger),
            repeats=_optional(told, "repeats", _each(self.span), ()),
            actor=_optional(told, "actor", _words),
            target=_optional(told, "target", _words),
            deaths=_optional(told, "deaths", _toll),
            date=_optional(told, "date", _when),
            modality=_optional(told, "modality", Modality, Modality.ACTUAL),
            polarity=_optional(told, "polarity", Polarity, Polarity.POSITIVE),
            certainty=_optional(told, "certainty", Certainty, Certainty.CERTAIN),
            support=_optional(told, "support", Support, Support.UNKNOWN),
            claims=_optional(told, "claims", _each(self.claim), ()),
            confidence=_optional(told, "confidence", _SHARE, 1.0),
        )

    def claim(self, told: Any) -> Claim:
        return Claim(
            by=_field(told, "by", _words),
            kind=_optional(told, "kind", Claimant, Claimant.AUTHOR),
            stance=_field(told, "stance", Stance),
            via=_optional(told, "via", _words),
            span=_optional(told, "span", self.span),
        )

    def location_of(self, event: Any) -> Location | None:
        return _optional(event, "location", self.location)

    def location(self, told: Any) -> Location:
        return Location(
            mentions=_field(told, "mentions", _each(self.span)),
            place=_field(told, "place", _read_place),
            relation=_field(told, "relation", Relation),
            point=_point(told),
            geometry=_field(told, "geometry", _geometry),
            precision=_field(told, "precision", _whole(1, 7)),
            uncertainty_km=_field(told, "uncertainty_km", _KILOMETERS),
            reason=_optional(told, "reason", _words, ""),
        )


def _offset(value: Any) -> int:
    if type(value) is not int:  # True and 1.0 are no offsets
        msg = f"{value!r} is not a whole number"
        raise TypeError(msg)
    return value
