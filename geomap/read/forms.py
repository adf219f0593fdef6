"""What a file holds, by its name and its first bytes."""

from __future__ import annotations

import csv
import re
from enum import StrEnum
from pathlib import PurePosixPath

from geomap.read.decoding import decode
from geomap.read.pages import has_markup
from geomap.read.vocabulary import field_name, vocabulary


class Form(StrEnum):
    """How reports are written down."""

    TEXT = "text"
    PAGE = "page"
    """HTML."""
    RECORDS = "records"
    """JSON Lines, or one JSON document."""
    TABLE = "table"
    """CSV or TSV."""


GZIP = b"\x1f\x8b"

_BY_ENDING = {
    ".html": Form.PAGE,
    ".htm": Form.PAGE,
    ".xhtml": Form.PAGE,
    ".jsonl": Form.RECORDS,
    ".ndjson": Form.RECORDS,
    ".json": Form.RECORDS,
    ".csv": Form.TABLE,
    ".tsv": Form.TABLE,
    ".tab": Form.TABLE,
}
_NOT_TEXT = (
    (b"%PDF", "a PDF: convert it to text first"),
    (b"PK\x03\x04", "a ZIP archive or Office document: unpack it, or save it as text, first"),
    (b"\xd0\xcf\x11\xe0", "an old Office document: save it as text first"),
    (b"{\\rtf", "an RTF document: save it as text first"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"RIFF", "an image, sound or film"),
    (b"\0\0\0\x18ftyp", "a film"),
    (b"\0\0\0\x20ftyp", "a film"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (GZIP, "compressed twice: unpack it first"),
    (b"BZh", "compressed (bzip2): unpack it first"),
    (b"\xfd7zXZ", "compressed (xz): unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd): unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
)
_RECORD = re.compile(r'\s*(?:\[\s*)?\{\s*"[^"\n]{1,80}"\s*:')
_FOREIGN_XML = re.compile(r"\s*<\?xml\b(?!.*<html\b)", re.DOTALL | re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY = 0.02
_SMALLEST_TABLE = 2
DELIMITERS = ",;\t|"


def not_text(head: bytes) -> str | None:
    """Say what it is when it is no text; None for text.

    Parameters
    ----------
    head
        The first bytes, some thousand at least.
    """
    for mark, what in _NOT_TEXT:
        if head.startswith(mark):
            return f"not text but {what}"
    text = decode(head)
    if text is None:
        return "undecodable: neither Unicode nor a known older encoding; convert it to UTF-8"
    controls = len(_CONTROLS.findall(text.encode("utf-8", "replace")))
    if controls > max(_BINARY * len(text), 1):
        return "not text but binary data"
    return "XML of an unknown kind: convert it to text, HTML or JSON Lines" if _FOREIGN_XML.match(text) else None


def form_of(name: str, head: bytes) -> Form:
    """How the reports are written: by the ending of the name, else by the first bytes of text."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    text = (decode(head) or "").lstrip("\ufeff")
    if _RECORD.match(text):
        return Form.RECORDS
    if text.lstrip().startswith("<") and has_markup(text):
        return Form.PAGE
    return Form.TABLE if _is_header(text.partition("\n")[0]) else Form.TEXT


def _is_header(line: str) -> bool:
    """Whether a line is the header of a table of reports, and can be nothing else."""
    fields = vocabulary().fields
    known = {name for names in fields.values() for name in names}
    cells = [field_name(cell) for cell in split_header(line)]
    named = known.intersection(cells)
    return len(cells) >= _SMALLEST_TABLE and bool(named.intersection(fields["text"])) and len(named) >= _SMALLEST_TABLE


def split_header(line: str) -> list[str]:
    """Cells of the header of a table, by the delimiter that gives a column of texts; else by comma."""
    return next(csv.reader([line], delimiter=delimiter_of(line)), [])


def delimiter_of(line: str) -> str:
    """Delimiter of a table, from its header."""
    texts = vocabulary().fields["text"]
    for delimiter in DELIMITERS:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        if len(cells) >= _SMALLEST_TABLE and any(field_name(cell) in texts for cell in cells):
            return delimiter
    return "\t" if "\t" in line else ","
