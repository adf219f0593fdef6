"""The seams: what a stage may expect of a gazetteer, a geocoder and a recognizer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from shapely.geometry.base import BaseGeometry

    from geomap.model import Document, Mention, Place, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that bears a name."""

    place: Place
    match: float
    """0 to 1: how close its name is to the one asked for; 1 for the same name but for case and marks."""
    primary: bool
    """Whether the name is the place's main name rather than an alternate one."""
    names: int = 0
    """How many other names it has: how far it is known in the world."""
    sounds: bool = False
    """Whether its main name is no more than another transliteration of the one asked for."""


class Gazetteer(Protocol):
    """Names of places, and their places."""

    @property
    def digest(self) -> str:
        """Hexadecimal digest of the content."""

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Places that bear exactly this name, but for case, marks and article; none: empty."""

    def similar(self, name: str, countries: Collection[str] = ()) -> tuple[Candidate, ...]:
        """Places with a transliteration or misspelling of this name, within `countries` if any are given."""

    def classes(self, names: Collection[str]) -> Mapping[str, str]:
        """For those of `names` that are known: what kinds of place bear it, see `geomap.gazetteer`."""

    def demonyms(self, words: Collection[str]) -> Mapping[str, str]:
        """For those of `words` that name a people ("Libyan", "Turks"): the country's ISO 3166-1 alpha-2 code."""

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Line or polygon of a place (x longitude, y latitude, EPSG:4326), None for one known as a point."""

    def near(self, point: Point, *, radius_km: float) -> tuple[Place, ...]:
        """Settlements around `point`, nearest first."""


class Outcome(StrEnum):
    """What came of asking a geocoder."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"
    """The service could not be asked: says nothing about the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoded:
    """The answer of a geocoder."""

    outcome: Outcome
    place: Place | None = None
    """Given if and only if `outcome` is found; its `attribution` is filled."""
    reason: str | None = None
    """Why not, when it was not found or not asked."""


class Geocoder(Protocol):
    """A service that knows places the gazetteer does not. Never raises for a single name."""

    @property
    def name(self) -> str:
        """Of the provider."""

    def geocode(self, name: str, *, country: str | None) -> Geocoded:
        """Ask for one name, within one country (ISO 3166-1 alpha-2) if it is known."""


class Recognizer(Protocol):
    """Finds place names."""

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """Return mentions in text order, none overlapping."""
