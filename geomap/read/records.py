"""A record with named fields → Document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Rejected
from geomap.read.cleaning import keep, pin
from geomap.read.document import LARGEST, TOO_LARGE, make_document
from geomap.read.headers import told_by
from geomap.read.pages import has_markup, is_page, read_page, strip_markup
from geomap.read.vocabulary import field_name, vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from geomap.model import Document

_FIELDS_SHOWN = 12


def read_record(record: Mapping[str, object], *, name: str, published: dt.date | None) -> Document | Rejected:
    """Turn a record into a Document.

    Its text stays as it is, but for control characters, entities and tags. A record that holds positions in its text
    (``mentions``, ``events``, ``gold``) keeps every character in its place.
    """
    values = {field_name(key): value for key, value in record.items()}
    fields = vocabulary().fields
    texts = [value for field in fields["text"] if isinstance(value := values.get(field), str)]
    text = next((value for value in texts if value.strip()), texts[0] if texts else None)
    told = told_by(values)
    key = told.id or name
    if text is None:
        shown = ", ".join(list(record)[:_FIELDS_SHOWN]) or "none"
        return Rejected(
            id=key, reason=f"no text: none of its fields ({shown}) is called text, body, content or article"
        )
    if len(text) > LARGEST:
        return Rejected(id=key, reason=TOO_LARGE)
    if any(isinstance(values.get(field), list) for field in fields["offsets"]):
        return make_document(pin(text), told, name=name, published=published)
    try:
        return make_document(given_text(text), told, name=name, published=published)
    except ValueError as error:
        return Rejected(id=key, reason=str(error))


def given_text(text: str) -> str:
    """A plain text or a field of a record, without tags, entities and control characters; without any, as it is.

    Raises
    ------
    ValueError
        If it is HTML that cannot be read.
    """
    if has_markup(text):
        return read_page(text)[0] if is_page(text) else strip_markup(text)
    text = keep(text)
    # Tags may have been encoded as entities, as feeds do.
    return strip_markup(text) if has_markup(text) else text
