"""Events tables to and from files: GeoJSON, CSV, GeoPackage, GeoParquet, FlatGeobuf, KML.

Every writer gets a table that `plain` has brought to what every format can hold, and writes to a
temporary file that takes the place of the old one only when it is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.errors import OutputError
from geomap.export import geojson, hxl, ogr
from geomap.export.atomic import atomically
from geomap.export.plain import plain

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

__all__ = ["FORMATS", "atomically", "write"]

_WRITERS = {
    ".geojson": geojson.write,
    ".json": geojson.write,
    ".csv": hxl.write,
    ".gpkg": ogr.write_geopackage,
    ".parquet": ogr.write_geoparquet,
    ".fgb": ogr.write_flatgeobuf,
    ".kml": ogr.write_kml,
}

FORMATS = tuple(_WRITERS)
"""Endings of files that `write` knows."""


def write(frame: GeoDataFrame, path: Path) -> None:
    """Write an events table in the format that the ending of `path` names.

    A file of that name is replaced when the new one is whole; it stays as it was if anything fails.

    Parameters
    ----------
    frame
        Any table that `geomap.frame.conform` accepts; geometries in any reference system, written as
        EPSG:4326. Columns outside the schema are not written.
    path
        Where to; the folder must exist.

    Raises
    ------
    OutputError
        If the ending is unknown or the file cannot be written.
    SchemaError
        If `frame` is no events table.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        msg = f"{path} cannot be written: unknown ending {path.suffix!r}; known are {', '.join(FORMATS)}"
        raise OutputError(msg)
    table = plain(frame)
    with atomically(path) as whole:
        writer(table, whole)
