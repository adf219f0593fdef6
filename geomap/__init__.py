"""Reports in, map out: what is said to have happened where, when, by whom, according to whom.

>>> import geomap
>>> events = geomap.map_reports(["reports/"])   # GeoDataFrame, EPSG:4326
>>> geomap.draw(events)                         # a folium.Map
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

    from geomap.draw import draw, safe_text
    from geomap.errors import GeomapError

__all__ = ["GeomapError", "draw", "map_reports", "safe_text"]


def map_reports(
    reports: str | Path | Iterable[str | Path],
    *,
    countries: Sequence[str] = (),
    published: datetime.date | None = None,
    gazetteer: str | Path | None = None,
    geocoder: str = "none",
    geocoder_url: str | None = None,
    workers: int = 1,
) -> gpd.GeoDataFrame:
    """Find what reports say has happened, and where.

    Parameters
    ----------
    reports
        Files and folders: plain text, HTML, JSON Lines, CSV.
    countries
        Hints: ISO 3166-1 alpha-2 codes of the countries that the reports are about.
    published
        Day of publication of reports that do not give one.
    gazetteer
        A built gazetteer; None for the one that comes with geomap.
    geocoder, geocoder_url
        Fallback for names that the gazetteer does not know, see `geomap.settings.Settings`. With "none"
        the network is never touched.
    workers
        Processes that work side by side.

    Returns
    -------
    GeoDataFrame
        One row an event, sorted by date then id; columns as in `geomap.frame.COLUMNS`; geometry is a point,
        line, polygon or None, EPSG:4326, x longitude, y latitude. Reports that could not be read are listed
        with their reasons in `attrs["set_aside"]`.

    Raises
    ------
    SettingsError, InputError, GazetteerError
        If a setting cannot be used, a report does not exist, or the gazetteer cannot be built.
    """
    from geomap.frame import to_frame  # noqa: PLC0415 - tables are slow to import
    from geomap.pipeline import run  # noqa: PLC0415
    from geomap.settings import Settings  # noqa: PLC0415

    if isinstance(reports, str | Path):
        reports = [reports]
    settings = Settings(
        countries=tuple(countries),
        published=published,
        gazetteer=Path(gazetteer) if gazetteer else None,
        geocoder=geocoder,
        geocoder_url=geocoder_url,
        workers=workers,
    )
    done = run([Path(report) for report in reports], settings)
    events = to_frame(done.records)
    events.attrs["set_aside"] = {rejected.id: rejected.reason for rejected in done.rejected}
    return events


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is exported
    if name == "draw":
        return import_module("geomap.draw")
    if name == "safe_text":
        return import_module("geomap.draw").safe_text
    if name == "GeomapError":
        return import_module("geomap.errors").GeomapError
    msg = f"module 'geomap' has no attribute {name!r}"
    raise AttributeError(msg)
