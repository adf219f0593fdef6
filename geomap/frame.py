"""The one door between dataclasses and GeoDataFrame, and the schema of events tables.

The properties are flat scalars, lists are JSON strings, so that QGIS, kepler.gl, R sf and pandas
read them without help. Geometries are EPSG:4326, x longitude, y latitude.
"""

from __future__ import annotations

import datetime
import json
import math
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geomap.errors import SchemaError
from geomap.model import Certainty, Modality, Polarity, Relation, Support
from geomap.taxonomy import event_types

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

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


_LIMITS = {
    **{"latitude": (-90, 90), "longitude": (-180, 180), "confidence": (0, 1)},
    **{"date_precision": (1, 5), "geo_precision": (1, 7)},
}
"""Least and greatest value; all other numbers are 0 or more."""
_WORDS: dict[str, type[StrEnum]] = {
    **{"modality": Modality, "polarity": Polarity, "certainty": Certainty, "support": Support},
    **{"spatial_relation": Relation},
}
_DAYS = ("date_start", "date_end", "published")
_SHOWN = 60
"""Characters of a wrong value that a message shows."""


def to_frame(records: Iterable[Record]) -> gpd.GeoDataFrame:
    """Events of records as a table, one row an event, sorted by date then id.

    Returns
    -------
    GeoDataFrame
        Columns `COLUMNS` and geometry (point, line, polygon or None), EPSG:4326.

    Raises
    ------
    SchemaError
        If the type of an event is not in the taxonomy.
    """
    rows = [_row(record.document, located) for record in records for located in record.located or ()]
    rows.sort(key=lambda row: (row["date_start"] or "", row["id"]))
    return _table(rows)


def conform(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring any table of events to the schema: dtypes, missing optional columns, CRS, order of columns.

    Days become ISO days, whatever their dtype; a time of day is cut off.

    Raises
    ------
    SchemaError
        Naming every fault at once: missing columns, no geometry, unknown types, repeated ids, wrong values.
    """
    faults = []
    if missing := [name for name in REQUIRED if name not in frame.columns]:
        faults.append(f"missing columns: {', '.join(missing)}")
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        faults.append("no geometry; set one with GeoDataFrame.set_geometry")
    elif frame.crs is None:
        faults.append("no coordinate reference system; set EPSG:4326 if coordinates are degrees")
    columns: dict[str, pd.Series[Any]] = {}
    for name, dtype in COLUMNS.items():
        if name in missing:
            continue
        values = frame[name] if name in frame.columns else pd.Series(index=frame.index, dtype=dtype)
        try:
            columns[name] = _typed(name, values, dtype)
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


def _typed(name: str, values: pd.Series[Any], dtype: str) -> pd.Series[Any]:
    """Values as `dtype`; the first that is outside the schema is a ValueError."""
    if dtype != "str":
        numbers: pd.Series[Any] = pd.to_numeric(values).astype(dtype)  # type: ignore[call-overload]
        low, high = _LIMITS.get(name, (0, math.inf))
        given = numbers.dropna()
        if len(wrong := given[~given.between(low, high)]):
            msg = f"{wrong.iloc[0]} is not a number from {low} to {high}"
            raise ValueError(msg)
        return numbers
    texts = _texts(name, values)
    known = event_types() if name == "type" else _WORDS.get(name)
    if known and (unknown := sorted(set(texts.dropna()) - set(known))):
        msg = f"{', '.join(map(repr, unknown[:3]))} not among {', '.join(known)}"
        raise ValueError(msg)
    if name in ("id", "type") and texts.isna().any():
        msg = f"none in row {texts.isna().argmax() + 1}"
        raise ValueError(msg)
    if name == "id" and not texts.is_unique:
        msg = f"not unique: {', '.join(map(repr, texts[texts.duplicated()].unique()[:3]))}"
        raise ValueError(msg)
    if name == "claims":
        _check_claims(texts)
    return texts


def _texts(name: str, values: pd.Series[Any]) -> pd.Series[Any]:
    """Values as texts; each different text is read once, since most columns have few."""
    if not isinstance(values.dtype, pd.StringDtype):
        values = pd.Series(
            [None if pd.api.types.is_scalar(value) and pd.isna(value) else _text(value) for value in values],
            index=values.index,
            dtype="str",
        )
    if name in _DAYS or name in _WORDS or name == "claims":
        values = values.mask(values == "")
    if name not in _DAYS:
        return values.astype("str")
    codes, different = pd.factorize(values)
    days = np.array([*map(_day, different), None], dtype=object)
    return pd.Series(days[codes], index=values.index, dtype="str")


def _check_claims(texts: pd.Series[Any]) -> None:
    """Refuse what is no JSON list of objects, which readers of the table could not take apart."""
    for text in texts.dropna().unique():
        try:
            told = json.loads(text, parse_constant=int)  # which refuses NaN and Infinity, as JSON does
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, list) or not all(isinstance(claim, dict) for claim in told):
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
            row = int((texts == text).argmax()) + 1
            msg = f'row {row} has {shown!r}; write a JSON list such as [{{"by": "rebels"}}], or leave it empty'
            raise ValueError(msg)


def _day(text: str) -> str:
    return datetime.date.fromisoformat(text[:10]).isoformat()


def _text(value: object) -> str:
    if not pd.api.types.is_scalar(value):
        msg = f"{value!r} is no scalar; write lists as JSON"
        raise ValueError(msg)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _table(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    columns = {name: pd.Series([row[name] for row in rows]).astype(dtype) for name, dtype in COLUMNS.items()}  # type: ignore[call-overload]
    return gpd.GeoDataFrame(columns, geometry=[row["geometry"] for row in rows], crs=CRS)


def _row(document: Document, located: LocatedEvent) -> dict[str, Any]:
    event, location, text = located.event, located.location, document.text
    kind = event_types().get(event.type)
    if kind is None:
        msg = f"the type {event.type!r} of event {event.id} is not in the taxonomy"
        raise SchemaError(msg)
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
        "location_reason": location.reason if location else located.unplaced,
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
