"""Place names in texts that are not in English, which the models were not made for: by the gazetteer alone."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from geomap.reader.known import gazetteer_tags
from geomap.recognize.spans import NOTHING, mentions
from geomap.text.analysis import analyze
from geomap.text.lower_case import common_words

if TYPE_CHECKING:
    from geomap.model import Document, Mention
    from geomap.protocols import Gazetteer
    from geomap.text.tokens import Token

LANGUAGE = "en"
"""What the models were trained on, ISO 639-1."""
_SCORE = 0.6
_BEGIN, _INSIDE = (1 - _SCORE, _SCORE, 0.0), (1 - _SCORE, 0.0, _SCORE)
_SHORTEST = 4
"""Letters of a name: shorter ones are words of some language."""
_LARGE = "5"
"""Digits of the population of a town that is known beyond its country; in scripts without capitals more."""
_LARGE_UNCASED = "6"


def known_names(document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Names of countries, provinces and large towns; words that a text in any language may begin with are none."""
    found: list[Mention] = []
    for sentence in analyze(document):
        words = sentence.words
        tags = gazetteer_tags(words, document.text, gazetteer)
        told = [NOTHING] * len(words)
        for i, tag in enumerate(tags):
            if tag.startswith("B"):
                end = i + 1
                while end < len(tags) and tags[end].startswith("I"):
                    end += 1
                if _sure(words[i:end], tag, first=i == 0):
                    told[i:end] = [_BEGIN, *[_INSIDE] * (end - i - 1)]
        found += mentions(document.text, words, told, _SCORE, gazetteer)
    return tuple(found)


@cache
def _no_names() -> frozenset[str]:
    text = resources.files("geomap.recognize").joinpath("foreign.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"])


def _sure(words: tuple[Token, ...], tag: str, *, first: bool) -> bool:
    name = "".join(word.text for word in words)
    latin = unicodedata.name(name[0], "").startswith("LATIN")
    cased = name[0].isupper()
    kinds, size = tag[2:-1] if latin else tag[2:-1].upper(), tag[-1]  # main names are Latin
    if len(name) < _SHORTEST:
        return False
    if len(words) == 1 and (name in _no_names() or (first and cased and name.lower() in common_words())):
        return False
    return "C" in kinds or ("R" in kinds and cased) or ("S" in kinds and size >= (_LARGE if cased else _LARGE_UNCASED))
