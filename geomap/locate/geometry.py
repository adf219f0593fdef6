"""From a spatial expression and resolved places to a point, a geometry and a precision."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geomap.model import Kind, Point, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geomap.model import Place
    from geomap.protocols import Gazetteer

EARTH_KM = 6371.0
_SEAM = 0.05
"""Degrees by which the outlines of neighbors may be off each other."""
_SAME_KM = 0.01
"""Points nearer than this make no line."""
_DIRECTION_KM = 12.0
"""How far "south of X" is taken to be."""
_AREAS = {Kind.COUNTRY: 6, Kind.REGION: 4, Kind.DISTRICT: 3, Kind.WATER: 7, Kind.RELIEF: 5}
"""UCDP where_prec of a place that is no point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an event is drawn."""

    point: Point
    geometry: BaseGeometry
    precision: int
    """UCDP where_prec."""
    uncertainty_km: float


def destination(start: Point, bearing: float, distance_km: float) -> Point:
    """The point `distance_km` away from `start` on a great circle that leaves at `bearing` degrees from north."""
    angle, course = distance_km / EARTH_KM, math.radians(bearing)
    latitude, longitude = math.radians(start.latitude), math.radians(start.longitude)
    sine = math.sin(latitude) * math.cos(angle) + math.cos(latitude) * math.sin(angle) * math.cos(course)
    east = math.sin(course) * math.sin(angle) * math.cos(latitude)
    turned = longitude + math.atan2(east, math.cos(angle) - math.sin(latitude) * sine)
    wrapped = (math.degrees(turned) + 540) % 360 - 180
    return Point(latitude=math.degrees(math.asin(max(-1.0, min(1.0, sine)))), longitude=wrapped)


def middle(one: Point, other: Point) -> Point:
    """The point halfway on the great circle between two."""
    a, b = (_vector(point) for point in (one, other))
    x, y, z = (p + q for p, q in zip(a, b, strict=True))
    if math.hypot(x, y, z) < 1e-9:  # noqa: PLR2004 - antipodes have no middle
        return one
    return Point(latitude=math.degrees(math.atan2(z, math.hypot(x, y))), longitude=math.degrees(math.atan2(y, x)))


def _vector(point: Point) -> tuple[float, float, float]:
    latitude, longitude = math.radians(point.latitude), math.radians(point.longitude)
    return math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)


def placed(
    relation: Relation,
    places: Sequence[Place],
    gazetteer: Gazetteer,
    *,
    bearing: float | None = None,
    distance_km: float | None = None,
) -> Placement:
    """Point, geometry, precision and uncertainty for an event that lies in `relation` to `places`."""
    place = places[0]
    if relation is Relation.BORDER_OF and len(places) > 1:
        shared = _border(place, places[1], gazetteer)
        if shared is not None:
            return shared
    if len(places) > 1 and relation in (Relation.BETWEEN, Relation.ALONG, Relation.FROM_TO, Relation.BORDER_OF):
        return _line(relation, place, places[1])
    if relation is Relation.DISTANCE_FROM and distance_km is not None:
        return _off(place, bearing, distance_km)
    if relation is Relation.DIRECTION_OF and bearing is not None and place.kind not in _AREAS:
        point = destination(place.point, bearing, _DIRECTION_KM)
        return _point(point, precision=2, uncertainty_km=max(15.0, place.uncertainty_km))
    if place.kind in _AREAS:
        area = gazetteer.geometry(place.id)
        geometry = _shape(place.point) if area is None else area
        return Placement(
            point=place.point, geometry=geometry, precision=_AREAS[place.kind], uncertainty_km=place.uncertainty_km
        )
    near = relation in (Relation.NEAR, Relation.OUTSIDE, Relation.ALONG, Relation.BORDER_OF, Relation.DIRECTION_OF)
    spread = max(8.0, place.uncertainty_km + 5.0) if near else place.uncertainty_km
    return _point(place.point, precision=2 if near else 1, uncertainty_km=spread)


def _border(one: Place, other: Place, gazetteer: Gazetteer) -> Placement | None:
    """The line that two areas share; None if they are no neighbors, or one has no outline."""
    areas = [gazetteer.geometry(place.id) for place in (one, other)]
    if areas[0] is None or areas[1] is None:
        return None
    line = shapely.line_merge(areas[0].boundary.intersection(areas[1].buffer(_SEAM)))
    parts = [part for part in shapely.get_parts(line) if part.length > 0 and part.geom_type == "LineString"]
    if not parts:
        return None
    longest = max(parts, key=lambda part: part.length)
    at = longest.interpolate(0.5, normalized=True)
    ends = [Point(latitude=y, longitude=x) for x, y in (longest.coords[0], longest.coords[-1])]
    point = Point(latitude=at.y, longitude=at.x)
    reach = max(point.distance_km(end) for end in ends)
    simple = shapely.set_precision(shapely.multilinestrings(parts) if len(parts) > 1 else longest, 1e-5)
    return Placement(point=point, geometry=simple, precision=5, uncertainty_km=round(max(5.0, reach), 1))


def _shape(point: Point) -> BaseGeometry:
    return shapely.Point(round(point.longitude, 5), round(point.latitude, 5))


def _point(point: Point, *, precision: int, uncertainty_km: float) -> Placement:
    return Placement(point=point, geometry=_shape(point), precision=precision, uncertainty_km=round(uncertainty_km, 1))


def _off(place: Place, bearing: float | None, distance_km: float) -> Placement:
    if bearing is None:
        return _point(place.point, precision=2, uncertainty_km=distance_km + place.uncertainty_km)
    spread = max(3.0, place.uncertainty_km, 0.2 * distance_km)
    return _point(destination(place.point, bearing, distance_km), precision=2, uncertainty_km=spread)


def _line(relation: Relation, one: Place, other: Place) -> Placement:
    length = one.point.distance_km(other.point)
    geometry = _shape(one.point) if length < _SAME_KM else _between(one.point, other.point)
    if relation is Relation.FROM_TO:
        return Placement(point=one.point, geometry=geometry, precision=5, uncertainty_km=one.uncertainty_km)
    spread = round(max(5.0, length / 2), 1)
    return Placement(point=middle(one.point, other.point), geometry=geometry, precision=5, uncertainty_km=spread)


def _between(one: Point, other: Point) -> BaseGeometry:
    """A line; one that would cross the antimeridian is cut there."""
    if abs(one.longitude - other.longitude) <= 180:  # noqa: PLR2004 - half a turn
        ends = [(round(p.longitude, 5), round(p.latitude, 5)) for p in (one, other)]
        return shapely.LineString(ends)
    west, east = (one, other) if one.longitude < 0 else (other, one)
    span = 360 + west.longitude - east.longitude
    share = (180 - east.longitude) / span if span else 0.0
    crossing = round(east.latitude + share * (west.latitude - east.latitude), 5)
    parts = [
        [(east.longitude, east.latitude), (180.0, crossing)],
        [(-180.0, crossing), (west.longitude, west.latitude)],
    ]
    return shapely.MultiLineString([part for part in parts if part[0] != part[1]])
