"""What geomap made of the documents: its records, or its events table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError, SchemaError
from geomap.evaluate.rows import day, document_id, json_lines, loads, made, point, read_text, span
from geomap.model import HAPPENED, Polarity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from geomap.model import Point, Span

_GEONAMES = "geonames:"


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedPlace:
    """A mention and the place it was given, if any."""

    span: Span
    point: Point | None
    geonames_id: str | None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedClaim:
    """A claimant, and what they do with the event."""

    by: str | None
    stance: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedEvent:
    """An event and what was coded of it."""

    type: str
    pin: Point | None
    """Where it is drawn; None when it is not: no location, not said to have happened, or said not to have."""
    claimed_by: str | None
    claims: tuple[PredictedClaim, ...]
    first: dt.date | None
    last: dt.date | None
    deaths: int | None
    """Best figure."""
    trigger: Span | None = None
    places: tuple[Span, ...] = ()
    """Mentions that its location rests on; empty when read from an events table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedDocument:
    """What was found in one document; None for what was not looked for."""

    places: tuple[PredictedPlace, ...] | None = None
    events: tuple[PredictedEvent, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """What was found in all documents."""

    documents: Mapping[str, PredictedDocument]
    """By document id; documents in which nothing was found may be missing."""
    has_places: bool
    has_events: bool

    def places(self, document: str) -> tuple[PredictedPlace, ...]:
        """Mentions found in a document."""
        found = self.documents.get(document)
        return (found.places if found else None) or ()

    def events(self, document: str) -> tuple[PredictedEvent, ...]:
        """Events found in a document."""
        found = self.documents.get(document)
        return (found.events if found else None) or ()


def load_predicted(path: Path) -> Predictions:
    """Read Document records (JSON Lines) or an events table (GeoJSON), gzipped or not.

    Raises
    ------
    InputError
        If the file cannot be read, or holds a document twice.
    SchemaError
        If a record or feature lacks what it must have.
    """
    text = read_text(path)
    if '"FeatureCollection"' in text[:1000]:
        return _table(loads(text, where=str(path)), path)
    documents: dict[str, PredictedDocument] = {}
    for where, row in json_lines(text, path):
        key = made(document_id, row, where=where)
        if key in documents:
            msg = f"{where}: document {key!r} was there before"
            raise InputError(msg)
        documents[key] = made(_document, row, where=where)
    return Predictions(
        documents=documents,
        has_places=any(document.places is not None for document in documents.values()),
        has_events=any(document.events is not None for document in documents.values()),
    )


def _document(row: Any) -> PredictedDocument:  # noqa: ANN401 - a line of JSON
    mentions, events = row.get("mentions"), row.get("events")
    return PredictedDocument(
        places=None if mentions is None else tuple(map(_place, mentions)),
        events=None if events is None else tuple(map(_event, events)),
    )


def _place(row: Any) -> PredictedPlace:  # noqa: ANN401
    place = row.get("place") or {}
    key = str(place.get("id") or "")
    return PredictedPlace(
        span=span(row),
        point=point(place.get("latitude"), place.get("longitude")),
        geonames_id=key.removeprefix(_GEONAMES) if key.startswith(_GEONAMES) else None,
        confidence=row.get("confidence"),
    )


def _event(row: Any) -> PredictedEvent:  # noqa: ANN401
    location, date = row.get("location"), row.get("date") or {}
    claims = tuple(PredictedClaim(by=claim.get("by"), stance=claim.get("stance")) for claim in row.get("claims") or ())
    drawn = location is not None and _happened(row)
    return PredictedEvent(
        type=row["type"],
        pin=point(location["latitude"], location["longitude"]) if drawn else None,
        claimed_by=claims[0].by if claims else None,
        claims=claims,
        first=day(date.get("start")),
        last=day(date.get("end")),
        deaths=(row.get("deaths") or {}).get("best"),
        trigger=span(row["trigger"]),
        places=tuple(map(span, location["mentions"])) if location else (),
    )


def _happened(row: Any) -> bool:  # noqa: ANN401
    """Whether a row says that its event happened; one that tells no modality does."""
    return row.get("polarity") != Polarity.NEGATIVE and row.get("modality") in (None, *HAPPENED)


def _table(table: Any, path: Path) -> Predictions:  # noqa: ANN401
    if not isinstance(table, dict) or not isinstance(table.get("features"), list):
        msg = f"{path} is no GeoJSON FeatureCollection"
        raise SchemaError(msg)
    events: dict[str, list[PredictedEvent]] = {}
    for number, feature in enumerate(table["features"], 1):
        where = f"{path}, feature {number}"
        key = made(lambda row: str(row["properties"]["document_id"]), feature, where=where)
        events.setdefault(key, []).append(made(_feature, feature, where=where))
    documents = {key: PredictedDocument(events=tuple(found)) for key, found in events.items()}
    return Predictions(documents=documents, has_places=False, has_events=True)


def _feature(feature: Any) -> PredictedEvent:  # noqa: ANN401
    row = feature["properties"]
    claims = row.get("claims") or []
    claims = json.loads(claims) if isinstance(claims, str) else claims
    drawn = feature.get("geometry") is not None and _happened(row)
    return PredictedEvent(
        type=row["type"],
        pin=point(row["latitude"], row["longitude"]) if drawn else None,
        claimed_by=row.get("claimed_by"),
        claims=tuple(PredictedClaim(by=claim.get("by"), stance=claim.get("stance")) for claim in claims),
        first=day(row.get("date_start")),
        last=day(row.get("date_end")),
        deaths=row.get("deaths_best"),
    )
