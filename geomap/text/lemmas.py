"""What the forms of an English word have in common, to look them up in a vocabulary."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import Stemmer

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def _irregular() -> Mapping[str, str]:
    text = resources.files("geomap.text").joinpath("irregular.toml").read_text(encoding="utf-8")
    forms: dict[str, str] = tomllib.loads(text)["forms"]
    return forms


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@cache
def lemma(word: str) -> str:
    """Stem of a word (Snowball's English rules), irregular forms looked up before.

    Different forms of one word give the same answer, which is not always itself a word.

    >>> lemma("shelled"), lemma("Shelling"), lemma("shells"), lemma("fled"), lemma("fleeing")
    ('shell', 'shell', 'shell', 'flee', 'flee')
    """
    low = word.lower()
    stem: str = _stemmer().stemWord(_irregular().get(low, low))
    return stem


@cache
def stems(words: str) -> frozenset[str]:
    """Stems of words given in one string, for asking whether a lemma is one of them."""
    return frozenset(lemma(word) for word in words.split())
