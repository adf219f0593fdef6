"""What the whole report tells about where its places are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.model import Document, Mention
    from geomap.protocols import Gazetteer

_COMMA = re.compile(r"\s*,\s*(?:in\s+|a\s+(?:town|city|village)\s+in\s+)?\Z")
_WITHIN = re.compile(
    r"\s*,?\s*(?:in|of)\s+(?:the\s+)?(?:[a-z]+(?:ern)?\s+)?(?:part\s+of\s+)?(?:[a-z]+'s\s+)?(?:province\s+of\s+)?\Z"
)
_POSSESSIVE = re.compile(r"['\u2019]s?\s+(?:[a-z]+\s+){0,4}(?:(?:city|town|village|province|district)\s+of\s+)?\Z")
_OPENING = re.compile(r"\s+\(\s*\Z")
_ALL_IN = re.compile(r"\s*,?\s*(?:both|all)\s+(?:in|of)\s+(?:the\s+)?\Z")
_LISTED = re.compile(r"\s*(?:,|,?\s*and)\s*(?:the\s+)?\Z")
_GAP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """A mention that says where another one lies: "Al Bayda, Yemen"."""

    inner: int
    """Index of the mention that is placed."""
    outer: int
    """Index of the mention that places it."""
    strength: float
    """1 for "Paris, Texas"; less where other readings are likely."""


def qualifiers(document: Document, mentions: Sequence[Mention]) -> list[Qualifier]:
    """Pairs of neighboring mentions of which one may lie in the other."""
    found: list[Qualifier] = []
    for i in range(len(mentions) - 1):
        gap = document.text[mentions[i].span.end : mentions[i + 1].span.start]
        if len(gap) > _GAP:  # other words stand between
            continue
        if _ALL_IN.match(gap):
            listed = _list_to(i, document, mentions)
            found = [q for q in found if q.inner not in listed]  # their commas only part them
            found += [Qualifier(inner=j, outer=i + 1, strength=1.0) for j in listed]
        elif _COMMA.match(gap) or _OPENING.match(gap):
            found.append(Qualifier(inner=i, outer=i + 1, strength=1.0))
        elif _POSSESSIVE.match(gap):
            found.append(Qualifier(inner=i + 1, outer=i, strength=0.8))
        elif _WITHIN.match(gap):
            found.append(Qualifier(inner=i, outer=i + 1, strength=0.6))
    return found


def _list_to(last: int, document: Document, mentions: Sequence[Mention]) -> list[int]:
    """Mentions of an enumeration that ends with `last`."""
    first = last
    while first and _LISTED.match(document.text[mentions[first - 1].span.end : mentions[first].span.start]):
        first -= 1
    return list(range(first, last + 1))


def peoples(document: Document, gazetteer: Gazetteer) -> Counter[str]:
    """How often words for a people name each country ("Libyan rebels")."""
    words = [token.text for token in tokens(document.text) if token.text[0].isupper()]
    known: Mapping[str, str] = gazetteer.demonyms(set(words))
    return Counter(known[word] for word in words if word in known)
