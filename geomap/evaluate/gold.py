"""Annotated documents: what evaluation takes as right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.evaluate.rows import day, document_id, json_lines, made, point, read_text, span
from geomap.model import HAPPENED, Modality, Point, Span

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPlace:
    """A place name in a text."""

    span: Span
    point: Point | None
    geonames_id: str | None
    country: bool
    """Whether it names a country."""
    demonym: bool
    """Whether it is an adjective or a word for people (Turkish): systems differ on whether that is a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldClaim:
    """Somebody's word about an event."""

    by: str
    stance: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEvent:
    """An event as annotated."""

    type: str
    point: Point | None
    tolerance_km: float
    """How far from `point` a pin may lie."""
    modality: Modality
    first: dt.date | None
    last: dt.date | None
    deaths: int | None
    """Best figure."""
    toll_given: bool
    claims: tuple[GoldClaim, ...]

    @property
    def happened(self) -> bool:
        """Whether a map should show it."""
        return self.modality in HAPPENED


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """An annotated document."""

    id: str
    places: tuple[GoldPlace, ...]
    """All place names, or, where `verb` is given, those where its event took place."""
    events: tuple[GoldEvent, ...] | None
    """None where events were not annotated."""
    verb: Span | None = None
    """The one event of a text annotated for linking events with places."""
    tokens: tuple[Span, ...] = ()


def load_gold(path: Path) -> tuple[GoldDocument, ...]:
    """Read annotated documents, JSON Lines, gzipped or not.

    Fields: ``doc_id``, ``text``, ``gold`` (``start``, ``end``, ``lat``, ``lon``, ``geonameid``, ``country``,
    ``demonym``), ``events`` (``type``, ``point`` as latitude, longitude, tolerance in km, ``modality``, ``date``,
    ``deaths`` as low, best, high, ``claims``), and for linking ``verb`` and ``tokens`` as pairs of offsets.

    Raises
    ------
    InputError
        If the file cannot be read or holds no document, or one twice.
    SchemaError
        If a line has another form.
    """
    documents = tuple(made(_document, row, where=where) for where, row in json_lines(read_text(path), path))
    if not documents:
        msg = f"{path} holds no annotated document"
        raise InputError(msg)
    if len({document.id for document in documents}) < len(documents):
        msg = f"{path} holds two documents with one id"
        raise InputError(msg)
    return documents


def _document(row: Any) -> GoldDocument:  # noqa: ANN401 - a line of JSON
    events = row.get("events")
    verb = row.get("verb")
    return GoldDocument(
        id=document_id(row),
        places=tuple(map(_place, row.get("gold") or ())),
        events=None if events is None else tuple(map(_event, events)),
        verb=None if verb is None else Span(*verb),
        tokens=tuple(Span(*token) for token in row.get("tokens") or ()),
    )


def _place(row: Any) -> GoldPlace:  # noqa: ANN401
    geonames = row.get("geonameid")
    return GoldPlace(
        span=span(row),
        point=point(row.get("lat"), row.get("lon")),
        geonames_id=str(geonames) if geonames else None,
        country=bool(row.get("country")),
        demonym=bool(row.get("demonym")),
    )


def _event(row: Any) -> GoldEvent:  # noqa: ANN401
    latitude, longitude, tolerance = row.get("point") or (None, None, 0.0)
    first, last = row.get("date") or (None, None)
    toll = row.get("deaths")
    return GoldEvent(
        type=row["type"],
        point=point(latitude, longitude),
        tolerance_km=float(tolerance),
        modality=Modality(row.get("modality") or "actual"),
        first=day(first),
        last=day(last),
        deaths=toll[1] if toll else None,
        toll_given=bool(toll),
        claims=tuple(GoldClaim(by=claim["by"], stance=claim.get("stance")) for claim in row.get("claims") or ()),
    )
