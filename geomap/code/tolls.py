"""How many died, as the sentence tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.model import Toll
from geomap.text.numbers import Number, numbers

if TYPE_CHECKING:
    from geomap.text.analysis import Sentence

VIOLENT = frozenset(
    "clash airstrike shelling explosion chemical attack_civilians kill_claim capture siege protest abduction".split()
)
"""Types whose events have dead."""
_KILL = frozenset("kill slay murder massacre execute behead assassinate lynch shoot slaughter gas".split())
_DEAD = frozenset("dead die death body corpse fatality life toll grave".split())
_UNITS = frozenset(
    "km kilometre kilometer mile metre meter year month week day hour minute percent per % dollar euro ton tonne mm "
    "o'clock degree am pm vehicle tank house round shell rocket wound injure detain arrest hostage".split()
)
_HARMLESS = frozenset("wound injure hurt detain arrest miss displace".split())
_PERSON_ARTICLES = frozenset("a an".split())
_NONE_HURT = (("no", "casualty"), ("no", "one"), ("nobody",), ("no", "injury"), ("no", "loss"), ("no", "death"))
_REACH = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class TollWords:
    """A number of dead in a sentence."""

    toll: Toll
    at: int
    """Number of the word of death it belongs to."""


def tolls(sentence: Sentence) -> list[TollWords]:
    """Numbers of dead that a sentence gives, in text order."""
    counted = [n for n in numbers(sentence.lower) if _counts_people(sentence, n)]
    found = []
    for i, word in enumerate(sentence.lemmas):
        if word in _KILL or word in _DEAD:
            toll = _toll(sentence, i, counted)
            if toll is not None:
                found.append(TollWords(toll=toll, at=i))
    if not found:
        for i in range(len(sentence.lemmas)):
            if any(sentence.lemmas[i : i + len(words)] == words for words in _NONE_HURT) and any(
                word in _HARMLESS or word in _KILL or word in _DEAD or word in ("casualty", "loss")
                for word in sentence.lemmas[i : i + 6]
            ):
                return [TollWords(toll=Toll(low=0, best=0, high=0), at=i)]
    return found


def _counts_people(sentence: Sentence, number: Number) -> bool:
    after = sentence.lemmas[number.last + 1 : number.last + 2]
    before = sentence.lower[number.first - 1] if number.first else ""
    if after and (after[0] in _UNITS or after[0] in ("-", ":")):
        return False
    if before in ("aged", "$", "\u20ac", "\u00a3", ":", "on") or (after and after[0] == "%"):
        return False
    figure = sentence.lower[number.first]
    return not (figure.isdigit() and len(figure) == 4 and figure[:2] in ("19", "20") and before in ("in", "since", "of", ","))  # noqa: PLR2004


def _toll(sentence: Sentence, at: int, counted: list[Number]) -> Toll | None:
    lemmas = sentence.lemmas
    behind = [n for n in counted if at < n.first <= at + 5 and not _broken(sentence, at + 1, n.first)]
    ahead = [n for n in counted if n.last < at and at - n.last <= _REACH and not _broken(sentence, n.last + 1, at)]
    passive = at and sentence.lower[at - 1] in ("were", "was", "been", "be", "are", "being")
    if lemmas[at] in _KILL and not passive and behind:
        return _summed(sentence, behind[0], counted)
    if lemmas[at] in ("toll", "death") and behind:
        return _exact(behind[0])
    if ahead and not any(word in _HARMLESS for word in lemmas[ahead[-1].last + 1 : at]):
        first = ahead[0] if len(ahead) > 1 and "and" in sentence.lower[ahead[0].last : ahead[-1].first] else ahead[-1]
        return _summed(sentence, first, counted) if passive else _exact(ahead[-1])
    if lemmas[at] in _KILL and lemmas[at] != "shoot" and not passive and at + 1 < len(lemmas):
        if sentence.lower[at + 1] in _PERSON_ARTICLES and not sentence.lower[at].endswith("s"):
            return Toll(low=1, best=1, high=1)
    if lemmas[at] == "kill" and passive and _singular_subject(sentence, at):
        return Toll(low=1, best=1, high=1)
    return None


def _singular_subject(sentence: Sentence, at: int) -> bool:
    """ "A guard was killed"."""
    return sentence.lower[at - 1] == "was" and any(word in ("a", "an", "one") for word in sentence.lower[max(0, at - 6) : at])


def _broken(sentence: Sentence, start: int, end: int) -> bool:
    """Whether another clause begins between two words."""
    return any(word in (";", ":", "\u2014", "while", "but", "(", ")") for word in sentence.lower[start:end])


def _exact(number: Number) -> Toll:
    high = number.value * 3 if number.vague else number.value
    return Toll(low=number.value, best=number.value, high=high)


def _summed(sentence: Sentence, first: Number, counted: list[Number]) -> Toll:
    """The number, with those joined to it: "two soldiers and three civilians", "between 10 and 15"."""
    before = sentence.lower[max(0, first.first - 2) : first.first]
    following = [n for n in counted if n.first > first.last]
    if "between" in before and following and sentence.lower[first.last + 1 : first.last + 2] in (("and",),):
        high = following[0].value
        return Toll(low=first.value, best=(first.value + high) // 2, high=high)
    total, last = first.value, first.last
    for number in following:
        between = sentence.lower[last + 1 : number.first]
        if not 0 < len(between) <= 5 or between[-1] != "and" or any(w in _HARMLESS for w in sentence.lemmas[number.last + 1 : number.last + 4]):  # noqa: PLR2004
            break
        if any(not word.isalpha() for word in between):
            break
        total, last = total + number.value, number.last
    toll = _exact(first)
    return Toll(low=toll.low + total - first.value, best=total, high=max(toll.high, total))
