"""Whether an event happened, as far as the words around its trigger tell.

Rules over `modality.toml` give a first answer; a maximum-entropy model weighs it with the words around
(its weights stand in `weights.json.gz`, fitted by `training/coder.py`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from geomap.code.model import weights
from geomap.code.vocabulary import data
from geomap.model import HAPPENED, Certainty, Modality, Polarity
from geomap.text.lemmas import lemma, stems

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from geomap.code.triggers import Trigger
    from geomap.text.analysis import Sentence

_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)(?!\d|,\d)(?:s\b)?")
_BREAKS = frozenset(';:\u2014\u2013()"\u201c\u201d')
_REACH = 7
"""Words before the trigger that can still govern it."""
_CLOSE = 4
_TOLD = 10
"""Most words between "reports that" and what they say."""
_APART = frozenset((",", ";", "but", "after", "while"))
_AROUND = 10
_SIGNS = frozenset(
    "next tomorrow since had will would if could may might should unless until ago before after former old year years "
    "month months earlier previous previously last century decade when while once still now today war".split()
)
"""Words that tell anywhere in the sentence."""
_FACT = 0.65
"""Least probability from which an event is told as one that happened."""
_HELPERS = "be have do to the a an not also soon again already ever been get"


@cache
def _words() -> Mapping[str, frozenset[str]]:
    told = data("modality.toml")
    as_they_are = {name: frozenset(told.pop(name)) for name in ("attributes", "speech", "negation_belongs", "future")}
    return as_they_are | {name: frozenset(lemma(word) for word in words) for name, words in told.items()}


def modality(sentence: Sentence, trigger: Trigger, published: datetime.date | None) -> Modality:
    """Whether the report tells the event as a fact, a plan, a threat, history, ..."""
    told = rule(sentence, trigger, published)
    if told is not Modality.ACTUAL:  # the grammar is plain; what it does not catch the model may
        return told
    model = weights().modality
    probable = dict(zip(model.classes, model.probabilities(features(sentence, trigger, published)), strict=True))
    if trigger.modality:
        probable = {kind: (p + trigger.modality.get(kind, 0.0)) / 2 for kind, p in probable.items()}
    happened = sum(probable.get(kind, 0.0) for kind in HAPPENED)
    wanted = [kind for kind in probable if (kind in HAPPENED) == (happened >= _FACT)]
    return Modality(max(wanted, key=probable.__getitem__))


def features(sentence: Sentence, trigger: Trigger, published: datetime.date | None) -> list[str]:
    """What the model sees of a trigger."""
    told = rule(sentence, trigger, published)
    before = _governing(sentence, trigger)
    head = sentence.lower[trigger.first]
    ending = (
        "ing" if head.endswith("ing") else "ed" if head.endswith(("ed", "en")) else "s" if head.endswith("s") else "-"
    )
    row = ["bias", f"rule={told}", f"rule={told}|{trigger.type}", f"t={trigger.type}", f"w={head}", f"e={ending}"]
    row += [f"b={word}" for word in dict.fromkeys(before)]
    row += [f"c={word}" for word in dict.fromkeys(sentence.lower[max(0, trigger.first - 3) : trigger.first])]
    row += [f"a={word}" for word in dict.fromkeys(sentence.lemmas[trigger.last + 1 : trigger.last + 6])]
    row += [f"i={word}" for word in sentence.lower[trigger.first : trigger.last + 1]]
    if trigger.first:
        row.append(f"-1={sentence.lower[trigger.first - 1]}|{ending}")
    around = sentence.lower[max(0, trigger.first - _AROUND) : trigger.last + _AROUND + 1]
    row += [f"s={word}" for word in dict.fromkeys(around) if word in _SIGNS]
    row.append(f"years={_years_back(sentence.lower, published)}")
    return row


def _years_back(words: Sequence[str], published: datetime.date | None) -> str:
    """How far back the last year named in the sentence lies."""
    years = [int(word) for word in words if len(word) == 4 and word.isdigit() and "1500" < word < "2100"]  # noqa: PLR2004
    if published is None or not years:
        return "none"
    back = published.year - max(years)
    return "ahead" if back < 0 else "this" if back == 0 else "last" if back == 1 else "long"


def rule(sentence: Sentence, trigger: Trigger, published: datetime.date | None) -> Modality:
    """What the words before the trigger say by themselves."""
    known = _words()
    if _historical(sentence, trigger, published):
        return Modality.HISTORICAL
    ahead = _ahead(sentence, trigger)
    before = [sentence.lemmas[i] for i in ahead]
    speech = trigger.type in known["speech"]
    if any(sentence.lower[i] in known["future"] for i in ahead):
        return Modality.ACTUAL if speech and trigger.type != "agreement" else Modality.PLANNED
    if speech:
        return Modality.ACTUAL
    inside = {*before, *sentence.lemmas[trigger.first : trigger.last + 1]}
    infinitive = "to" in before[-3:] or "to" in sentence.lower[trigger.first : trigger.last]
    if infinitive:
        for name, meaning in (
            ("threat", Modality.THREATENED),
            ("attempt", Modality.ATTEMPTED),
            ("offer", Modality.HYPOTHETICAL),
            ("plan", Modality.PLANNED),
        ):
            if inside & known[name]:
                return meaning
    if "if" in sentence.lower[: trigger.first] and inside & known["conditional"]:
        return Modality.HYPOTHETICAL
    near = before[-_CLOSE:]
    if any(word in ("would", "could", "might", "may", "should", "can") for word in near):
        return Modality.HYPOTHETICAL
    if any(word in known["threat"] for word in near):
        return Modality.THREATENED
    return Modality.ACTUAL


def polarity(sentence: Sentence, trigger: Trigger) -> Polarity:
    """Whether the report says that it did not happen."""
    known = _words()
    if trigger.type in known["negation_belongs"]:
        return Polarity.POSITIVE
    near = _governing(sentence, trigger)[-_CLOSE:]
    words = list(sentence.lower[max(0, trigger.first - _CLOSE) : trigger.first])
    negated = any(word in known["negation"] for word in near) or any(
        word.endswith(("n't", "n\u2019t")) for word in words
    )
    return Polarity.NEGATIVE if negated or _refuted(sentence, trigger) else Polarity.POSITIVE


def _refuted(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether it is what a report says that is not true: "reports that tanks had moved were untrue"."""
    known = _words()
    first = max(0, trigger.first - _TOLD)
    told = next((i for i in range(trigger.first - 1, first - 1, -1) if sentence.lemmas[i] in known["told"]), None)
    if told is None or _APART.intersection(sentence.lower[told : trigger.first]):
        return False
    before = sentence.lemmas[max(0, told - _CLOSE) : told]
    behind = sentence.lemmas[trigger.last + 1 :]
    return any(word in known["refuting"] for word in before) or any(word in known["untrue"] for word in behind)


