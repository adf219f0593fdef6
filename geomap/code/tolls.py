"""How many died, as a sentence tells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geomap.code.vocabulary import data
from geomap.model import Toll
from geomap.text.analysis import sentence_at
from geomap.text.lemmas import lemma, stems
from geomap.text.numbers import Number, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.model import Span
    from geomap.reader import Reading
    from geomap.text.analysis import Sentence

VIOLENT = frozenset(
    "clash airstrike shelling explosion chemical attack_civilians kill_claim capture siege protest abduction".split()
)
"""Types whose events have dead."""
_BREAKS = frozenset((";", ":", "\u2014", "while", "but", "(", ")", "though"))
_SINGLE = frozenset("a an another one".split())
_DEFINITE = frozenset("the its his her their".split())
_OPENERS = frozenset((";", ":", "that", "said", "when", "where", "after", "as", "while", "but", "which"))
_CLOSERS = frozenset(
    "in at near on when by as after before during from with while who which outside inside for over to because since "
    "where . ; :".split()
)
_LIST = 14
"""Most words of a list of dead."""
_OWNED = frozenset("her his its their at least about some".split())
_COUNTS = frozenset("number total count tally".split())
_ARRIVED = frozenset("to at was is least than reached passed".split())
_PASSIVE = frozenset("was were been be being are is".split())
_BEHIND, _AHEAD = 6, 10
_JOINED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class TollWords:
    """A number of dead in a sentence."""

    toll: Toll
    at: int
    """Number of the word of death it belongs to."""


@cache
def _words() -> Mapping[str, frozenset[str]]:
    told = data("tolls.toml")
    units = frozenset(told.pop("units"))  # as they are: "village" and "villager" have one stem
    return {"units": units} | {name: frozenset(lemma(word) for word in words) for name, words in told.items()}


@cache
def _all() -> frozenset[str]:
    """All words of death and harm: a sentence without any has no toll."""
    words = _words()
    return words["kill"] | words["maim"] | words["dead"] | words["loss"] | words["harmless"] | stems("casualty injury")


def deadly(sentence: Sentence) -> bool:
    """Whether a sentence has a word of death or harm, so that it may tell a toll."""
    return not _all().isdisjoint(sentence.lemmas)


def tolls(sentence: Sentence) -> list[TollWords]:
    """Numbers of dead that a sentence gives, in text order."""
    if not deadly(sentence):
        return []
    counted = _counted(sentence)
    found: list[TollWords] = []
    for at in range(len(sentence.lemmas)):
        toll = _toll(sentence, at, counted)
        if toll is not None and not (found and found[-1].toll == toll and at - found[-1].at < _AHEAD):
            found.append(TollWords(toll=toll, at=at))
    return found or _nobody(sentence)


def read_toll(sentences: Sequence[Sentence], trigger: Span, reading: Reading) -> Toll | None:
    """The number of dead that the trained reader joins with the event of a trigger."""
    span = reading.likeliest("toll", trigger.start)
    if span is None:
        return None
    sentence = sentences[sentence_at(sentences, span.start)]
    counted = _counted(sentence)
    for number in counted:
        if sentence.stretch(number.first, number.last).overlaps(span):
            return _raised(sentence, number.last, _summed(sentence, number, counted))
    return None


def _nobody(sentence: Sentence) -> list[TollWords]:
    """Nobody died: "no one was hurt", "there were no casualties"."""
    words = _words()
    for i, word in enumerate(sentence.lower[:-1]):
        if word == "without" and any(
            w in words["harmless"] or w in words["kill"] or w in stems("casualty")
            for w in sentence.lemmas[i + 1 : i + 3]
        ):
            return [TollWords(toll=Toll(low=0, best=0, high=0), at=i)]
        none = word in ("nobody", "none") or (
            word == "no" and sentence.lower[i + 1] in ("one", "casualties", "deaths", "injuries")
        )
        if none:
            said = sentence.lemmas[i : i + 6]
            if any(
                w in words["harmless"] or w in words["kill"] or w in words["dead"] or w in stems("casualty")
                for w in said
            ):
                return [TollWords(toll=Toll(low=0, best=0, high=0), at=i)]
    return []


def _counted(sentence: Sentence) -> list[Number]:
    return [number for number in numbers(sentence.lower) if _counts_people(sentence, number)]


def _counts_people(sentence: Sentence, number: Number) -> bool:
    words = _words()
    after = sentence.lower[number.last + 1] if number.last + 1 < len(sentence.lower) else ""
    if after == "-" and sentence.words[number.last + 1].start == sentence.words[number.last].end:
        return False  # "34-year-old"
    before = sentence.lemmas[number.first - 1] if number.first else ""
    figure = sentence.lower[number.first]
    year = figure.isdigit() and len(figure) == 4 and figure[:2] in ("18", "19", "20")  # noqa: PLR2004 - digits of a year
    if (
        after.rstrip("s") in words["units"]
        or after in words["units"]
        or after in (":", "%", "th")
        or before in words["before"]
    ):
        return False
    if before == "of" and number.first > 1 and sentence.lemmas[number.first - 2] in words["aged"]:
        return False  # "a boy of 12"
    if before in (":", "-") and sentence.words[number.first - 1].end == sentence.words[number.first].start:
        return False
    if year and (before in ("in", "since", "of", ",", "from") or after in (",", ".", "")):
        return False
    ahead = [word for word in sentence.lower[max(0, number.first - 2) : number.first] if word != "."]
    if (ahead and ahead[-1] in _MONTHS) or after in _MONTHS:
        return False
    part = sentence.lower[number.last + 1 : number.last + 3] in (("of", "them"), ("of", "whom"))
    if part and number.first and sentence.lower[number.first - 1] == ",":  # "seven people, two of them children"
        return False
    return number.value > 0 or figure in ("no", "zero")


_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)


def _toll(sentence: Sentence, at: int, counted: Sequence[Number]) -> Toll | None:
    """The number that belongs to word `at`, if that is a word of death."""
    words, word = _words(), sentence.lemmas[at]
    if any(w in ("nobody", "none", "no") for w in sentence.lower[max(0, at - 4) : at]):
        return None
    if sentence.lower[max(0, at - 1) : at + 1] == ("to", "death") and "sentence" in map(lemma, sentence.lower[:at]):
        return None
    behind = [n for n in counted if at < n.first <= at + _BEHIND and not _broken(sentence, at + 1, n.first)]
    ahead = [n for n in counted if n.last < at and at - n.last <= _AHEAD and not _broken(sentence, n.last + 1, at)]
    ahead = [n for n in ahead if not any(w in words["harmless"] for w in sentence.lemmas[n.last + 1 : at])]
    following = sentence.lower[at + 1 : at + 4]
    deadly = word in words["maim"] and (any(w in ("dead", "death") for w in following) or following[:1] == ("down",))
    counted_up = _counted_up(sentence, at, counted)
    if counted_up is not None:
        return counted_up
    if word in words["kill"] or deadly:
        return _killed(sentence, at, ahead, behind, counted)
    if word in words["dead"]:
        return _dead(sentence, at, ahead, behind)
    return _lost(sentence, at, behind, counted) if word in words["loss"] else None


def _counted_up(sentence: Sentence, at: int, counted: Sequence[Number]) -> Toll | None:
    """The number behind "the number of people killed ... rose to", "the total of dead was"."""
    words = _words()
    if sentence.lemmas[at] not in words["kill"] | words["dead"]:
        return None
    before = sentence.lower[max(0, at - 4) : at]
    if "of" not in before or not any(word in _COUNTS for word in before):
        return None
    behind = [n for n in counted if n.first > at and sentence.lower[n.first - 1] in _ARRIVED]
    return _exact(behind[0]) if behind else None


def _killed(
    sentence: Sentence, at: int, ahead: Sequence[Number], behind: Sequence[Number], counted: Sequence[Number]
) -> Toll | None:
    """Objects of "killed", subjects of "were killed"."""
    passive = _passive(sentence, at)
    if not passive and ahead and ahead[-1].last == at - 1 and sentence.lower[at].endswith("ed"):
        return _exact(ahead[-1])  # "14 killed, two of them clerks"
    if not passive and behind and not _harmless_next(sentence, behind[0]):
        summed = _summed(sentence, behind[0], counted)
        by_one = sentence.lower[at + 1] in _SINGLE and "," in sentence.lower[at : behind[0].first]
        listed = _one(sentence, at, passive=False) if by_one else None  # "a teacher, two pupils and a driver"
        return listed if listed and listed.best > summed.best else summed
    if passive and ahead:
        return _summed(sentence, _head(sentence, ahead), counted)
    if ahead and not passive and sentence.lower[at].endswith("ed") and ahead[-1].last >= at - 4:
        return _exact(ahead[-1])  # "nine shot dead", "26 people hacked to death"
    return _one(sentence, at, passive=passive)


def _dead(sentence: Sentence, at: int, ahead: Sequence[Number], behind: Sequence[Number]) -> Toll | None:
    """Numbers before and behind: "eight died", "dead: 12"."""
    if ahead and ahead[-1].last >= at - _AHEAD // 2:
        # "stole 90 goats and beat two to death"
        first = ahead[-1] if sentence.lower[at - 1] == "to" else _head(sentence, ahead)
        return _raised(sentence, at, _summed(sentence, first, ahead))
    if behind and sentence.lower[at + 1] in ("toll", "at", ":"):
        return _exact(behind[-1])
    return None


def _raised(sentence: Sentence, at: int, toll: Toll) -> Toll:
    """The toll with its correction: "four dead, later raised to seven"."""
    for number in numbers(sentence.lower[at + 1 : at + 1 + _AHEAD]):
        said = sentence.lower[at + 1 : at + 1 + number.first]
        if said[-1:] in (("to",), ("at",)) and any(
            word in ("raised", "revised", "corrected", "later") for word in said
        ):
            return Toll(low=min(toll.low, number.value), best=number.value, high=max(toll.high, number.value))
    return toll


def _lost(sentence: Sentence, at: int, behind: Sequence[Number], counted: Sequence[Number]) -> Toll | None:
    """Numbers behind: "the loss of three soldiers", "the toll from the bombing rose to 21"."""
    if sentence.lemmas[at] == "lose" and "lives" in sentence.lower[at + 1 : at + 3]:
        behind = [n for n in counted if n.last < at and at - n.last <= _AHEAD][-1:]
        return _exact(behind[0]) if behind else None
    if sentence.lower[at] == "toll":
        raised = [n for n in counted if at < n.first and sentence.lower[n.first - 1] in ("to", "at")]
        named = [n for n in counted if at < n.first and sentence.lower[n.first - 1] in ("of", "was")]
        behind = raised[:1] or named[-1:] or behind
    if not behind:
        return None
    counted_as = sentence.lemmas[behind[0].last + 1 : behind[0].last + 4]
    people = any(word in _words()["people"] for word in counted_as)
    return _exact(behind[0]) if people or sentence.lower[at] == "toll" else None


def _passive(sentence: Sentence, at: int) -> bool:
    before = sentence.lower[max(0, at - 3) : at]
    return sentence.lower[at] != "killing" and any(word in _PASSIVE for word in before)


def _head(sentence: Sentence, ahead: Sequence[Number]) -> Number:
    """The first of numbers joined by "and", else the last one."""
    if len(ahead) > 1:
        between = sentence.lower[ahead[-2].last + 1 : ahead[-1].first]
        if "and" in between and "," not in between and len(between) <= _JOINED:
            return ahead[-2]
    return ahead[-1]


def _harmless_next(sentence: Sentence, number: Number) -> bool:
    following = sentence.lemmas[number.last + 1 : number.last + 4]
    return any(word in _words()["harmless"] for word in following) and "and" not in following


def _one(sentence: Sentence, at: int, *, passive: bool) -> Toll | None:
    """Dead that are named one by one: "killed a senior general", "a bishop and two priests were shot dead"."""
    if passive:
        verb = max(i for i in range(max(0, at - 3), at) if sentence.lower[i] in _PASSIVE)
        first = max((i + 1 for i in range(verb) if sentence.lower[i] in _OPENERS), default=0)
        said, singular = sentence.lower[max(first, verb - _LIST) : verb], sentence.lower[verb] == "was"
    else:
        said = sentence.lower[at + 1 : at + 1 + _LIST]
        said = said[said[:1] in (("of",), ("dead",)) :]  # "the murder of a policeman", "shot dead a clerk"
        singular = False
        said = said[: next((i for i, word in enumerate(said) if word in _CLOSERS), len(said))]
    total = _listed(said, singular=singular)
    return Toll(low=total, best=total, high=total) if total else None


def _listed(words: Sequence[str], *, singular: bool) -> int:
    """How many people a list is of: "its commander, a driver and two guards" is four; 0 if that cannot be told."""
    total = 0
    items: list[list[str]] = [[]]
    for word in words:
        if word in (",", "and"):
            items.append([])
        else:
            items[-1].append(word)
    items = [item for item in items if item]
    for item in items:
        number = next((n.value for n in numbers(item) if n.first == 0), None)
        if item[0] in _SINGLE:
            total += 1
        elif number:
            total += number
        elif item[0] in _DEFINITE and not item[-1].endswith("s") and item[-1] not in _words()["many"]:
            total += 1  # "the mayor and his driver", "its pilot"
        elif item in (["him"], ["her"], ["himself"], ["herself"]):
            total += 1
        elif total and singular:
            continue  # "a reporter, known for his songs, was killed"
        elif total:
            break  # "killing its pilot, it was said"
        else:
            return 0
    return 1 if singular and total else total


def _broken(sentence: Sentence, start: int, end: int) -> bool:
    return any(word in _BREAKS for word in sentence.lower[start:end])


def _exact(number: Number) -> Toll:
    high = number.value * 3 if number.vague else number.value
    return Toll(low=number.value, best=number.value, high=high)


def _one_before(sentence: Sentence, number: Number) -> int:
    """1 for "a woman and two children", "a mother and her two children"."""
    before = sentence.lower[max(0, number.first - _JOINED) : number.first]
    if before[-1:] and before[-1] in _OWNED:
        before = before[:-1]
    if before[-1:] != ("and",):
        return 0
    single = max((i for i, word in enumerate(before) if word in ("a", "an")), default=None)
    return int(single is not None and all(word.isalnum() and word not in _BREAKS for word in before[single:]))


def _summed(sentence: Sentence, first: Number, counted: Sequence[Number]) -> Toll:
    """The number, with those joined to it: "two soldiers and three civilians", "between 10 and 15"."""
    following = [n for n in counted if n.first > first.last]
    if following and "between" in sentence.lower[max(0, first.first - 2) : first.first]:
        low, high = sorted((first.value, following[0].value))
        return Toll(low=low, best=(low + high) // 2, high=high)
    total, last = first.value + _one_before(sentence, first), first.last
    for number in following:
        between = sentence.lower[last + 1 : number.first]
        joined = (
            0 < len(between) <= _JOINED
            and between[-1] == "and"
            and all(word.isalpha() or word == "-" for word in between)
        )
        if not joined or _harmless_next(sentence, number):
            break
        total, last = total + number.value, number.last
    end = sentence.lower[last + 1 : last + 6]
    if (
        "and" in end
        and (i := end.index("and")) + 1 < len(end)
        and end[i + 1] in ("a", "an")
        and all(w.isalpha() for w in end[:i])
    ):
        total += 1
    exact = _exact(first)
    return Toll(low=exact.low + total - first.value, best=total, high=max(exact.high, total))
