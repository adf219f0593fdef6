"""The files that a run leaves behind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geomap.draw import page
from geomap.draw.picture import picture
from geomap.errors import OutputError
from geomap.export import atomically, write
from geomap.frame import to_frame

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd

    from geomap.model import Record
    from geomap.pipeline import Run


def write_outputs(run: Run, folder: Path, *, title: str, text: bool) -> dict[str, Any]:
    """Write map.html, events.geojson and run.json into `folder`, each whole or not; returns what run.json says.

    `text`: whether the page holds the texts of the reports.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"folder {folder} cannot be made: {error.strerror}"
        raise OutputError(msg) from error
    events = to_frame(run.records)
    summary = run.summary()
    write(events, folder / "events.geojson")
    write_map(events, folder / "map.html", title=title, records=run.records if text else ())
    _write_text(folder / "run.json", json.dumps(summary, indent=1, ensure_ascii=False) + "\n")
    return summary


def write_map(events: gpd.GeoDataFrame, path: Path, *, title: str, records: Iterable[Record] = ()) -> None:
    """Write the map page."""
    _write_text(path, page(events, title=title, records=records))


def write_picture(events: gpd.GeoDataFrame, path: Path, *, title: str) -> None:
    """Write a picture of the map, in the form that the ending of its name says."""
    made = picture(events, form=path.suffix.lower().removeprefix("."), title=title)
    with atomically(path) as whole:
        whole.write_bytes(made)


def _write_text(path: Path, text: str) -> None:
    with atomically(path) as whole:
        whole.write_bytes(text.encode("utf-8", "replace"))
