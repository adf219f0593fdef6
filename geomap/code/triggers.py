"""Find the words that say that something happened, and what: a maximum-entropy model over each word.

The weights stand in `weights.json.gz`; `training/coder.py` fits them. The vocabulary it starts from is
`triggers.toml` and `cues.toml`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geomap.code.model import weights
from geomap.code.vocabulary import cues, triggers
from geomap.model import Span
from geomap.text.lemmas import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geomap.reader import Reading
    from geomap.text.analysis import Sentence

NONE = "none"
_WINDOW = 8
_READ = 0.5
"""Least probability of some event from which the trained reader's word is taken."""
_SURER = 0.65
"""Share of the threshold that words need which name a type by themselves."""
SKIPPED = (
    "the a an of to in on at by for with and or but as that this these those it its he she they them his her their "
    "be have do not no who which what where when will would could should may might must can from into over up out "
    "i we you my our your me him us than then so if all any some more most other such only own same too very s"
)
"""Words that no type is learned for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Words that say that something of a type happened."""

    span: Span
    first: int
    """Number of its first word in the sentence."""
    last: int
    """Number of its last word."""
    type: str
    probability: float
    """0 to 1: that these words say that an event of this type is told of."""
    modality: Mapping[str, float] = field(default_factory=dict)
    """What the trained reader makes of how it is told: modality to probability; empty without it."""


def candidates(sentence: Sentence, lemmas: frozenset[str]) -> list[int]:
    """Numbers of the words that may be triggers."""
    known = triggers()
    return [
        i
        for i, word in enumerate(sentence.lemmas)
        if word not in stems(SKIPPED) and (word in known.sure or word in known.open or word in lemmas)
    ]


