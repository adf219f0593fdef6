"""Formats that GDAL and Arrow write: GeoPackage, FlatGeobuf, KML, GeoParquet."""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyogrio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAYER = "events"

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_SHOWN = ("claimed_by", "quote", "source", "source_url")
"""Who says it, the words, where they stand: what a placemark opens with."""


def write_geopackage(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write a layer `events` of mixed geometries; see `write` of this package."""
    with _no_clock():
        _write(table, path, "GPKG", {})


def write_flatgeobuf(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write a layer `events`; without an index, which would change the order of rows."""
    _write(table, path, "FlatGeobuf", {"SPATIAL_INDEX": "NO"})


def write_geoparquet(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoParquet 1.1 with a bounding box for each row.

    Raises
    ------
    OSError
        If it cannot be written, or pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        msg = "GeoParquet needs pyarrow; install it with: pip install 'geomap[parquet]'"
        raise OSError(msg)
    table.to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)


def write_kml(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write placemarks with time spans, which Google Earth's slider uses, and all columns as data.

    Raises
    ------
    OSError
        If it cannot be written, or this GDAL is without LIBKML.
    """
    if "w" not in pyogrio.list_drivers(write=True).get("LIBKML", ""):
        msg = "KML needs GDAL with the LIBKML driver, which the wheels of pyogrio have"
        raise OSError(msg)
    text = {name: table[name].map(_xml) for name in table.columns if name not in {"id", "geometry"}}
    columns: dict[str, pd.Series[Any]] = {
        "Name": text["label"] + text["place_name"].map(lambda name: "" if pd.isna(name) else f", {name}"),
        "description": pd.Series(map(_balloon, *(text[name] for name in _SHOWN)), dtype="str"),
        "begin": text["date_start"],
        "end": text["date_end"].fillna(text["date_start"]),
        "event_id": table["id"].map(_xml),  # the name `id` would become an XML id, which must begin with a letter
    }
    _write(gpd.GeoDataFrame(columns | text, geometry=table.geometry), path, "LIBKML", {})


def _write(table: gpd.GeoDataFrame, path: Path, driver: str, options: dict[str, str]) -> None:
    """Write through memory: GDAL's drivers for FlatGeobuf and KML do not report a full disk."""
    file = BytesIO()
    try:
        pyogrio.write_dataframe(table, file, layer=LAYER, driver=driver, geometry_type="Unknown", layer_options=options)
    except (RuntimeError, ValueError) as error:  # the ways in which pyogrio passes on what GDAL says
        msg = f"GDAL: {error}"
        raise OSError(msg) from error
    path.write_bytes(file.getbuffer())


@contextmanager
def _no_clock() -> Iterator[None]:
    """Keep the time of writing out of the file, so that equal tables give equal bytes."""
    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: "1970-01-01T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _xml(value: object) -> object:
    if not isinstance(value, str):
        return value
    # The driver puts text into CDATA sections, which `]]>` ends: a space of no width keeps it apart.
    return _NO_XML.sub("\ufffd", value).replace("]]>", "]]\u200b>")


def _balloon(*shown: object) -> str:
    """What opens on a click, in HTML."""
    return "<br/>".join(html.escape(value) for value in shown if isinstance(value, str))
