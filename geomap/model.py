"""The nouns of geomap: frozen values that stages hand to each other.

A *mention* is a place name in a text; *resolution* links it to a gazetteer *place*; an *event* is
coded from a *trigger*; *location* gives it geometry and a precision. Text offsets count Unicode
characters, half open. Coordinates are WGS 84 degrees (EPSG:4326) with named axes.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from shapely.geometry.base import BaseGeometry


class Kind(StrEnum):
    """What sort of thing a place is."""

    SETTLEMENT = "settlement"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    RELIEF = "relief"
    WATER = "water"
    ROAD = "road"
    FACILITY = "facility"
    AIRPORT = "airport"
    BORDER = "border"
    OTHER = "other"


class Method(StrEnum):
    """How a mention got its place, or why it has none."""

    GAZETTEER = "gazetteer"
    """An exact or folded name of the local gazetteer."""
    SIMILAR = "similar"
    """A transliteration or misspelling of a name of the local gazetteer."""
    GEOCODER = "geocoder"
    """The fallback geocoder, asked by the user."""
    UNKNOWN = "unknown"
    """No source knows the name."""
    AMBIGUOUS = "ambiguous"
    """Several places bear the name and the report does not say which."""
    UNAVAILABLE = "unavailable"
    """The geocoder could not be asked; nothing is known about the name."""


class Relation(StrEnum):
    """How an event lies to the place it is said to be at."""

    IN = "in"
    NEAR = "near"
    OUTSIDE = "outside"
    PART_OF = "part_of"
    BETWEEN = "between"
    ALONG = "along"
    FROM_TO = "from_to"
    DIRECTION_OF = "direction_of"
    DISTANCE_FROM = "distance_from"
    BORDER_OF = "border_of"


class Modality(StrEnum):
    """Whether the event happened; only actual and attempted events are drawn."""

    ACTUAL = "actual"
    ATTEMPTED = "attempted"
    PLANNED = "planned"
    THREATENED = "threatened"
    OFFERED = "offered"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"


HAPPENED = (Modality.ACTUAL, Modality.ATTEMPTED)
"""Modalities of events that took place: an attempt that failed is on the map too."""


class Polarity(StrEnum):
    """Whether the report says that it happened or that it did not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Certainty(StrEnum):
    """How sure the source says it is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class Support(StrEnum):
    """How well the claims of an event stand, after Airwars' grades."""

    CONFIRMED = "confirmed"
    """The accused party admits it."""
    FAIR = "fair"
    """Two independent sources or more."""
    WEAK = "weak"
    """One source."""
    CONTESTED = "contested"
    """Denied, or rival attributions."""
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """What a claimant does with the event."""

    ASSERTS = "asserts"
    CLAIMS = "claims"
    ADMITS = "admits"
    ACCUSES = "accuses"
    DENIES = "denies"
    DOUBTS = "doubts"


