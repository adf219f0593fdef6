"""The one door between dataclasses and GeoDataFrame, and the schema of events tables.

The properties are flat scalars, lists are JSON strings, so that QGIS, kepler.gl, R sf and pandas
read them without help. Geometries are EPSG:4326, x longitude, y latitude.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geomap.errors import SchemaError
from geomap.taxonomy import event_types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.model import Document, LocatedEvent, Record

CRS = "EPSG:4326"

COLUMNS: dict[str, str] = {
    "id": "str",
    "type": "str",
    "group": "str",
    "label": "str",
    "date_start": "str",
    "date_end": "str",
    "date_precision": "Int64",
    "date_text": "str",
    "place_name": "str",
    "place_id": "str",
    "place_mention": "str",
    "country": "str",
    "admin1": "str",
    "latitude": "Float64",
    "longitude": "Float64",
    "geo_precision": "Int64",
    "uncertainty_km": "Float64",
    "spatial_relation": "str",
    "location_reason": "str",
    "actor": "str",
    "target": "str",
    "deaths_low": "Int64",
    "deaths_best": "Int64",
    "deaths_high": "Int64",
    "modality": "str",
    "polarity": "str",
    "certainty": "str",
    "support": "str",
    "claimed_by": "str",
    "cited_via": "str",
    "claims": "str",
    "quote": "str",
    "trigger": "str",
    "quote_start": "Int64",
    "quote_end": "Int64",
    "trigger_start": "Int64",
    "trigger_end": "Int64",
    "document_id": "str",
    "source": "str",
    "source_url": "str",
    "published": "str",
    "confidence": "Float64",
    "acled": "str",
    "plover": "str",
    "cameo": "str",
    "attribution": "str",
}
"""Column name to pandas dtype, in the order of the output."""

REQUIRED = ("id", "type", "date_start", "place_name", "quote", "document_id")
"""What a table must have to be drawn; every other column may be missing and is then empty."""


def to_frame(records: Iterable[Record]) -> gpd.GeoDataFrame:
    """Events of records as a table, one row an event, sorted by date then id.

    Returns
    -------
    GeoDataFrame
        Columns `COLUMNS` and geometry (point, line, polygon or None), EPSG:4326.
    """
    rows = [_row(record.document, located) for record in records for located in record.located or ()]
    rows.sort(key=lambda row: (row["date_start"] or "", row["id"]))
    return _table(rows)


def conform(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring any table of events to the schema: dtypes, missing optional columns, CRS, order of columns.

    Raises
    ------
    SchemaError
        Naming every fault at once: missing columns, unknown types, repeated ids, wrong values.
    """
    faults = []
    if missing := [name for name in REQUIRED if name not in frame.columns]:
        faults.append(f"missing columns: {', '.join(missing)}")
    elif repeated := frame["id"][frame["id"].duplicated()].unique().tolist():
        faults.append(f"ids that are not unique: {', '.join(map(repr, repeated[:3]))}")
    if frame.crs is None:
        faults.append("no coordinate reference system; set EPSG:4326 if coordinates are degrees")
    if "type" in frame.columns and (unknown := sorted(set(map(str, frame["type"])) - set(event_types()))):
        faults.append(f"types that are not in the taxonomy: {', '.join(map(repr, unknown[:3]))}")
    columns: dict[str, pd.Series[Any]] = {}
    for name, dtype in COLUMNS.items():
        values = frame[name] if name in frame.columns else pd.Series([None] * len(frame), index=frame.index)
        try:
            columns[name] = _typed(values, dtype)
        except (TypeError, ValueError, OverflowError) as error:
            faults.append(f"column {name}: {error}")
    if faults:
        msg = f"the table is no events table: {'; '.join(faults)}"
        raise SchemaError(msg)
    out = gpd.GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs).to_crs(CRS)
    points = out.geometry.representative_point()
    out["longitude"] = out["longitude"].fillna(points.x.astype("Float64"))
    out["latitude"] = out["latitude"].fillna(points.y.astype("Float64"))
    types = event_types()
    out["group"] = out["group"].fillna(out["type"].map(lambda key: types[key].group.id))
    out["label"] = out["label"].fillna(out["type"].map(lambda key: types[key].label))
    return out


def _typed(values: pd.Series[Any], dtype: str) -> pd.Series[Any]:
    if dtype != "str":
        numbers: pd.Series[Any] = pd.to_numeric(values).astype(dtype)  # type: ignore[call-overload]
        return numbers
    return values.map(lambda value: value if isinstance(value, str) or pd.isna(value) else str(value)).astype("str")


def _table(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    columns = {name: pd.Series([row[name] for row in rows]).astype(dtype) for name, dtype in COLUMNS.items()}  # type: ignore[call-overload]
    return gpd.GeoDataFrame(columns, geometry=[row["geometry"] for row in rows], crs=CRS)


def _row(document: Document, located: LocatedEvent) -> dict[str, Any]:
    event, location, text = located.event, located.location, document.text
    kind = event_types()[event.type]
    place = location.place if location else None
    toll, date = event.deaths, event.date
    first = event.claims[0] if event.claims else None
    quote = text[event.sentence.start : event.sentence.end]
    return {
        "id": event.id,
        "type": event.type,
        "group": kind.group.id,
        "label": kind.label,
        "date_start": date.start.isoformat() if date else None,
        "date_end": date.end.isoformat() if date else None,
        "date_precision": date.precision if date else None,
        "date_text": date.text if date else None,
        "place_name": place.name if place else None,
        "place_id": place.id if place else None,
        "place_mention": "; ".join(text[s.start : s.end] for s in location.mentions) if location else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "latitude": location.point.latitude if location else None,
        "longitude": location.point.longitude if location else None,
        "geo_precision": location.precision if location else None,
        "uncertainty_km": location.uncertainty_km if location else None,
        "spatial_relation": location.relation.value if location else None,
        "location_reason": location.reason if location else None,
        "actor": event.actor,
        "target": event.target,
        "deaths_low": toll.low if toll else None,
        "deaths_best": toll.best if toll else None,
        "deaths_high": toll.high if toll else None,
        "modality": event.modality.value,
        "polarity": event.polarity.value,
        "certainty": event.certainty.value,
        "support": event.support.value,
        "claimed_by": first.by if first else None,
        "cited_via": first.via if first else None,
        "claims": json.dumps(
            [{"by": c.by, "kind": c.kind, "stance": c.stance, "via": c.via} for c in event.claims], ensure_ascii=False
        ),
        "quote": quote,
        "trigger": text[event.trigger.start : event.trigger.end],
        "quote_start": event.sentence.start,
        "quote_end": event.sentence.end,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "document_id": document.id,
        "source": document.source,
        "source_url": document.source_url,
        "published": document.published.isoformat() if document.published else None,
        "confidence": round(event.confidence, 3),
        "acled": kind.acled,
        "plover": kind.plover,
        "cameo": kind.cameo,
        "attribution": place.attribution if place else None,
        "geometry": location.geometry if location else None,
    }
