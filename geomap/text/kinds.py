"""Words that say what kind of place a name is of, read from `kinds.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """Lower-case words (some of two words) and the kind each tells of."""

    after: Mapping[str, Kind]
    """Behind the name: "province"."""
    before: Mapping[str, Kind]
    """In front of the name: "mount"."""
    of: Mapping[str, Kind]
    """In front of the name with "of" between: "town"."""
    modifiers: frozenset[str]
    """Between the name and a word behind it: "refugee" of "Dikwa refugee camp"."""


@cache
def kind_words() -> KindWords:
    """Read the data file, once."""
    told = tomllib.loads(resources.files("geomap.text").joinpath("kinds.toml").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, Kind]] = {"after": {}, "before": {}, "of": {}}
    modifiers = frozenset(told.pop("modifiers"))
    for kind, rows in told.items():
        for where, words in rows.items():
            tables[where].update(dict.fromkeys(words, Kind(kind)))
    return KindWords(after=tables["after"], before=tables["before"], of=tables["of"], modifiers=modifiers)


def named_kind(name: str) -> tuple[Kind | None, str]:
    """Kind that the words of a name tell, and the name without them.

    >>> named_kind("Idlib Province")[1], named_kind("Mount Hermon")[1], named_kind("Gulf of Sidra")[1]
    ('Idlib', 'Hermon', 'Sidra')
    >>> named_kind("Dikwa IDP camp")[1]
    'Dikwa'
    """
    table = kind_words()
    words = name.split()
    for length in (2, 1):
        tail = " ".join(words[-length:]).lower()
        if len(words) > length and tail in table.after:
            bare = words[:-length]
            while len(bare) > 1 and bare[-1].lower() in table.modifiers:
                bare.pop()
            return table.after[tail], " ".join(bare)
    if len(words) > 1 and (kind := table.before.get(words[0].lower().rstrip("."))):
        return kind, " ".join(words[1:])
    for length in (2, 1):
        head = " ".join(words[:length]).lower()
        if len(words) > length + 1 and words[length].lower() == "of" and head in table.of:
            return table.of[head], " ".join(words[length + 1 :])
    return None, name
