"""Lines above a report that tell about it: a header block, or front matter between rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.read.dates import parse_date
from geomap.read.document import Told
from geomap.read.vocabulary import field_name, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z _-]{0,24}):[ \t]+(?P<value>\S.*)")
_RULE = "---"
_MOST_LINES = 40


def split_headers(text: str) -> tuple[Told, str]:
    """Take what stands above a report, and return it with the rest of the text.

    A header block is a run of ``Key: value`` lines at the top. Lines whose key tells about the report (``Date:``,
    ``Source:``, ...) are taken, others (``Location:``) stay in the text. Front matter stands between two lines
    ``---`` and is taken whole.
    """
    lines = text.lstrip("\n").split("\n", _MOST_LINES)
    if lines[0].strip() == _RULE:
        for end, line in enumerate(lines[1:], 1):
            if line.strip() in (_RULE, "..."):
                pairs = [match for line in lines[1:end] if (match := _KEY.match(line.strip()))]
                told = told_by({field_name(match["key"]): match["value"].strip(" \"'") for match in pairs})
                return told, "\n".join(lines[end + 1 :])
    return _header_block(lines, text)


def _header_block(lines: list[str], text: str) -> tuple[Told, str]:
    values: dict[str, str] = {}
    kept = []
    end = 0
    for end, line in enumerate(lines):  # noqa: B007 - where the block ends is used below
        match = _KEY.fullmatch(line.strip())
        if match is None:
            break
        key, value = field_name(match["key"]), match["value"].strip()
        # A day that cannot be read stays where the reader sees it.
        unread = key in vocabulary().fields["date"] and parse_date(value) is None
        if key in vocabulary().headers and key not in values and not unread:
            values[key] = value
        else:
            kept.append(line)
    told = told_by(values)
    if told == Told():
        return told, text
    return told, "\n".join([*kept, *lines[end:]])


def told_by(values: Mapping[str, object]) -> Told:
    """What the fields of a record tell; keys as `field_name` makes them, first listed name of a field wins."""

    def first(field: str) -> str | None:
        return next((text for name in vocabulary().fields[field] if (text := _text(values.get(name)))), None)

    dates = (parse_date(values.get(name)) for name in vocabulary().fields["date"])
    return Told(
        id=first("id"),
        published=next((day for day in dates if day), None),
        title=first("title"),
        source=first("source"),
        url=first("url"),
        language=first("language"),
    )


def _text(value: object) -> str | None:
    """A name as text; services give the publisher as ``{"id": ..., "name": ...}``."""
    if isinstance(value, dict):
        value = value.get("name")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None
