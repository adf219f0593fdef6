"""Who did it, and to whom: noun phrases around a trigger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.code import phrases
from geomap.model import Span

if TYPE_CHECKING:
    from geomap.code.triggers import Trigger
    from geomap.model import Event
    from geomap.reader import Reading
    from geomap.text.analysis import Sentence

_BE = frozenset("was were been being be is are".split())
_NOUN_BEFORE = frozenset(
    "the a an of in by this that its their his heavy fresh new more no after during from s".split()
)
_NOBODY = frozenset(
    "a again also an and he his her i it its many more most none one or our she some that the their there these they "
    "this those too we who which".split()
)
_TIMES = frozenset("day days evening morning month months night today tonight week weeks year years yesterday".split())
_NAME_BEFORE = re.compile(r"(?:[^\W\d_a-z][\w'\u2019]*[ -]){1,3}\Z")
_NAME = 40
"""Most characters of the part of a name that is put before."""
_TARGETED = frozenset(("of", "on", "against", "in"))
_PARTICLES = frozenset(
    "about across after against along at away back before by down for from in into near of off on onto out over past "
    "through to toward towards under until up with".split()
)
"""Words that no party's name begins with: "broke out", "met in the hills"."""
_REACH = 8


def actor_and_target(text: str, sentence: Sentence, trigger: Trigger) -> tuple[str | None, str | None]:
    """Words for the party that acts and for what it acts on; None where the sentence does not say."""
    first, last = trigger.first, trigger.last
    left = sentence.lower[first - 1] if first else ""
    if _noun(sentence, first, left):
        actor = _by(sentence, last) or (phrases.before(sentence, first - 1) if left == "s" else None)
        target = None
        if last + 1 < len(sentence.words) and sentence.lower[last + 1] in _TARGETED - {"in"}:
            target = phrases.behind(sentence, last + 1)
    elif left in _BE or (first > 1 and sentence.lower[first - 2] in _BE and left.endswith("ly")):
        actor, target = _by(sentence, last), phrases.before(sentence, first)
    else:
        actor, target = phrases.before(sentence, first), phrases.behind(sentence, last)
    return _words(text, actor), _words(text, target)


def read_parties(text: str, sentence: Sentence, event: Event, reading: Reading) -> tuple[str | None, str | None]:
    """Words for the actor and the target of an event, as the trained reader joins them.

    Where it joins no actor, the event's own stays, unless that ends in the target: "people describe a town encircled".
    """
    target = _words(text, _whole(sentence, event, _read(text, event, "target", reading)))
    span = _read(text, event, "actor", reading)
    claimant = next((c for c in event.claims if span and c.span and c.span.start <= span.start < c.span.end), None)
    if claimant is not None:
        return claimant.by, target
    actor = _words(text, _whole(sentence, event, span and phrases.with_head(text, sentence, span)))
    if actor is None and not (target and event.actor and event.actor.endswith(f" {target}")):
        actor = event.actor
    return actor, target


def _whole(sentence: Sentence, event: Event, span: Span | None) -> Span | None:
    return span and phrases.completed(sentence, span, event.trigger)


def _read(text: str, event: Event, role: str, reading: Reading) -> Span | None:
    """The likeliest span of a role, with what is missing of a name at its head."""
    span = reading.likeliest(role, event.trigger.start)
    if span is None:
        return None
    missing = _NAME_BEFORE.search(text, max(0, span.start - _NAME), span.start) if text[span.start].isupper() else None
    start = missing.start() if missing else span.start
    while start < span.end and not text[start].isalnum():
        start += 1
    return Span(start, span.end) if text[start : span.end].lower() not in phrases.THIN and start < span.end else None


def _noun(sentence: Sentence, first: int, left: str) -> bool:
    word = sentence.lower[first]
    return not word.endswith("ed") and left in _NOUN_BEFORE and not (word.endswith("ing") and left in _BE)


def _by(sentence: Sentence, last: int) -> Span | None:
    for i in range(last + 1, min(last + 1 + _REACH, len(sentence.words))):
        if sentence.lower[i] in (",", ";", ".", "and"):
            return None
        if sentence.lower[i] == "by":
            return phrases.behind(sentence, i)
    return None


def _words(text: str, span: Span | None) -> str | None:
    if span is None:
        return None
    words = text[span.start : span.end]
    low = words.lower().split()
    if not low or low[0] in _PARTICLES or all(word in _NOBODY or word in _TIMES for word in low):
        return None
    return words if any(c.isalpha() for c in words) else None
