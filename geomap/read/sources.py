"""Files, folders and streams → Documents, in order."""

from __future__ import annotations

import gzip
import os
import sys
import unicodedata
import zlib
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

from geomap.errors import InputError
from geomap.model import Document, Rejected
from geomap.read.cleaning import pin
from geomap.read.decoding import decode
from geomap.read.document import LARGEST, TOO_LARGE, Told, make_document
from geomap.read.forms import GZIP, Form, form_of, not_text
from geomap.read.headers import split_headers
from geomap.read.json_lines import as_utf8, read_json
from geomap.read.pages import declared_encoding, is_page, read_page
from geomap.read.paragraphs import arrange
from geomap.read.records import given_text
from geomap.read.streams import peek
from geomap.read.tables import read_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

STDIN = "stdin"
"""What standard input is called in ids."""


def read(
    sources: Iterable[Path | Literal["-"]],
    *,
    stdin: BinaryIO | None = None,
    published: dt.date | None = None,
    without: Path | None = None,
) -> Iterator[Document | Rejected]:
    """Read reports, one after the other, in the order given.

    Parameters
    ----------
    sources
        Files, folders (walked in the order of their paths, hidden files left out) and ``"-"`` for standard input.
        Plain text, HTML, JSON Lines, JSON, CSV and TSV, each also gzipped.
    stdin
        What ``"-"`` reads; the standard input of the process by default.
    published
        Day of publication of reports that do not give one.
    without
        A folder whose files are no reports, left out where a folder around it is read.

    Returns
    -------
    Iterator of Document and Rejected
        Every report gives exactly one of the two. Ids are unique: the second report with an id gets ``#2``.

    Raises
    ------
    InputError
        At once, if a file or folder does not exist, or standard input is named twice.
    """
    listed = list(sources)
    if listed.count("-") > 1:
        msg = "standard input (-) is named twice, but can be read only once"
        raise InputError(msg)
    for source in listed:
        if source != "-" and not Path(source).exists():
            msg = f"{source}: no such file or folder; check the name"
            raise InputError(msg)
    return _unique(_read_sources(listed, stdin, published, without))


def read_bytes(data: bytes, name: str, *, published: dt.date | None = None) -> Iterator[Document | Rejected]:
    """Read what a file called `name` would hold, see `read`. Never raises."""
    return _unique(_read_stream(BytesIO(data), name=_tidy(name), published=published))


def _read_sources(
    sources: list[Path | Literal["-"]], stdin: BinaryIO | None, published: dt.date | None, without: Path | None
) -> Iterator[Document | Rejected]:
    for source in sources:
        if source == "-":
            yield from _read_stream(stdin or sys.stdin.buffer, name=STDIN, published=published)
        elif Path(source).is_dir():
            yield from _read_folder(Path(source), published, without)
        else:
            yield from _read_file(Path(source), name=Path(source).name, published=published)


def _read_folder(folder: Path, published: dt.date | None, without: Path | None) -> Iterator[Document | Rejected]:
    found: list[tuple[str, Path]] = []
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        left_out = [name for name in folders if without is not None and _same(Path(parent, name), without)]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in left_out]
        linked = [name for name in folders if Path(parent, name).is_symlink()]
        paths = [Path(parent, name) for name in files + linked if not name.startswith(".")]
        found += [(path.relative_to(folder).as_posix(), path) for path in paths]
    for error in refused:
        yield Rejected(id=_tidy(str(error.filename)), reason=f"folder cannot be read: {error.strerror}")
    for name, path in sorted(found):
        if path.is_dir():
            yield Rejected(id=_tidy(name), reason="a link to a folder is not followed: name the folder itself")
        elif path.exists() and not path.is_file():
            yield Rejected(id=_tidy(name), reason="not a file but a device, pipe or socket")
        else:
            yield from _read_file(path, name=name, published=published)


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _read_file(path: Path, *, name: str, published: dt.date | None) -> Iterator[Document | Rejected]:
    name = _tidy(name)
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, name=name, published=published)
    except OSError as error:
        yield Rejected(id=name, reason=f"cannot be read: {error.strerror or error}")


def _read_stream(stream: BinaryIO, *, name: str, published: dt.date | None) -> Iterator[Document | Rejected]:
    head, stream = peek(stream)
    ending = name
    try:
        if head.startswith(GZIP):
            ending = name.removesuffix(".gz")
            head, stream = peek(cast("BinaryIO", gzip.GzipFile(fileobj=stream)))
        yield from _read_plain(stream, head, ending, name=name, published=published)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Rejected(id=name, reason=f"gzip data is damaged, what follows is lost: {error}")


def _read_plain(
    stream: BinaryIO, head: bytes, ending: str, *, name: str, published: dt.date | None
) -> Iterator[Document | Rejected]:
    # Only whole lines are looked at, lest a letter of several bytes is cut.
    head = head[: head.rfind(b"\n") + 1] or head
    if reason := not_text(head):
        yield Rejected(id=name, reason=reason)
        return
    form = form_of(ending, head)
    if form in (Form.TEXT, Form.PAGE):
        yield _read_text(stream.read(LARGEST + 1), form, name=name, published=published)
        return
    found = _read_rows(stream, form, wide=b"\0" in head, name=name, published=published)
    first = next(found, None)
    yield first or Rejected(id=name, reason="empty: no records in it")
    yield from found


def _read_rows(
    stream: BinaryIO, form: Form, *, wide: bool, name: str, published: dt.date | None
) -> Iterator[Document | Rejected]:
    if form is Form.TABLE:
        return read_table(stream, name=name, published=published)
    lines = as_utf8(stream) if wide else stream
    if lines is None:
        return iter([Rejected(id=name, reason="too large for UTF-16: convert it to UTF-8")])
    return read_json(lines, name=name, published=published)


def _read_text(data: bytes, form: Form, *, name: str, published: dt.date | None) -> Document | Rejected:
    """One report: a page or a plain text."""
    if len(data) > LARGEST:
        return Rejected(id=name, reason=TOO_LARGE)
    text = decode(data, declared=declared_encoding(data) if form is Form.PAGE else None)
    if text is None:
        return Rejected(id=name, reason="undecodable: neither Unicode nor a known older encoding; convert it to UTF-8")
    try:
        text, told = read_page(text) if form is Form.PAGE else _plain_text(text)
    except ValueError as error:
        return Rejected(id=name, reason=str(error))
    return make_document(text, told, name=name, published=published)


def _plain_text(text: str) -> tuple[str, Told]:
    if is_page(text):
        return read_page(text)
    told, text = split_headers(given_text(text))
    return arrange(text), told


def _unique(found: Iterable[Document | Rejected]) -> Iterator[Document | Rejected]:
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    for item in found:
        key = item.id
        if isinstance(item, Document):
            while key in seen:
                counts[item.id] += 1
                key = f"{item.id}#{counts[item.id] + 1}"
            seen.add(key)
        yield item if key == item.id else replace(item, id=key)


def _tidy(name: str) -> str:
    """Name of a file as an id: equal on every system, and printable."""
    name = name.encode("utf-8", "replace").decode("utf-8")
    return pin(unicodedata.normalize("NFC", name)).replace("\n", " ").strip() or "unnamed"