def certainty(sentence: Sentence) -> Certainty:
    """How sure the sentence says it is."""
    known = _words()
    if any(word in known["possible"] for word in sentence.lemmas):
        return Certainty.POSSIBLE
    if any(word in known["probable"] for word in sentence.lemmas):
        return Certainty.PROBABLE
    return Certainty.CERTAIN


def attribute(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether the trigger only describes a noun ("the besieged town")."""
    if trigger.first != trigger.last or sentence.lower[trigger.first] not in _words()["attributes"]:
        return False
    before = sentence.lower[trigger.first - 1] if trigger.first else ""
    return before in ("the", "a", "an", "their", "its", "this", "that", "of", "in")


def _governing(sentence: Sentence, trigger: Trigger) -> list[str]:
    """Dictionary forms of the words before the trigger in its clause."""
    return [sentence.lemmas[i] for i in _ahead(sentence, trigger)]


def _ahead(sentence: Sentence, trigger: Trigger) -> list[int]:
    """Numbers of the words before the trigger in its clause, at most `_REACH` that are no helpers."""
    words: list[int] = []
    count = 0
    for i in range(trigger.last - 1, -1, -1):  # "will" may stand among the trigger's own words
        word = sentence.lower[i]
        if word in _BREAKS or (word == "," and count > 2):  # noqa: PLR2004 - "will, he said, attack"
            break
        if sentence.lemmas[i] == "say" or word == "that":
            break
        words.append(i)
        count += sentence.lemmas[i] not in stems(_HELPERS)
        if count >= _REACH:
            break
    return words[::-1]


def _historical(sentence: Sentence, trigger: Trigger, published: datetime.date | None) -> bool:
    known = _words()
    words = sentence.lower
    for i, word in enumerate(words):
        if word == "ago" and any(lemma(w) in known["spans"] for w in words[max(0, i - 3) : i]):
            return True
    if published is None:
        return False
    text = " ".join(words[max(0, trigger.first - 12) : trigger.last + 13])
    years = [int(found[0][:4]) for found in _YEAR.finditer(text)]
    past = [year for year in years if year < published.year - (published.month < 4)]  # noqa: PLR2004 - this winter
    if past and len(past) == len(years) and "since" not in words[max(0, trigger.first - 12) : trigger.last + 13]:
        return True
    return any(word in known["history"] for word in sentence.lemmas[max(0, trigger.first - 8) : trigger.last + 9])