class Claimant(StrEnum):
    """What sort of source a claimant is."""

    BELLIGERENT = "belligerent"
    GOVERNMENT = "government"
    WITNESS = "witness"
    NGO = "ngo"
    UN = "un"
    MEDIA = "media"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A position on the ground.

    Raises
    ------
    ValueError
        If an axis is not finite or out of range.
    """

    latitude: float
    """Degrees north, -90 to 90."""
    longitude: float
    """Degrees east, -180 to 180."""

    def __post_init__(self) -> None:
        """Refuse what is not on Earth."""
        for axis, value, limit in (("latitude", self.latitude, 90), ("longitude", self.longitude, 180)):
            if not (math.isfinite(value) and -limit <= value <= limit):
                msg = f"{axis} {value!r} is not between -{limit} and {limit} degrees"
                raise ValueError(msg)

    def distance_km(self, other: Point) -> float:
        """Great-circle distance in kilometers on a sphere of radius 6371 km."""
        a, b = math.radians(self.latitude), math.radians(other.latitude)
        half = math.radians(other.longitude - self.longitude) / 2
        h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(half) ** 2
        return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text."""

    start: int
    """First character, counted from 0."""
    end: int
    """One past the last character."""

    def __contains__(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report, cleaned of everything but its text."""

    id: str
    """Unique within a run: the report's own id, or its file name."""
    text: str
    """What `read` made of the report: entities decoded, boiler-plate removed, no control characters."""
    published: datetime.date | None = None
    """The day the report came out."""
    title: str | None = None
    source: str | None = None
    """Who published it: an outlet, an agency, an organization."""
    source_url: str | None = None
    language: str = "en"
    """ISO 639-1 code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A document that was set aside, and why."""

    id: str
    """What would have been its id: a file name, or file name and line."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A row of a gazetteer."""

    id: str
    """`geonames:N`, `wof:N`, `naturalearth:N`, `geomap:name`, `user:...` or `osm:...`."""
    name: str
    point: Point
    """Representative point, also of areas."""
    kind: Kind
    country: str | None = None
    """ISO 3166-1 alpha-2 code; None for seas and world regions."""
    admin1: str | None = None
    """Name of the province."""
    population: int = 0
    """0 where unknown."""
    uncertainty_km: float = 5.0
    """Radius within which the named place lies around `point`."""
    attribution: str | None = None
    """Credit its source asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place name in a text."""

    span: Span
    text: str
    """The words, exactly `document.text[span.start:span.end]`."""
    kind: Kind = Kind.OTHER
    score: float = 1.0
    """0 to 1: how surely this is the name of a place, used as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A place that a mention might have meant instead."""

    id: str
    score: float
    """0 to 1: its share of the evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a mention was found to mean."""

    mention: Mention
    place: Place | None
    confidence: float
    """0 to 1: how surely `place` is the one meant."""
    method: Method
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody's word about an event."""

    by: str
    """The claimant in the words of the report."""
    kind: Claimant
    stance: Stance
    via: str | None = None
    """What the claimant cites, in the words of the report."""
    span: Span | None = None
    """Where `by` stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Number of dead."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When an event took place."""

    start: datetime.date
    end: datetime.date
    """Last day, included."""
    precision: int
    """UCDP date_prec: 1 day, 2 two to six days, 3 a week, 4 eight to thirty days or a month, 5 more."""
    text: str | None = None
    """The words it came from; None when the report's own date stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that is said to have happened."""

    id: str
    """Derived from content, see `event_id`."""
    type: str
    """Id of one of the types of the taxonomy."""
    trigger: Span
    """The words that say it happened."""
    sentence: Span
    repeats: tuple[Span, ...] = ()
    """Triggers of later mentions of the same event."""
    actor: str | None = None
    """Who did it, in the words of the report."""
    target: str | None = None
    """To whom or what, in the words of the report."""
    deaths: Toll | None = None
    date: When | None = None
    modality: Modality = Modality.ACTUAL
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    support: Support = Support.UNKNOWN
    claims: tuple[Claim, ...] = ()
    confidence: float = 0.5
    """0 to 1: how surely the report says this."""

    @property
    def drawn(self) -> bool:
        """Whether it is said to have happened, so that a map may show it."""
        return self.polarity is Polarity.POSITIVE and self.modality in HAPPENED


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where an event took place."""

    mentions: tuple[Span, ...]
    """The place names it rests on; origin before destination."""
    place: Place
    """The (first) place named."""
    relation: Relation
    point: Point
    """Representative point, also when the geometry is a line or area."""
    geometry: BaseGeometry
    """Point, line or polygon; x is longitude, y latitude, EPSG:4326."""
    precision: int
    """UCDP where_prec: 1 exact, 2 within 25 km, 3 district, 4 province, 5 line or fuzzy area,
    6 country, 7 sea or air."""
    uncertainty_km: float
    """Radius around `point`."""
    reason: str
    """Why here, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedEvent:
    """An event, and its location when the report gives one."""

    event: Event
    location: Location | None
    unplaced: str | None = None
    """Why it has no location."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A document with what the stages found in it so far; None where a stage has not run."""

    document: Document
    mentions: tuple[Mention, ...] | None = None
    resolutions: tuple[Resolution, ...] | None = None
    """One for each mention, in text order."""
    events: tuple[Event, ...] | None = None
    located: tuple[LocatedEvent, ...] | None = None


def event_id(document_id: str, event_type: str, trigger: Span, ordinal: int = 0) -> str:
    """Stable id of an event: equal for equal content, 16 hexadecimal digits.

    `ordinal` tells apart the events that one trigger makes at several places.
    """
    key = f"{document_id}\x1f{event_type}\x1f{trigger.start}\x1f{trigger.end}\x1f{ordinal}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
