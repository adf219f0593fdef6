"""Numbers in figures and words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a row of words."""

    value: int
    first: int
    """Number of its first word."""
    last: int
    """Number of its last word."""
    vague: bool = False
    """Whether it stands for a size only ("dozens")."""


@cache
def _tables() -> Mapping[str, Mapping[str, int]]:
    return tomllib.loads(resources.files("geomap.text").joinpath("numbers.toml").read_text(encoding="utf-8"))


def numbers(words: Sequence[str]) -> list[Number]:
    """Numbers among lower-case words, in order.

    >>> [(n.value, n.first, n.last) for n in numbers("twenty - five men and 1,200 boys".split())]
    [(25, 0, 2), (1200, 5, 5)]
    """
    tables = _tables()
    exact, multipliers, vague = tables["exact"], tables["multipliers"], tables["vague"]
    found = []
    i = 0
    while i < len(words):
        word = words[i]
        if word in vague:
            value, last = vague[word], i
            if i + 1 < len(words) and words[i + 1] in multipliers and word in ("several", "few", "some", "many"):
                value, last = value * multipliers[words[i + 1]], i + 1
            found.append(Number(value=value, first=i, last=last, vague=True))
            i = last + 1
            continue
        value = int(word.replace(",", "")) if _FIGURE.fullmatch(word) else exact.get(word)
        if value is None or (
            word in ("a", "an") and not (i + 1 < len(words) and words[i + 1] in (*multipliers, "dozen"))
        ):
            i += 1
            continue
        first = i
        if word in ("a", "an", "one") or value >= 1:
            value, i = _spelled(words, i, value, exact, multipliers)
        found.append(Number(value=value, first=first, last=i))
        i += 1
    return found


def _spelled(
    words: Sequence[str], i: int, value: int, exact: Mapping[str, int], multipliers: Mapping[str, int]
) -> tuple[int, int]:
    """Go on with "twenty-five", "two hundred", "a dozen"; returns the value and the last word's number."""
    if value in range(20, 100, 10) and i + 2 < len(words) and words[i + 1] == "-" and exact.get(words[i + 2], 10) < 10:  # noqa: PLR2004
        value, i = value + exact[words[i + 2]], i + 2
    elif value in range(20, 100, 10) and i + 1 < len(words) and 0 < exact.get(words[i + 1], 10) < 10:  # noqa: PLR2004
        if words[i + 1] not in ("a", "an"):
            value, i = value + exact[words[i + 1]], i + 1
    while i + 1 < len(words) and words[i + 1] in multipliers:
        value, i = value * multipliers[words[i + 1]], i + 1
    if i + 1 < len(words) and words[i + 1] == "dozen":
        value, i = value * 12, i + 1
    return value, i
