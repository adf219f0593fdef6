"""The files of sources, line by line and feature by feature, so that what is wrong with one has a place."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import math
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar, cast

import numpy as np
import pyogrio.raw
import shapely

from geomap.errors import GazetteerCorrupt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from shapely.geometry.base import BaseGeometry

T = TypeVar("T")

_FAULTS = (
    *(ValueError, LookupError, TypeError, AttributeError, OverflowError),  # content
    *(OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, csv.Error),  # form
    *(RuntimeError, shapely.errors.ShapelyError),
)
_OPEN = {".gz": gzip.open, ".xz": lzma.open}
_UNPACK = {".gz": gzip.decompress, ".xz": lzma.decompress}
_BESIDE = frozenset({"readme.txt", "iso-languagecodes.txt"})
"""What GeoNames packs beside its tables."""


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

    @property
    def number(self) -> int:
        """Line or feature that was read last, from 1; 0 before and after."""
        return self._number

    def lines(self) -> Iterator[str]:
        """Lines of a text file, UTF-8, with their ends; unpacked if its name ends in .gz, .xz or .zip."""
        with self._opened() as stream:
            for self._number, line in enumerate(stream, start=1):
                yield line.decode("utf-8" if self._number > 1 else "utf-8-sig")  # Excel marks its files
        if not self._number:
            msg = "it is empty"
            raise ValueError(msg)
        self._number = 0

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self.path.suffix.lower() != ".zip":
            with io.BufferedReader(_OPEN.get(self.path.suffix, open)(self.path, "rb")) as stream:  # type: ignore[operator]
                yield cast("IO[bytes]", stream)
            return
        with zipfile.ZipFile(self.path) as packed:
            texts = [name for name in packed.namelist() if name.endswith(".txt") and name.lower() not in _BESIDE]
            if len(texts) != 1:
                msg = f"it holds {len(texts)} tables ({', '.join(texts)}) instead of one"
                raise ValueError(msg)
            with packed.open(texts[0]) as stream:
                yield stream

    def table(self, *, tabs: bool) -> Iterator[dict[str, str]]:
        """Rows by the names in the first line, separated by tabs and never quoted, or by commas."""
        lines = self.lines()
        split = (
            csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if tabs
            else csv.DictReader(lines, strict=True)
        )
        for row in split:
            if None in row or None in row.values():
                msg = "it does not have the columns of the first line"
                raise ValueError(msg)
            yield row

    def numbered(self, unit: str, values: Iterable[T]) -> Iterator[tuple[int, T]]:
        """Parts of what was read at once, counted from 1; failures name the `unit` and number of the last."""
        self._unit = unit
        for self._number, value in enumerate(values, start=1):
            yield self._number, value
        self._number = 0

    def features(self) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
        """Features of a GeoJSON file, packed or not: properties and geometry."""
        packed = self.path.read_bytes()
        meta, _, shapes, columns = pyogrio.raw.read(io.BytesIO(_UNPACK.get(self.path.suffix, bytes)(packed)))
        geometries = shapely.from_wkb(shapes)
        broken = ~shapely.is_valid(geometries) & (shapely.get_dimensions(geometries) == 2)  # noqa: PLR2004 - areas
        geometries[broken] = shapely.buffer(geometries[broken], 0)
        for number, geometry in self.numbered("feature", geometries):
            told = {}
            for name, column in zip(meta["fields"], columns, strict=True):
                value = column[number - 1]
                told[name] = None if isinstance(value, float | np.floating) and math.isnan(value) else value
            yield told, geometry
