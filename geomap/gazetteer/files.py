"""The files of sources, line by line and feature by feature, so that what is wrong with one has a place."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import math
import zlib
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyogrio.raw
import shapely

from geomap.errors import GazetteerCorrupt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from shapely.geometry.base import BaseGeometry

_FAULTS = (
    *(ValueError, LookupError, TypeError, AttributeError, OverflowError),  # content
    *(OSError, EOFError, zlib.error, lzma.LZMAError, csv.Error, RuntimeError, shapely.errors.ShapelyError),  # form
)
_OPEN = {".gz": gzip.open, ".xz": lzma.open}
_UNPACK = {".gz": gzip.decompress, ".xz": lzma.decompress}


class Source:
    """A file that is being read.

    Whatever goes wrong inside its ``with`` is a GazetteerCorrupt that names the file, and the line or
    feature that was read last.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unit = "line"
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        if isinstance(error, _FAULTS) and not isinstance(error, GazetteerCorrupt):  # of a file read on the way
            at = f", {self._unit} {self._number}" if self._number else ""
            said = f"there is no {error}" if isinstance(error, KeyError) else error
            msg = f"the source {self.path}{at} cannot be used: {said}; mend it, or put the original back"
            raise GazetteerCorrupt(msg) from error

    def lines(self) -> Iterator[str]:
        """Lines of a text file, UTF-8, with their ends; unpacked if its name ends in .gz or .xz."""
        with io.BufferedReader(_OPEN.get(self.path.suffix, open)(self.path, "rb")) as stream:  # type: ignore[operator]
            for self._number, line in enumerate(stream, start=1):
                yield line.decode("utf-8")
        if not self._number:
            msg = "it is empty"
            raise ValueError(msg)
        self._number = 0

    def table(self, *, tabs: bool) -> Iterator[dict[str, str]]:
        """Rows by the names in the first line, separated by tabs and never quoted, or by commas."""
        lines = self.lines()
        split = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.DictReader(lines)
        for row in split:
            if None in row or None in row.values():
                msg = "it does not have the columns of the first line"
                raise ValueError(msg)
            yield row

    def features(self) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
        """Features of a GeoJSON file, packed or not: properties and geometry."""
        packed = self.path.read_bytes()
        meta, _, shapes, columns = pyogrio.raw.read(io.BytesIO(_UNPACK.get(self.path.suffix, bytes)(packed)))
        geometries = shapely.from_wkb(shapes)
        broken = ~shapely.is_valid(geometries) & (shapely.get_dimensions(geometries) == 2)  # noqa: PLR2004 - areas
        geometries[broken] = shapely.buffer(geometries[broken], 0)
        self._unit = "feature"
        for self._number, geometry in enumerate(geometries, start=1):
            told = {}
            for name, column in zip(meta["fields"], columns, strict=True):
                value = column[self._number - 1]
                told[name] = None if isinstance(value, float | np.floating) and math.isnan(value) else value
            yield told, geometry
        self._number = 0
