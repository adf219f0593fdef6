"""CSV and TSV with a column of texts → Documents."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from typing import TYPE_CHECKING, BinaryIO

from geomap.model import Rejected
from geomap.read.decoding import decode
from geomap.read.document import LARGEST
from geomap.read.forms import delimiter_of, split_header
from geomap.read.records import read_record
from geomap.read.vocabulary import field_name, vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from _csv import Reader
    from collections.abc import Iterator

    from geomap.model import Document

LARGEST_TABLE = 100_000_000
"""Bytes; the whole table is looked at to find its encoding."""


def read_table(stream: BinaryIO, *, name: str, published: dt.date | None) -> Iterator[Document | Rejected]:
    """Read one Document a row, by the names of the columns; rows that do not fit the header are set aside."""
    data = stream.read(LARGEST_TABLE + 1)
    if len(data) > LARGEST_TABLE:
        yield Rejected(id=name, reason=f"over {LARGEST_TABLE // 1_000_000} MB: split it, or use JSON Lines")
        return
    text = (decode(data) or "").lstrip("\ufeff")
    header = text.lstrip().partition("\n")[0]
    columns = split_header(header)
    if not any(field_name(column) in vocabulary().fields["text"] for column in columns):
        reason = f"no column of texts among {', '.join(columns[:12])}: call it text, body, content or article"
        yield Rejected(id=name, reason=reason)
        return
    # The csv module has one limit for the whole process, 128 KB unless told.
    csv.field_size_limit(LARGEST)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(header), strict=True)
    yield from _rows(rows, columns, name=name, published=published)


def _rows(rows: Reader, columns: list[str], *, name: str, published: dt.date | None) -> Iterator[Document | Rejected]:
    titled = False
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"lines {line} to {rows.line_num} are no row of the table, look at the quotes: {error}"
            yield Rejected(id=f"{name}:{line}", reason=reason)
            continue
        if not any(cell.strip() for cell in row):
            continue
        if not titled:
            titled = True
        elif any(row[len(columns) :]):
            reason = f"line {line} has {len(row)} cells, the header {len(columns)}: quote texts that hold the delimiter"
            yield Rejected(id=f"{name}:{line}", reason=reason)
        else:
            record = dict(zip_longest(columns, row[: len(columns)]))
            yield read_record(record, name=f"{name}:{line}", published=published)
