"""Where to look: the box that the events fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.model import HAPPENED, Polarity

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

_KM_PER_DEGREE = 111.2
_COUNTRY = 6
"""UCDP where_prec of an event of which only the country is known: its outline says nothing about where to look."""
_MOST = 0.9
"""Share of the events around their middle that says how far they spread."""
_LONE_DEGREES = 3.0
_FEW = 10
"""Below so many events each one is shown."""
_LATITUDE_LIMIT = 85.0
"""The Mercator projection ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A box in degrees, EPSG:4326; `east` is greater than `west`, past 180 when the box crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float
    seam: float
    """Longitudes west of this one are drawn 360 degrees further east, so that the box is in one piece."""

    @property
    def span(self) -> float:
        """Width or height in degrees, whichever is greater."""
        return max(self.east - self.west, self.north - self.south)

    def widened(self) -> View:
        """Return the box with room around to look at: two fifths of its size, three degrees at least."""
        room = max(3.0, self.span * 0.4)
        spare = max(0.0, (360 - (self.east - self.west)) / 2)
        west, east = self.west - min(room, spare), self.east + min(room, spare)
        return View(
            west=max(west, self.seam),
            south=max(self.south - room, -_LATITUDE_LIMIT),
            east=min(east, self.seam + 360),
            north=min(self.north + room, _LATITUDE_LIMIT),
            seam=self.seam,
        )


WORLD = View(west=-180.0, south=-60.0, east=180.0, north=75.0, seam=-180.0)
"""What a map without events shows."""


def drawn(events: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """For each row of a conforming table: whether it is said to have happened and has a usable position.

    The page decides the same, see `browser/store.js`.
    """
    latitude = events["latitude"].to_numpy(dtype="f8", na_value=np.nan)
    longitude = events["longitude"].to_numpy(dtype="f8", na_value=np.nan)
    located: NDArray[np.bool_] = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)  # noqa: PLR2004 - degrees
    happened = events["modality"].isna() | events["modality"].isin(HAPPENED)
    affirmed: NDArray[np.bool_] = (happened & (events["polarity"] != Polarity.NEGATIVE)).to_numpy(dtype=bool)
    return located & affirmed


def frame(events: gpd.GeoDataFrame) -> View:
    """Find the box around the events that are drawn, but for a few far away: their points, radii and shapes.

    Across the widest gap in longitude the world is cut (`seam`), so that events of Fiji are one group, not two.
    """
    here = events[drawn(events)]
    if here.empty:
        return WORLD
    here = here[_core(here)]
    latitude = here["latitude"].to_numpy(dtype="f8")
    longitude = here["longitude"].to_numpy(dtype="f8")
    radius = here["uncertainty_km"].to_numpy(dtype="f8", na_value=0.0).clip(0.0, 100.0) / _KM_PER_DEGREE
    across = radius / np.cos(np.radians(latitude.clip(-80, 80)))
    shapes = here.geometry[
        here.geometry.notna() & ~here.geometry.is_empty & (here["geo_precision"].fillna(1) != _COUNTRY)
    ]
    box = shapes.bounds.to_numpy(dtype="f8")
    whole = box[(box[:, 2] - box[:, 0]) < 180]  # noqa: PLR2004 - wider ones cross the antimeridian in two parts
    seam = _seam(np.concatenate([longitude, whole[:, 0], whole[:, 2]]))
    west = np.concatenate([longitude - across, whole[:, 0]])
    east = np.concatenate([longitude + across, whole[:, 2]])
    return View(
        west=max(seam, float(_shifted(west, seam).min())),
        south=_bounded(np.concatenate([latitude - radius, whole[:, 1]]).min()),
        east=min(seam + 360, float(_shifted(east, seam).max())),
        north=_bounded(np.concatenate([latitude + radius, whole[:, 3]]).max()),
        seam=seam,
    )


def _core(here: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Leave out the odd event far from the rest, so that one meeting abroad does not make a country a dot."""
    if len(here) < _FEW:
        return np.ones(len(here), dtype=bool)
    latitude = here["latitude"].to_numpy(dtype="f8")
    longitude = here["longitude"].to_numpy(dtype="f8")
    center = float(np.median(longitude)), float(np.median(latitude))
    across = np.abs(longitude - center[0])
    across = np.minimum(across, 360 - across) * np.cos(np.radians(latitude))
    away = np.hypot(across, latitude - center[1])
    core: NDArray[np.bool_] = away <= 2 * np.quantile(away, _MOST, method="lower") + _LONE_DEGREES
    return core


def _bounded(latitude: float) -> float:
    return float(min(max(latitude, -_LATITUDE_LIMIT), _LATITUDE_LIMIT))


def _shifted(longitude: NDArray[np.float64], seam: float) -> NDArray[np.float64]:
    return np.where(longitude < seam, longitude + 360, longitude)


def _seam(longitudes: NDArray[np.float64]) -> float:
    """Middle of the widest gap between longitudes; the antimeridian unless another is clearly wider."""
    found = np.unique(longitudes)
    gaps = np.diff(found)
    around = found[0] + 360 - found[-1]
    if not len(gaps) or gaps.max() <= around:
        return -180.0
    widest = int(gaps.argmax())
    return round(float(found[widest] + gaps[widest] / 2), 3)
