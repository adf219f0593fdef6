"""A row of the gazetteer, and what is told of it by its kind and its shape."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.model import Kind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place as a source tells it.

    Raises
    ------
    ValueError
        If it has no id or no name, or a number that cannot be.
    """

    id: str
    name: str
    names: tuple[str, ...]
    """Other names."""
    country: str | None
    province: str | None
    """Natural Earth's code of the first-level division it lies in."""
    kind: Kind
    latitude: float
    longitude: float
    population: int
    uncertainty_km: float | None
    """None: as is usual for its kind, unless a later source says."""
    known: int = 0
    """In how many spellings its sources know it, also those left out here: how far it is known in the world."""
    geometry: BaseGeometry | None = None
    """Line or polygon, EPSG:4326."""

    def __post_init__(self) -> None:
        """Refuse what cannot be; what is not a number is not between two."""
        if not self.id.strip() or not self.name.strip():
            msg = f"id {self.id!r} and name {self.name!r} may not be empty"
            raise ValueError(msg)
        if not (
            -90 <= self.latitude <= 90  # noqa: PLR2004
            and -180 <= self.longitude <= 180  # noqa: PLR2004
            and 0 <= (self.uncertainty_km or 0) < math.inf
            and 0 <= self.population < 10**10
        ):
            msg = (
                f"latitude {self.latitude}, longitude {self.longitude}, uncertainty {self.uncertainty_km} km or "
                f"population {self.population} is out of range"
            )
            raise ValueError(msg)


FEATURES = {
    **dict.fromkeys(("PPLX", "ADM2", "ADM3", "ADM4"), Kind.DISTRICT),
    **dict.fromkeys(("ADM1", "RGN", "CONT", "AREA", "ISL"), Kind.REGION),
    **dict.fromkeys(("PCLI", "PCL"), Kind.COUNTRY),
    **dict.fromkeys(("MT", "MTS", "HLL", "PLAT", "DSRT", "PASS", "FRST"), Kind.RELIEF),
    **dict.fromkeys(("GULF", "SEA", "BAY", "STRT", "LK", "STM", "WAD", "DAM"), Kind.WATER),
    **dict.fromkeys(("AIRP", "AIRB", "AIRF"), Kind.AIRPORT),
    **dict.fromkeys(("CMPRF", "INSM", "HSP", "PRN", "MKT", "BDG", "PS", "OILF", "MN", "PRT"), Kind.FACILITY),
    "PSTB": Kind.BORDER,
}
_USUAL_KM = {Kind.COUNTRY: 300.0, Kind.REGION: 60.0, Kind.FACILITY: 2.0, Kind.AIRPORT: 3.0}


def feature_kind(code: str) -> Kind:
    """Kind of place for a GeoNames feature code."""
    return FEATURES.get(code, Kind.SETTLEMENT if not code or code[:3] in ("PPL", "STL") else Kind.OTHER)


def usual_km(kind: Kind, population: int) -> float:
    """Radius in km of a place of which no more is known than a point.

    That of a town goes by its population, and is at least what arc-minute coordinates leave open.
    """
    if kind is Kind.SETTLEMENT:
        return round(max(2.0, min(25.0, 0.01 * math.sqrt(population))), 1)
    return _USUAL_KM.get(kind, 8.0)


def distinct(names: list[str | None], *, but: str) -> tuple[str, ...]:
    """Names longer than a letter, each once, none of them the main one."""
    stripped = (name.strip() for name in names if name)
    return tuple(dict.fromkeys(name for name in stripped if len(name) > 1 and name != but))


def center(geometry: BaseGeometry) -> tuple[float, float]:
    """Latitude and longitude of the centroid, or of a point inside if the centroid lies outside."""
    largest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: (part.area, part.length))
    point = geometry.centroid
    if largest.geom_type == "LineString":
        point = largest.interpolate(0.5, normalized=True)
    elif largest.geom_type == "Polygon" and not geometry.contains(point):
        point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return round(point.y, 4), round(point.x, 4)


def radius_km(geometry: BaseGeometry) -> float:
    """Radius in km of a circle as large as the area, or half the length of a line."""
    latitude = geometry.centroid.y
    if geometry.area:
        return round(max(2.0, math.sqrt(geometry.area * math.cos(math.radians(latitude)) / math.pi) * KM_PER_DEGREE), 1)
    return round(max(5.0, geometry.length * KM_PER_DEGREE / 2), 1)
