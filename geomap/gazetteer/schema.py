"""The form of a built gazetteer: one SQLite file.

Tables
------
place
    One row a place; `province` is the number of the first-level division around it.
province
    Number of a first-level division to its row.
name
    Folded name to its places, packed: for each a 32-bit number, its row times four plus how the
    name belongs to it (`PRIMARY`, `ALTERNATE`, `STRIPPED`); the most populous first. `class` sums
    up what kinds of place bear the name, for recognizing names in text.
skeleton
    Consonant skeleton and country to places, packed as rows.
shape
    Place id to its line or polygon as WKB.
demonym
    Word for a people to its country; a word that several claim goes to the first.
meta
    Digest, counts and sources.
"""

from __future__ import annotations

import math
import sqlite3
from typing import TYPE_CHECKING

from geomap.errors import GazetteerCorrupt
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geomap.model import Point

SCHEMA_VERSION = 1
PRIMARY, ALTERNATE, STRIPPED = 0, 1, 2
KINDS = tuple(Kind)
KM_PER_DEGREE = math.radians(6371.0)
"""Of a great circle, on the sphere of `Point.distance_km`."""
_AROUND = 3601
"""Cells in a row, from 180 degrees west to 180 degrees east, both included."""
_MARGIN = 1e-5
"""Degrees, a meter: more than rounding errors come to."""
TABLES = """
CREATE TABLE place (row INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, country TEXT, province INTEGER,
    kind INTEGER NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL,
    uncertainty_km REAL NOT NULL, source INTEGER NOT NULL, names INTEGER NOT NULL, cell INTEGER NOT NULL);
CREATE TABLE province (number INTEGER PRIMARY KEY, row INTEGER NOT NULL);
CREATE TABLE name (name TEXT PRIMARY KEY, class TEXT NOT NULL, places BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE skeleton (key TEXT, country TEXT, places BLOB NOT NULL, PRIMARY KEY (key, country)) WITHOUT ROWID;
CREATE TABLE shape (id TEXT PRIMARY KEY, wkb BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE demonym (word TEXT PRIMARY KEY, country TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
STAGES = """
CREATE TEMP TABLE told (id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, names TEXT NOT NULL, country TEXT, province TEXT,
    kind INTEGER NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL,
    uncertainty_km REAL, source INTEGER NOT NULL, known INTEGER NOT NULL);
CREATE TEMP TABLE spelled (name TEXT, entry INTEGER, population INTEGER, kind INTEGER);
CREATE TEMP TABLE sounded (key TEXT, country TEXT, row INTEGER);
"""
"""What only building needs: places as their sources tell them, merged by id, and their names and skeletons unsorted.

`told.names` is the other names, one a line.
"""


def cell(latitude: float, longitude: float) -> int:
    """Number of the tenth-of-a-degree cell around a position."""
    return int((latitude + 90) * 10) * _AROUND + int((longitude + 180) * 10)


def cells(center: Point, radius_km: float) -> Iterator[tuple[int, int]]:
    """First and last number of each run of cells that together hold all positions within `radius_km` of `center`.

    Half the way around the Earth reaches everything. What is no radius (negative, not a number) counts as 0.
    """
    reach = min(max(0.0, radius_km) / KM_PER_DEGREE, 180.0) + _MARGIN
    south, north = center.latitude - reach, center.latitude + reach
    if south <= -90 or north >= 90:  # noqa: PLR2004 - around a pole are all longitudes
        spans = [(-180.0, 180.0)]
    else:
        # Where a meridian touches the circle: sin(width) = sin(reach) / cos(latitude)
        touching = math.sin(math.radians(reach)) / math.cos(math.radians(center.latitude))
        width = math.degrees(math.asin(min(1.0, touching))) + _MARGIN
        west, east = center.longitude - width, center.longitude + width
        spans = [(max(west, -180.0), min(east, 180.0))]
        spans += [(west + 360, 180.0)] if west < -180 else []  # noqa: PLR2004
        spans += [(-180.0, east - 360)] if east > 180 else []  # noqa: PLR2004
    for row in range(cell(max(south, -90.0), -180.0), cell(min(north, 90.0), -180.0) + 1, _AROUND):
        for west, east in spans:
            yield row + cell(-90.0, west), row + cell(-90.0, east)


def check(path: Path) -> None:
    """Raise GazetteerCorrupt unless `path` is a gazetteer of this version."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            found = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        finally:
            connection.close()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter: SQLite quotes what it cannot read
        msg = f"{path} is not a gazetteer ({error}); delete it, and it will be built anew"
        raise GazetteerCorrupt(msg) from error
    if found != (str(SCHEMA_VERSION),):
        msg = f"{path} was built by another version of geomap; run `geomap gazetteer build`"
        raise GazetteerCorrupt(msg)