def subject(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """What a document is about: how often each telling topic comes up, in three steps.

    A match report or a page of history speaks of attacks, too; it speaks of goals or veterans more.
    """
    counts = Counter(topic for sentence in sentences for topics in topics_of(sentence) for topic in topics)
    words = sum(len(sentence.words) for sentence in sentences)
    if words < _SHORT:  # a sentence or two say nothing about their surroundings
        return ()
    return tuple(
        f"doc {topic}={sum(1000 * counts[topic] / words > limit for limit in limits)}"
        for topic, limits in _TELLING.items()
    )


_SHORT = 80
_TELLING = {
    **{"other": (3, 10, 20), "past": (3, 8, 16), "soldier": (5, 15, 30), "toll": (2, 8, 16)},
    **{"weapon": (2, 8, 16), "artillery": (2, 6, 12), "crowd": (3, 10, 20), "talk": (3, 10, 20)},
}
"""Topics and how often in a thousand words they come up in each step."""


def features(sentence: Sentence, index: int, topics: Sequence[tuple[str, ...]], about: Sequence[str]) -> list[str]:
    """What the model sees of one word.

    Parameters
    ----------
    sentence, index
        The word.
    topics
        Of each word of the sentence.
    about
        What the document is about, see `subject`.
    """
    words, lemmas = sentence.lower, sentence.lemmas
    word, last = lemmas[index], len(lemmas) - 1
    ending = words[index][-3:] if words[index].endswith("ing") else words[index][-2:]
    left = lemmas[index - 1] if index else "^"
    left2 = lemmas[index - 2] if index > 1 else "^"
    right = lemmas[index + 1] if index < last else "$"
    right2 = lemmas[index + 2] if index < last - 1 else "$"
    row = [
        "bias",
        f"l={word}",
        f"w={words[index]}",
        f"e={ending}",
        f"-1={left}",
        f"+1={right}",
        f"-1l={left}|{word}",
        f"+1l={word}|{right}",
        f"-2={left2}",
        f"+2={right2}",
        f"+2l={word}|{right}|{right2}",
        f"-2l={left2}|{left}|{word}",
    ]
    known = triggers()
    kinds = [*(f"sure {k}" for k in known.sure.get(word, ())), *(f"open {k}" for k in known.open.get(word, ()))]
    row += kinds
    row += about
    if sentence.words[index].text[0].isupper():
        row.append("capital first" if index == 0 else "capital")
    before = dict.fromkeys(topic for topics_ in topics[max(0, index - _WINDOW) : index] for topic in topics_)
    after = dict.fromkeys(topic for topics_ in topics[index + 1 : index + 1 + _WINDOW] for topic in topics_)
    near = dict.fromkeys(topic for topics_ in topics[max(0, index - 3) : index + 4] for topic in topics_)
    for topic in before:
        row += (f"b={topic}", f"bl={topic}|{word}")
    for topic in after:
        row += (f"a={topic}", f"al={topic}|{word}")
    for topic in near:
        row += (f"n={topic}", f"nl={topic}|{word}")
    row += [f"k={kind}|{topic}" for kind in kinds for topic in before | after]
    return row


def topics_of(sentence: Sentence) -> list[tuple[str, ...]]:
    """Topics of each word of a sentence."""
    known = cues()
    return [known.get(word, ()) for word in sentence.lemmas]


def find(
    sentence: Sentence, about: Sequence[str], reading: Reading | None = None, sureness: float = 1.0
) -> list[Trigger]:
    """Triggers of a sentence in text order; neighboring words that say the same type are one.

    Parameters
    ----------
    sentence
        Where to look.
    about
        What the document is about, see `subject`.
    reading
        What the trained reader makes of the words; None: the light model alone decides.
    sureness
        What the least probability is multiplied by.
    """
    topics = topics_of(sentence)
    if _about_something_else(topics):
        return []
    told, sure = weights(), triggers().sure
    weighed = {
        i: told.triggers.probabilities(features(sentence, i, topics, about)) for i in candidates(sentence, told.lemmas)
    }
    if reading is None:
        surer = {i: _SURER if sentence.lemmas[i] in sure else 1.0 for i in weighed}
        taken = [(i, p) for i, p in weighed.items() if 1 - p[0] >= told.threshold * sureness * surer[i]]
        return list(_joined(sentence, taken, told.triggers.classes))
    read = _both(sentence, weighed, told.triggers.classes, reading)
    return [
        replace(trigger, modality=reading.modality(sentence.words[trigger.first].start))
        for trigger in _joined(sentence, [(i, p) for i, p in read if 1 - p[0] >= _READ * sureness], reading.classes)
    ]


def _both(
    sentence: Sentence, weighed: Mapping[int, list[float]], classes: Sequence[str], reading: Reading
) -> Iterator[tuple[int, list[float]]]:
    """The mean of what the trained reader and the light model make of each word; they err on different ones."""
    columns = [classes.index(name) for name in reading.classes]
    nothing = [1.0, *[0.0] * (len(columns) - 1)]
    for i, word in enumerate(sentence.words):
        if word.text[0].isalnum() and sentence.lemmas[i] not in stems(SKIPPED):
            row = reading.trigger(word.start)
            other = [weighed[i][k] for k in columns] if i in weighed else nothing
            yield i, [(one + two) / 2 for one, two in zip(row, other, strict=True)]


def _about_something_else(topics: Sequence[tuple[str, ...]]) -> bool:
    """Whether a sentence is one of sport, film or markets: two such words, and none of war."""
    said = Counter(topic for topics_ in topics for topic in topics_)
    return said["other"] > 1 and not any(said[topic] for topic in _WAR)


_WAR = (
    "soldier",
    "weapon",
    "artillery",
    "explosive",
    "air",
    "toll",
    "custody",
    "hostage",
    "flight",
    "ring",
    "chemical",
    "accord",
)


def _joined(sentence: Sentence, taken: Sequence[tuple[int, list[float]]], classes: Sequence[str]) -> Iterator[Trigger]:
    best = [(i, max(range(1, len(classes)), key=lambda k: p[k]), p) for i, p in taken]
    start = 0
    while start < len(best):
        end = start + 1
        while end < len(best) and best[end][1] == best[start][1] and best[end][0] - best[end - 1][0] <= 2:  # noqa: PLR2004
            end += 1
        first, last = best[start][0], best[end - 1][0]
        yield Trigger(
            span=Span(sentence.words[first].start, sentence.words[last].end),
            first=first,
            last=last,
            type=classes[best[start][1]],
            probability=max(1 - p[0] for _, _, p in best[start:end]),
        )
        start = end
