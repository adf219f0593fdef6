"""Whether the hits of a server hold the place that was asked for: rather none than a wrong one."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from geomap.model import Kind, Place, Point
from geomap.protocols import Geocoded, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ATTRIBUTION = "© OpenStreetMap contributors, ODbL"
"""The credit that the license asks for: https://www.openstreetmap.org/copyright"""

LEAST_SIMILARITY = 80.0
"""Of 100, between folded names: Misrata and Misurata have 93, Brega and Bregenz 67."""
APART_KM = 25.0
"""Two points nearer than this, beside their own sizes, may be one place drawn twice."""
LEAST_RADIUS_KM = 0.5
LONGEST_NAME = 200
"""Characters; no place is called more than this."""

_LOWEST_RANK = 30
"""Nominatim's place_rank runs from 4, a country, to 30, a house."""
_RANKS = ((4, Kind.COUNTRY), (9, Kind.REGION), (12, Kind.DISTRICT), (_LOWEST_RANK, Kind.SETTLEMENT))
"""Up to which place_rank an administrative boundary is what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    place: Place
    rank: int


def judge(hits: Sequence[Mapping[str, Any]], *, name: str, country: str | None) -> Geocoded:
    """Choose the hit that is the place asked for.

    Parameters
    ----------
    hits
        What Nominatim's search gave in `json` format with address and name details, best first. Each
        has a `lat` and a `lon` in degrees; all else may be missing or of any type.
    name, country
        What was asked: words, and an ISO 3166-1 alpha-2 code or None.

    Returns
    -------
    Geocoded
        Found, or not found with the reason: no hit, no hit that may be taken, or several places that
        are as large and bear the name.
    """
    if not hits:
        return Geocoded(outcome=Outcome.NOT_FOUND, reason="the geocoder does not know the name")
    taken, refused = [], []
    for hit in hits:
        found = _weigh(hit, name, country)
        if isinstance(found, _Found):
            taken.append(found)
        else:
            refused.append(found)
    if not taken:
        return Geocoded(outcome=Outcome.NOT_FOUND, reason=f"hits of the geocoder were refused; the first {refused[0]}")
    best = taken[0]
    for other in taken[1:]:
        apart = best.place.point.distance_km(other.place.point)
        if other.rank <= best.rank and apart > APART_KM + best.place.uncertainty_km + other.place.uncertainty_km:
            reason = f"the geocoder knows several places of the name, {apart:.0f} km apart"
            return Geocoded(outcome=Outcome.NOT_FOUND, reason=reason)
    return Geocoded(outcome=Outcome.FOUND, place=best.place)


def tidy(text: str) -> str:
    """Compose, and drop control characters and half surrogates, which no name holds; single spaces."""
    kept = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def fold(name: str) -> str:
    """Return words of letters and digits, without case, marks and articles; empty if there are none."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return " ".join([word for word in words if word not in _articles()] or words)


def _weigh(hit: Mapping[str, Any], name: str, country: str | None) -> _Found | str:
    """Make a hit a place, or say what is wrong with it."""
    point = Point(latitude=float(hit["lat"]), longitude=float(hit["lon"]))
    rank = hit["place_rank"] if isinstance(hit.get("place_rank"), int) else _LOWEST_RANK
    kind, radius, osm_id = _kind(hit, rank), _radius_km(hit.get("boundingbox"), point), _osm_id(hit)
    names = list(_names(hit))
    address = hit["address"] if isinstance(hit.get("address"), dict) else {}
    code = _text(address.get("country_code")).upper()
    if kind is None:
        return "is not a kind of thing that reports call a place"
    if country is not None and code != country:
        return f"is not in {country}"
    if not names or max(_similarity(name, other) for other in names) < LEAST_SIMILARITY:
        return "has another name"
    if radius is None or osm_id is None:
        return "does not say what it is or how large"
    place = Place(
        id=osm_id,
        name=names[0],
        point=point,
        kind=kind,
        country=code if re.fullmatch("[A-Z]{2}", code) else None,
        admin1=next(filter(None, (_text(address.get(key)) for key in ("state", "province", "region"))), None),
        uncertainty_km=round(radius, 3),
        attribution=ATTRIBUTION,
    )
    return _Found(place=place, rank=rank)


def _kind(hit: Mapping[str, Any], rank: int) -> Kind | None:
    kinds, of_class, of_type = _kinds(), _text(hit.get("class")), _text(hit.get("type"))
    if (of_class, of_type) != ("boundary", "administrative"):
        return kinds.get((of_class, of_type))
    by_rank = next((kind for limit, kind in _RANKS if rank <= limit), None)
    return kinds.get(("place", _text(hit.get("addresstype"))), by_rank)


def _names(hit: Mapping[str, Any]) -> Iterator[str]:
    """All names of a hit, the English one first."""
    details = hit["namedetails"] if isinstance(hit.get("namedetails"), dict) else {}
    listed = (part for key, value in details.items() if "name" in key for part in _text(value).split(";"))
    for name in (_text(hit.get("name")), _text(hit.get("display_name")).split(",")[0], *listed):
        if fold(name) and len(name) <= LONGEST_NAME:
            yield name.strip()


def _similarity(asked: str, name: str) -> float:
    a, b = fold(asked), fold(name)
    return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b))


def _radius_km(box: object, point: Point) -> float | None:
    """Distance from the point to the farthest corner of `[south, north, west, east]`."""
    if not isinstance(box, list):
        return None
    try:
        south, north, west, east = map(float, box)
        corners = [Point(latitude=y, longitude=x) for y in (south, north) for x in (west, east)]
    except (TypeError, ValueError, OverflowError):
        return None
    return max(LEAST_RADIUS_KM, *(point.distance_km(corner) for corner in corners))


def _osm_id(hit: Mapping[str, Any]) -> str | None:
    kind, number = hit.get("osm_type"), hit.get("osm_id")
    known = kind in ("node", "way", "relation") and isinstance(number, int) and not isinstance(number, bool)
    return f"osm:{kind}/{number}" if known else None


def _text(value: object) -> str:
    return tidy(value) if isinstance(value, str) else ""


@cache
def _vocabulary() -> Mapping[str, Any]:
    text = resources.files("geomap.geocode").joinpath("osm_places.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _kinds() -> Mapping[tuple[str, str], Kind]:
    table = _vocabulary()["kinds"]
    return {(key, kind): Kind(name) for key, names in table.items() for name, kinds in names.items() for kind in kinds}


@cache
def _articles() -> frozenset[str]:
    return frozenset(_vocabulary()["articles"])
