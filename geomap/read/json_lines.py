"""JSON Lines, a JSON list of records, or a single record → Documents."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from geomap.model import Rejected
from geomap.read.decoding import decode
from geomap.read.document import LARGEST, TOO_LARGE
from geomap.read.records import read_record
from geomap.read.streams import prepend

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from geomap.model import Document

_LARGEST_LIST = 100_000_000
_LINES_GIVEN_UP = 100


def read_json(stream: BinaryIO, *, name: str, published: dt.date | None) -> Iterator[Document | Rejected]:
    """Read records one by one; a broken line is set aside, the others go on.

    JSON Lines are never held in memory as a whole; a JSON list is, so it may have 100 MB.
    """
    first = stream.readline(LARGEST)
    while first and not first.strip():
        first = stream.readline(LARGEST)
    if isinstance(_loads(first), dict):
        yield from _lines(prepend(first, stream), name=name, published=published)
        return
    whole = first + stream.read(_LARGEST_LIST)
    match _loads(whole):
        case list(records):
            for number, record in enumerate(records, 1):
                yield _record(record, where=f"item {number}", name=f"{name}:{number}", published=published)
        case dict(record):
            yield _record(record, where="it", name=name, published=published)
        case _:
            yield from _lines(prepend(whole, stream), name=name, published=published)


def _lines(stream: BinaryIO, *, name: str, published: dt.date | None) -> Iterator[Document | Rejected]:
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        key = f"{name}:{number}"
        if len(line) > LARGEST:
            yield Rejected(id=key, reason=f"line {number}: {TOO_LARGE}")
            if not _skip_line(stream, line):
                yield Rejected(id=key, reason=f"line {number} does not end; the rest of the file was not read")
                return
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _record(_loads(line), where=f"line {number}", name=key, published=published)


def _skip_line(stream: BinaryIO, line: bytes) -> bool:
    """Go to the end of an overlong line; False when that is too far."""
    for _ in range(_LINES_GIVEN_UP):
        if not line or line.endswith(b"\n"):
            return True
        line = stream.readline(LARGEST)
    return False


def _record(record: object, *, where: str, name: str, published: dt.date | None) -> Document | Rejected:
    if isinstance(record, dict):
        return read_record(record, name=name, published=published)
    if isinstance(record, _Broken):
        return Rejected(id=name, reason=f"{where} is not JSON: {record}")
    return Rejected(id=name, reason=f"{where} is a JSON {type(record).__name__}, not an object with a text")


class _Broken(str):
    """Why something is not JSON."""

    __slots__ = ()


def _loads(line: bytes) -> object:
    text = decode(line)
    if text is None:
        return _Broken("its encoding is unknown")
    try:
        return json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        return _Broken(f"{error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError) as error:
        return _Broken(str(error))


def as_utf8(stream: BinaryIO) -> BinaryIO | None:
    """The same text in UTF-8, for UTF-16 and UTF-32, which cannot be read line by line; None when it is too long."""
    data = stream.read(_LARGEST_LIST + 1)
    text = decode(data) if len(data) <= _LARGEST_LIST else None
    return None if text is None else BytesIO(text.encode("utf-8", "replace"))
