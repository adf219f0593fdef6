"""The words of coding, read from the data files beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from geomap.errors import SettingsError
from geomap.taxonomy import event_types
from geomap.text.lemmas import lemma

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggers:
    """Which types a word can say; keys are dictionary forms."""

    sure: Mapping[str, tuple[str, ...]]
    open: Mapping[str, tuple[str, ...]]


def data(name: str) -> dict[str, Any]:
    """Content of a TOML file of this package."""
    return tomllib.loads(resources.files("geomap.code").joinpath(name).read_text(encoding="utf-8"))


@cache
def triggers() -> Triggers:
    """Read `triggers.toml`, once.

    Raises
    ------
    SettingsError
        If it names a type that the taxonomy does not have.
    """
    tables: dict[str, dict[str, list[str]]] = {"sure": {}, "open": {}}
    for kind, rows in data("triggers.toml").items():
        if kind not in event_types():
            msg = f"triggers.toml: {kind!r} is not a type of the taxonomy"
            raise SettingsError(msg)
        for how, words in rows.items():
            for word in words:
                tables[how].setdefault(lemma(word), []).append(kind)
    sure, loose = ({word: tuple(kinds) for word, kinds in tables[how].items()} for how in ("sure", "open"))
    return Triggers(sure=sure, open=loose)


@cache
def cues() -> Mapping[str, tuple[str, ...]]:
    """Dictionary form of a word to the topics of `cues.toml` that it belongs to."""
    found: dict[str, list[str]] = {}
    for topic, words in data("cues.toml").items():
        for word in dict.fromkeys(lemma(word) for word in words):
            found.setdefault(word, []).append(topic)
    return {word: tuple(topics) for word, topics in found.items()}
