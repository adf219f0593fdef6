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

_LONGEST = 16
"""Characters of the longest figure that counts anything."""
_MOST = 10**10
"""More than there are people."""
_TENS = range(20, 100, 10)
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


def number_words() -> frozenset[str]:
    """Words that a number in words can begin with."""
    tables = _tables()
    return frozenset((*tables["exact"], *tables["vague"]))


def numbers(words: Sequence[str]) -> list[Number]:
    """Numbers among lower-case words, in order.

    >>> [(n.value, n.first, n.last) for n in numbers("twenty - five men and 1,200 boys".split())]
    [(25, 0, 2), (1200, 5, 5)]
    """
    found = []
    i = 0
    while i < len(words):
        number = _vague(words, i) or _exact(words, i)
        if number is not None and number.value < _MOST:
            found.append(number)
            i = number.last
        i += 1
    return found


def _vague(words: Sequence[str], i: int) -> Number | None:
    """A size only: "dozens", "several hundred"."""
    tables = _tables()
    value = tables["vague"].get(words[i])
    if value is None or (i and words[i - 1] in ("as", "how", "so")):
        return None
    following = words[i + 1] if i + 1 < len(words) and not words[i].endswith("s") else ""
    times = 12 if following == "dozen" else tables["multipliers"].get(following)
    if times is None:
        return Number(value=value, first=i, last=i, vague=True)
    return Number(value=value * times, first=i, last=i + 1, vague=True)


def _exact(words: Sequence[str], i: int) -> Number | None:
    """A number in figures, or words: "1,200", "twenty-five", "two hundred", "a dozen"."""
    tables = _tables()
    exact, multipliers = tables["exact"], tables["multipliers"]
    word = words[i]
    value = int(word.replace(",", "")) if _FIGURE.fullmatch(word) and len(word) < _LONGEST else exact.get(word)
    following = words[i + 1] if i + 1 < len(words) else ""
    if value is None or (word in ("a", "an") and following not in (*multipliers, "dozen")):
        return None
    last = i
    if value in _TENS:
        units = i + 2 if following == "-" else i + 1
        unit = exact.get(words[units], 0) if units < len(words) and words[units] not in ("a", "an") else 0
        if 0 < unit < _TENS.start:
            value, last = value + unit, units
    while last + 1 < len(words) and words[last + 1] in multipliers:
        value, last = value * multipliers[words[last + 1]], last + 1
    if last > i and words[last] == "hundred" and last + 2 < len(words) and words[last + 1] == "and":
        rest = _exact(words, last + 2)  # "one hundred and seven"
        if rest is not None and 0 < rest.value < 100 and not words[last + 2].isdigit():  # noqa: PLR2004
            value, last = value + rest.value, rest.last
    if last + 1 < len(words) and words[last + 1] == "dozen":
        value, last = value * 12, last + 1
    if last > i and words[last] in ("thousand", "million") and last + 1 < len(words):
        rest = _exact(words, last + 1)  # "one thousand two hundred"
        if rest is not None and rest.value < multipliers[words[last]] and not words[last + 1][0].isdigit():
            value, last = value + rest.value, rest.last
    return Number(value=value, first=i, last=last)
