"""The dictionary form of an English word, near enough to look it up in a vocabulary."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgklmnprtv])\1$")
_MUTE_E = re.compile(
    r"(?:[^e]at|[^aeiou](?:iz|is|in|as|os|us|ut|id|od|ud|ag|ak|ok|uk|ap|op|iv|ar|or|ur|ir)|[cgvz]|[^s]s|[bdtpgck]l|[aeiou]u|[gq]u)$"
)
_KEEPS = re.compile(r"(?:ss|us|is|gas|news|series|headquarters)$")


@cache
def _irregular() -> Mapping[str, str]:
    text = resources.files("geomap.text").joinpath("irregular.toml").read_text(encoding="utf-8")
    forms: dict[str, str] = tomllib.loads(text)["forms"]
    return forms


@cache
def lemma(word: str) -> str:
    """Dictionary form of a word; endings are cut by rule, irregular forms looked up.

    Different forms of one word give the same answer, which is not always itself a word.

    >>> lemma("shelled"), lemma("Shelling"), lemma("besieges"), lemma("fled")
    ('shell', 'shell', 'besiege', 'flee')
    """
    low = word.lower()
    known = _irregular().get(low)
    if known is not None:
        return known
    if len(low) < 4 or not low.isalpha():  # noqa: PLR2004 - "led", "his"
        return low
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith("ied"):
        return low[:-3] + "y"
    if low.endswith("es") and low[:-2].endswith(("ss", "sh", "ch", "x", "zz")):
        return low[:-2]
    if low.endswith("s") and not _KEEPS.search(low):
        return low[:-1]
    if low.endswith("eed") and len(low) > 4:  # noqa: PLR2004 - "need"
        return low[:-1]
    for ending in ("ing", "ed"):
        stem = low[: -len(ending)]
        if low.endswith(ending) and len(stem) > 2 and _VOWEL.search(stem):  # noqa: PLR2004 - "king", "red"
            if _DOUBLED.search(stem) and not stem.endswith(("ll", "ss")):
                return stem[:-1]
            return stem + "e" if _MUTE_E.search(stem) else stem
    return low
