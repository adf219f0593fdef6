"""JSON files → rows, with errors that say where."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from typing import TYPE_CHECKING, Any, TypeVar

from geomap.errors import InputError, SchemaError
from geomap.model import Point, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Made = TypeVar("Made")


def read_text(path: Path) -> str:
    """Text of a file in UTF-8, gzipped or not.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        msg = f"{path} cannot be read: {error}"
        raise InputError(msg) from error


def loads(text: str, *, where: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Parse JSON.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{where} is not JSON: {error}"
        raise InputError(msg) from error


def json_lines(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    """Rows of JSON Lines, each with the words that say where it stands."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{path}, line {number}"
            yield where, loads(line, where=where)


def made(make: Callable[[Any], Made], row: Any, *, where: str) -> Made:  # noqa: ANN401
    """Apply `make` to a row.

    Raises
    ------
    SchemaError
        If the row lacks a field or holds values of another kind.
    """
    try:
        return make(row)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        what = f"field {error} is missing" if isinstance(error, KeyError) else str(error)
        msg = f"{where} is not of the expected form: {what}"
        raise SchemaError(msg) from error


def document_id(row: Any) -> str:  # noqa: ANN401
    """Id of a document, called `id` or `doc_id`."""
    return str(row["id"] if "id" in row else row["doc_id"])


def span(row: Any) -> Span:  # noqa: ANN401
    """Span of a row with `start` and `end`."""
    return Span(int(row["start"]), int(row["end"]))


def point(latitude: Any, longitude: Any) -> Point | None:  # noqa: ANN401
    """Point in degrees north and east; None when either is null."""
    if latitude is None or longitude is None:
        return None
    return Point(latitude=float(latitude), longitude=float(longitude))


def day(value: str | None) -> dt.date | None:
    """Day of an ISO date, with or without time."""
    return dt.date.fromisoformat(value[:10]) if value else None
