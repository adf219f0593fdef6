"""CSV with a row of HXL tags, which humanitarian tools read, and without formulas, which Excel runs."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import shapely

from geomap.export.plain import DECIMALS, values
from geomap.frame import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


def write(table: GeoDataFrame, path: Path) -> None:
    """Write a table that `plain` made: names, HXL tags, one row an event, the geometry as WKT.

    An apostrophe stands before text that a spreadsheet would run. Lines end with CR and LF (RFC 4180).

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    tags = hxl_tags()
    shapes = shapely.to_wkt(table.geometry.to_numpy(), rounding_precision=DECIMALS).tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow([*COLUMNS, "wkt"])
        rows.writerow([tags[name] for name in (*COLUMNS, "wkt")])
        rows.writerows(map(_inert, row) for row in zip(*values(table), shapes, strict=True))


@cache
def hxl_tags() -> Mapping[str, str]:
    """Tags by column name: https://hxlstandard.org/standard/1-1final/dictionary/."""
    text = resources.files("geomap.export").joinpath("hxl.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
