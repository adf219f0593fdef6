"""From the probabilities of words to place names."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from geomap.model import Kind, Mention, Span
from geomap.text.kinds import named_kind
from geomap.text.lower_case import common_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.protocols import Gazetteer
    from geomap.text.tokens import Token

_KINDS = {
    **{"C": Kind.COUNTRY, "R": Kind.REGION, "D": Kind.DISTRICT, "S": Kind.SETTLEMENT, "W": Kind.WATER},
    **{"M": Kind.RELIEF, "A": Kind.AIRPORT, "B": Kind.BORDER, "O": Kind.OTHER},
}
_BY_RANK = "CSRDWMAB"
_SURELY = 0.8
"""From this score a name may follow any other name."""
NOTHING = (1.0, 0.0, 0.0)
"""Of a word that is part of no name."""


def mentions(
    text: str,
    words: Sequence[Token],
    told: Sequence[Sequence[float]],
    threshold: float,
    gazetteer: Gazetteer,
) -> Iterator[Mention]:
    """Join neighboring words that are likely parts of one name.

    Parameters
    ----------
    text
        Of the document.
    words
        In a row.
    told
        Probability of each word to be outside a name, to begin one, to continue one.
    threshold
        Least probability from which a word is taken.
    gazetteer
        Tells of what kind a name is.
    """
    names = [1 - outside for outside, _, _ in told]
    begins = [begin > inside for _, begin, inside in told]
    start = 0
    while start < len(words):
        if names[start] < threshold:
            start += 1
            continue
        end = start + 1
        while end < len(words) and names[end] >= threshold and not begins[end]:
            end += 1
        score = round(float(min(names[start:end])), 4)
        first = _first_word(text, words, start, end, gazetteer)
        name = text[words[first].start : words[end - 1].end]
        if (
            not name.endswith(("-", "'"))
            and not _of_something_else(text, words, first, end)
            and not _after_something_else(text, words, first, score)
        ):
            yield Mention(
                span=Span(words[first].start, words[end - 1].end), text=name, kind=_kind(name, gazetteer), score=score
            )
        start = end


def _first_word(text: str, words: Sequence[Token], start: int, end: int, gazetteer: Gazetteer) -> int:
    """Where a known name begins of which only the end was marked: "Vegas" of "Las Vegas"."""
    for first in range(max(0, start - 2), start):
        name = text[words[first].start : words[end - 1].end]
        if (
            "\n" not in name
            and all(word.text[0].isupper() for word in words[first:start])
            and gazetteer.classes([name])
        ):
            return first
    return start


def _after_something_else(text: str, words: Sequence[Token], start: int, score: float) -> bool:
    """Whether a name follows a word that makes it one of a ship, a team, a broadcaster, or likely of a person."""
    names = _no_places()
    if words[start].text in names["before"]:
        return True
    if start < 1 or text[words[start - 1].end : words[start].start] != " ":
        return False
    before = words[start - 1].text
    if before == "of" and start > 1:
        return words[start - 2].text in names["of"]
    if before in names["before"]:
        return True
    inside = start > 1 and words[start - 2].end < words[start - 1].start  # not the first word of a sentence
    return (
        inside
        and score < _SURELY
        and before[0].isupper()
        and before[1:].islower()
        and before.lower() not in common_words()
        and before not in names["allowed"]
    )


@cache
def _no_places() -> dict[str, frozenset[str]]:
    """Words that make a name beside them one of no place, by where they stand."""
    told = tomllib.loads(resources.files(__package__).joinpath("institutions.toml").read_text(encoding="utf-8"))
    return {where: frozenset(words) for where, words in told.items()}


def _of_something_else(text: str, words: Sequence[Token], start: int, end: int) -> bool:
    """Whether words `start` to `end` are part of the name of a school, a paper, a team, or such a name themselves."""
    behind, places = _no_places()["behind"], _no_places()["places"]
    if end - start > 1 and words[end - 1].text in behind - places:
        return True
    for last in range(end, min(end + 2, len(words))):
        if text[words[last - 1].end : words[last].start] != " " or not words[last].text[:1].isupper():
            return False
        if words[last].text in behind:
            return True
    return False


def _kind(name: str, gazetteer: Gazetteer) -> Kind:
    told, _ = named_kind(name)
    if told is not None:
        return told
    letters = gazetteer.classes([name]).get(name, "")
    for wanted in (_BY_RANK, _BY_RANK.lower()):
        for letter in wanted:
            if letter in letters:
                return _KINDS[letter.upper()]
    return Kind.SETTLEMENT
