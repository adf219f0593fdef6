"""What the whole report tells about where its places are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.model import Kind
from geomap.text.kinds import kind_words, named_kind
from geomap.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geomap.model import Document, Mention
    from geomap.protocols import Gazetteer

_COMMA = re.compile(r"\s*,\s*(?:in\s+|a\s+(?:town|city|village)\s+in\s+)?\Z")
_WITHIN = re.compile(
    r"\s*,?\s*(?:(in)|of)\s+(?:the\s+)?(?:[a-z-]+\s+)?(?:part\s+of\s+)?(?:[a-z]+'s\s+)?(?:province\s+of\s+)?\Z"
)
_POSSESSIVE = re.compile(r"['\u2019]s?\s+(?:[a-z]+\s+){0,4}(?:(?:city|town|village|province|district)\s+of\s+)?\Z")
_OPENING = re.compile(r"\s+\(\s*\Z")
_ALL_IN = re.compile(r"\s*,?\s*(?:both|all)\s+(?:in|of)\s+(?:the\s+)?\Z")
_LISTED = re.compile(r"\s*(?:,|,?\s*and)\s*(?:the\s+)?\Z")
_GAP = 60
_SETTING_OUT = re.compile(
    r"(?:\A|[.!?:\n][\"\u201d\u2019)]?\s*)(?:In|At|Inside|Across|Around)\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}(?:of\s+)?\Z"
)
_SENTENCE_END = re.compile(r"[.!?][\"\u201d\u2019)]?\s+[A-Z\u201c\"]|\n")
_SETTING = 0.5
_ALIAS = re.compile(
    r"\s*[,(]\s*(?:(?:also|now|better|once|formerly|then|locally)\s+)?(?:known|called|named|renamed)\s+"
    r"(?:(?:locally|officially|formerly|(?:in|to|by)\s+\w+(?:\s+\w+)?)\s+)?(?:as\s+)?\Z"
    r"|\s*[,(]\s*(?:formerly|aka|alias)\s+\Z"
)
_FACILITY = re.compile(r"(?: [a-z-]+){1,3}\b")
_BUILT = (Kind.FACILITY, Kind.AIRPORT, Kind.WATER)
_BEHIND = re.compile(r"\s([a-z]+)\b")
_AHEAD = re.compile(r"\b([a-z]+)\s+of\s+(?:the\s+)?\Z")
_TELLING = (Kind.REGION, Kind.DISTRICT, Kind.SETTLEMENT, Kind.WATER)
_VAGUE = frozenset(("area", "community", "settlement", "state", "division", "department", "territory"))
"""Words for a kind that as often belong to what follows: "Aleppo community leaders"."""


_QUARTER = re.compile(
    r"\s+(?:(?:district|quarter|neighbou?rhood|suburb|section|ward|area)s?\s+(?:of|in)"
    r"|(?:hotel|market|hospital|clinic|school|mosque|church|stadium|square|camp|cafe|restaurant|building)s?\s+(?:of|in))"
    r"\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}(?:(?:city|town)\s+of\s+)?\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """A mention that says where another one lies: "Al Bayda, Yemen"."""

    inner: int
    """Index of the mention that is placed."""
    outer: int
    """Index of the mention that places it."""
    strength: float
    """1 for "Paris, Texas"; less where other readings are likely."""
    inside: bool = False
    """Whether the words leave no other reading: "Palma in northern Mozambique"."""
    around: bool = False
    """Whether what lies around a town counts as in it, too: "In Medellin, two were shot in Comuna 13"."""


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
        elif within := _WITHIN.match(gap):
            found.append(Qualifier(inner=i, outer=i + 1, strength=0.6, inside=within[1] is not None))
    return [*found, *_opened(document, mentions)]


def _opened(document: Document, mentions: Sequence[Mention]) -> Iterator[Qualifier]:
    """A place that a sentence sets out with, and those named in the rest of it."""
    for outer, mention in enumerate(mentions):
        if not _SETTING_OUT.search(document.text[max(0, mention.span.start - _GAP) : mention.span.start]):
            continue
        for inner in range(outer + 1, len(mentions)):
            if _SENTENCE_END.search(document.text, mention.span.end, mentions[inner].span.start):
                break
            yield Qualifier(inner=inner, outer=outer, strength=_SETTING, around=True)


def quarters(document: Document, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Pairs of a quarter or a house and its town: "the Hodan district of Mogadishu", "the Cairo hotel in Gao"."""
    return _joined(_QUARTER, document, mentions)


def aliases(document: Document, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Pairs of mentions that the text calls one place: "Tell Rifaat, known locally as Arfad"."""
    return _joined(_ALIAS, document, mentions)


def _joined(words: re.Pattern[str], document: Document, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Pairs of neighbouring mentions with only such words between them."""
    return [
        (i, i + 1)
        for i in range(len(mentions) - 1)
        if words.match(document.text, mentions[i].span.end, mentions[i + 1].span.start)
    ]


def called(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, pairs: Sequence[tuple[int, int]]
) -> list[str]:
    """Each name with the word for its kind that stands beside it: "Kherson region" for "the Kherson region".

    That between a quarter and its town, of which `pairs` tells, is the quarter's.
    """
    towns = {outer for _, outer in pairs}
    return [
        mention.text if i in towns else _facility(document, mention, gazetteer) or _called(document, mention)
        for i, mention in enumerate(mentions)
    ]


def _facility(document: Document, mention: Mention, gazetteer: Gazetteer) -> str | None:
    """The name with the words behind it, if the gazetteer knows a facility so called: "Baiji refinery"."""
    behind = _FACILITY.match(document.text, mention.span.end)
    words = behind[0].split() if behind else []
    for last in range(len(words), 0, -1):
        name = " ".join((mention.text, *words[:last]))
        if named_kind(name)[0] in _BUILT and gazetteer.lookup(name):
            return name
    return None


def _called(document: Document, mention: Mention) -> str:
    if named_kind(mention.text)[0] is not None:
        return mention.text
    table = kind_words()
    behind = _BEHIND.match(document.text, mention.span.end)
    if behind and table.after.get(behind[1]) in _TELLING and behind[1] not in _VAGUE:
        return f"{mention.text} {behind[1]}"
    ahead = _AHEAD.search(document.text[max(0, mention.span.start - _GAP) : mention.span.start])
    if ahead and table.of.get(ahead[1]) in _TELLING and table.after.get(ahead[1]) in _TELLING:
        return f"{mention.text} {ahead[1]}"
    return mention.text


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
