"""What a report tells about itself, and the one place where a Document is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.model import Document, Rejected
from geomap.read.cleaning import one_line
from geomap.read.dateline import find_dateline
from geomap.read.language import guess_language

if TYPE_CHECKING:
    import datetime as dt

LARGEST = 10_000_000
"""Bytes that one report may have."""

TOO_LARGE = f"over {LARGEST // 1_000_000} MB: split it into single reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a report, or the record that carries it, says about itself; None where it says nothing."""

    id: str | None = None
    published: dt.date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None


def make_document(text: str, told: Told, *, name: str, published: dt.date | None) -> Document | Rejected:
    """Put a document together from its clean text.

    Parameters
    ----------
    text
        Clean; its characters are not moved.
    told
        What the report says about itself. It wins over the dateline, the dateline over `published`.
    name
        Id of reports that have none of their own.
    published
        Day of publication of reports that do not tell.
    """
    key = one_line(told.id or "") or name
    if not text.strip():
        return Rejected(id=key, reason="empty: no text in it")
    dateline = find_dateline(text)
    day = told.published or (dateline.day(near=published) if dateline else None) or published
    language = (told.language or "").strip().lower().replace("_", "-").split("-")[0]
    return Document(
        id=key,
        text=text,
        published=day,
        title=one_line(told.title or ""),
        source=one_line(told.source or "") or (dateline.agency if dateline else None),
        source_url=one_line(told.url or ""),
        language=language if len(language) == 2 and language.isalpha() else guess_language(text),  # noqa: PLR2004
    )
