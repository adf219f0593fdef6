"""The one door between records and JSON: the document record that the filters pass on."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from collections.abc import Mapping


def to_line(record: Record) -> str:
    """Record as one line of JSON, without the line's end."""
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
    elif record.mentions is not None:
        told["mentions"] = [_mention(mention) for mention in record.mentions]
    if record.located is not None:
        told["events"] = [_event(e.event) | {"location": _location(e.location)} for e in record.located]
    elif record.events is not None:
        told["events"] = [_event(event) for event in record.events]
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def from_line(line: str) -> Record:
    """Record from one line of JSON.

    Raises
    ------
    SchemaError
        If the line is no JSON object, lacks `id` or `text`, or holds a value outside the schema.
    """
    try:
        told = json.loads(line)
        if not isinstance(told, dict):
            told = {}
        return _record(told)
    except json.JSONDecodeError as error:
        msg = f"it is not JSON: {error}"
        raise SchemaError(msg) from error
    except KeyError as error:
        msg = f"the field {error} is missing"
        raise SchemaError(msg) from error
    except SchemaError:
        raise
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        msg = f"a value is outside the schema: {error}"
        raise SchemaError(msg) from error


def _record(told: Mapping[str, Any]) -> Record:
    text = told["text"]
    key = told["id"] if "id" in told else told["doc_id"]
    if not isinstance(text, str):
        msg = f"text is {type(text).__name__}, not a string"
        raise SchemaError(msg)
    published = told.get("published")
    document = Document(
        id=str(key),
        text=text,
        published=datetime.date.fromisoformat(published[:10]) if published else None,
        title=told.get("title"),
        source=told.get("source"),
        source_url=told.get("source_url"),
        language=told.get("language") or "en",
    )
    mentions = resolutions = events = located = None
    if (rows := told.get("mentions")) is not None:
        mentions = tuple(sorted((_read_mention(row, text) for row in rows), key=lambda m: m.span))
        if rows and all("method" in row or row.get("place") for row in rows):
            resolutions = tuple(sorted((_read_resolution(row, text) for row in rows), key=lambda r: r.mention.span))
    if (rows := told.get("events")) is not None:
        events = tuple(_read_event(row, text, document.id) for row in rows)
        if rows and all("location" in row for row in rows):
            located = tuple(
                LocatedEvent(event=event, location=_read_location(row["location"], text))
                for event, row in zip(events, rows, strict=True)
            )
    return Record(document=document, mentions=mentions, resolutions=resolutions, events=events, located=located)


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _read_span(told: Mapping[str, Any], text: str) -> Span:
    start, end = told["start"], told["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        msg = f"start {start!r} and end {end!r} do not lie in a text of {len(text)} characters"
        raise SchemaError(msg)
    return Span(start, end)


def _mention(mention: Mention) -> dict[str, Any]:
    return _span(mention.span) | {"text": mention.text, "kind": mention.kind.value, "score": mention.score}


def _read_mention(told: Mapping[str, Any], text: str) -> Mention:
    span = _read_span(told, text)
    words = text[span.start : span.end]
    if told.get("text", words) != words:
        msg = f"mention {told['text']!r} is not what the text has there: {words!r}"
        raise SchemaError(msg)
    return Mention(span=span, text=words, kind=Kind(told.get("kind") or "other"), score=float(told.get("score", 1.0)))


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return _mention(resolution.mention) | {
        "place": _place(resolution.place) if resolution.place else None,
        "confidence": resolution.confidence,
        "method": resolution.method.value,
        "alternatives": [{"id": other.id, "score": other.score} for other in resolution.alternatives],
    }


def _read_resolution(told: Mapping[str, Any], text: str) -> Resolution:
    place = _read_place(told["place"]) if told.get("place") else None
    return Resolution(
        mention=_read_mention(told, text),
        place=place,
        confidence=float(told.get("confidence", 1.0 if place else 0.0)),
        method=Method(told.get("method") or ("gazetteer" if place else "unknown")),
        alternatives=tuple(
            Alternative(id=row["id"], score=float(row["score"])) for row in told.get("alternatives") or ()
        ),
    )


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


def _read_place(told: Mapping[str, Any]) -> Place:
    return Place(
        id=str(told["id"]),
        name=str(told["name"]),
        point=Point(latitude=float(told["latitude"]), longitude=float(told["longitude"])),
        kind=Kind(told.get("kind") or "other"),
        country=told.get("country"),
        admin1=told.get("admin1"),
        population=int(told.get("population") or 0),
        uncertainty_km=float(told.get("uncertainty_km", 5.0)),
        attribution=told.get("attribution"),
    )


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


def _read_event(told: Mapping[str, Any], text: str, document_id: str) -> Event:
    trigger = _read_span(told["trigger"], text)
    date, toll = told.get("date"), told.get("deaths")
    return Event(
        id=told.get("id") or event_id(document_id, told["type"], trigger),
        type=told["type"],
        trigger=trigger,
        sentence=_read_span(told["sentence"], text) if told.get("sentence") else trigger,
        repeats=tuple(_read_span(row, text) for row in told.get("repeats") or ()),
        actor=told.get("actor"),
        target=told.get("target"),
        deaths=Toll(low=toll["low"], best=toll["best"], high=toll["high"]) if toll else None,
        date=When(
            start=datetime.date.fromisoformat(date["start"]),
            end=datetime.date.fromisoformat(date["end"]),
            precision=int(date["precision"]),
            text=date.get("text"),
        )
        if date
        else None,
        modality=Modality(told.get("modality") or "actual"),
        polarity=Polarity(told.get("polarity") or "positive"),
        certainty=Certainty(told.get("certainty") or "certain"),
        support=Support(told.get("support") or "unknown"),
        claims=tuple(
            Claim(
                by=row["by"],
                kind=Claimant(row.get("kind") or "author"),
                stance=Stance(row["stance"]),
                via=row.get("via"),
                span=_read_span(row["span"], text) if row.get("span") else None,
            )
            for row in told.get("claims") or ()
        ),
        confidence=float(told.get("confidence", 1.0)),
    )


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


def _read_location(told: Mapping[str, Any] | None, text: str) -> Location | None:
    if told is None:
        return None
    import shapely  # noqa: PLC0415 - only located records need it

    return Location(
        mentions=tuple(_read_span(row, text) for row in told["mentions"]),
        place=_read_place(told["place"]),
        relation=Relation(told["relation"]),
        point=Point(latitude=float(told["latitude"]), longitude=float(told["longitude"])),
        geometry=shapely.from_geojson(json.dumps(told["geometry"])),
        precision=int(told["precision"]),
        uncertainty_km=float(told["uncertainty_km"]),
        reason=told.get("reason") or "",
    )
