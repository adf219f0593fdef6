"""The texts of reports with the places found in them, for the page that shows events in their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.draw.container import pack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.model import Record, Resolution


def encode(records: Iterable[Record]) -> str:
    """Pack the documents of records into base64 text, see `geomap.draw.container`; "" if there are none.

    A mention is a list: first character and the one after the last (code points of the text), name of the place,
    latitude, longitude (degrees, EPSG:4326, None if it is not known which place is meant), confidence from 0 to 1.
    """
    reports = [_report(record) for record in records]
    return pack({"reports": reports}, {}) if reports else ""


def _report(record: Record) -> dict[str, Any]:
    document = record.document
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "url": document.source_url,
        "published": document.published.isoformat() if document.published else None,
        "text": document.text.encode("utf-8", "replace").decode(),
        "mentions": [_mention(resolution) for resolution in record.resolutions or ()],
    }


def _mention(resolution: Resolution) -> list[Any]:
    span, place = resolution.mention.span, resolution.place
    if place is None:
        return [span.start, span.end, None, None, None, resolution.confidence]
    name = ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))
    point = place.point
    return [span.start, span.end, name, round(point.latitude, 5), round(point.longitude, 5), resolution.confidence]
