"""The words by which reports tell about themselves: `words.toml`, read once into a frozen value."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What `words.toml` lists."""

    fields: Mapping[str, tuple[str, ...]]
    """For each thing told (text, id, date, title, source, url, language, offsets): names of fields, best first."""
    headers: frozenset[str]
    """Keys of lines that are no part of a report when they stand above it."""
    page_dates: tuple[str, ...]
    """Names of HTML meta elements that give the day of publication, best first."""
    page_blocks: frozenset[str]
    """HTML elements that stand as blocks of their own."""
    page_unseen: frozenset[str]
    """HTML elements whose text no reader sees."""
    agency_names: frozenset[str]
    agency_words: frozenset[str]
    months: Mapping[str, int]
    """Lower-case name to 1-12."""


def table(name: str) -> dict[str, Any]:
    """Content of one of the data files beside this module."""
    return tomllib.loads(resources.files("geomap.read").joinpath(name).read_text(encoding="utf-8"))


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary."""
    data = table("words.toml")
    fields = {key: tuple(names) for key, names in data["fields"].items()}
    told = {name for key in ("date", "title", "source", "url", "language") for name in fields[key]}
    return Vocabulary(
        fields=fields,
        headers=frozenset(told | set(data["headers"]["other"])),
        page_dates=tuple(data["page"]["date"]),
        page_blocks=frozenset(data["page"]["blocks"]),
        page_unseen=frozenset(data["page"]["unseen"]),
        agency_names=frozenset(name.casefold() for name in data["agencies"]["names"]),
        agency_words=frozenset(data["agencies"]["words"]),
        months={name: int(number) for number, names in data["months"].items() for name in names},
    )


def field_name(name: str) -> str:
    """Bring the name of a field or header to the form in which they are compared."""
    return re.sub(r"[\s-]+", "_", name.strip().lower())
