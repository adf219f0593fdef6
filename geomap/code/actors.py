"""Who did it, and to whom: noun phrases around a trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.code import phrases

if TYPE_CHECKING:
    from geomap.code.triggers import Trigger
    from geomap.model import Span
    from geomap.text.analysis import Sentence

_BE = frozenset("was were been being be is are".split())
_NOUN_BEFORE = frozenset(
    "the a an of in by this that its their his heavy fresh new more no after during from s".split()
)
_NOBODY = frozenset("it he she they we i who which that this these those there one some none".split())
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
    if words.lower().split()[:1] and words.lower().split()[0] in _PARTICLES:
        return None
    return None if words.lower() in _NOBODY or not any(c.isalpha() for c in words) else words
