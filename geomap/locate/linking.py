"""Which of the places named is the one where an event happened: a conditional logit over trigger-place pairs.

The weights stand in `weights.json.gz`; `training/linker.py` fits them.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from geomap.model import Kind
from geomap.text.analysis import sentence_at
from geomap.text.dateline import dateline_end
from geomap.text.lemmas import stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.model import Document, Mention, Span
    from geomap.reader import Reading
    from geomap.text.analysis import Sentence

NOWHERE = -1
"""Stands for "the report does not say where"."""
_BACK = 4
"""Sentences before the trigger's whose places are looked at."""
_ECHO_REACH = 16
_TRUST, _MOST = 0.7, 5.0
"""Weight of the trained reader's log-odds, and the most they count: it is surer than it is right."""
_BUCKETS = (1, 3, 6, 10, 16, 25)
_DETERMINERS = frozenset(
    "the a an northern southern eastern western central northeastern northwestern southeastern "
    "southwestern north south east west nearby small whole entire old upper lower greater rebel-held".split()
)
_OF = frozenset(
    "city town village province district region governorate state port capital outskirts suburb suburbs "
    "hills mountains area island valley neighborhood neighbourhood quarter hamlet county villages towns cities".split()
)
_SAY = "say tell report announce claim deny accuse admit add confirm warn"
_CLAUSE = frozenset("that which who when while where after before because as but since until if and".split())
_ECHOES = {  # "the town" goes back to one place, "the towns" to none
    **dict.fromkeys("town city village port there here".split(), (Kind.SETTLEMENT,)),
    **dict.fromkeys("mountain hill valley desert plain plateau".split(), (Kind.RELIEF,)),
    **dict.fromkeys("river lake sea gulf coast".split(), (Kind.WATER,)),
    **dict.fromkeys("province region state governorate oblast island peninsula area".split(), (Kind.REGION,)),
    **dict.fromkeys("district county quarter neighborhood neighbourhood suburb".split(), (Kind.DISTRICT,)),
    **dict.fromkeys("country nation republic nationwide".split(), (Kind.COUNTRY,)),
    **dict.fromkeys("camp base refinery hospital prison field plant bridge".split(), (Kind.FACILITY, Kind.AIRPORT)),
    **dict.fromkeys("airport airfield airbase".split(), (Kind.AIRPORT,)),
    **dict.fromkeys("border frontier crossing".split(), (Kind.BORDER, Kind.COUNTRY)),
}
"""Common nouns that go back to a place named before, and the kinds they go back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mention and where it stands."""

    mention: Mention
    sentence: int
    first: int
    """Number of its first word in the sentence."""
    last: int
    dateline: bool
    rank: int
    """How many mentions stand before it in its sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A document prepared for linking."""

    sentences: tuple[Sentence, ...]
    named: tuple[Named, ...]
    times: Mapping[str, int]
    """How often each name stands in the document."""
    most: int
    """How often the most frequent name does."""
    within: Mapping[int, tuple[int, ...]]
    """Numbers of the mentions of each sentence that has any."""
    paragraphs: tuple[int, ...]
    """Number of the paragraph of each sentence."""


def prepare(document: Document, sentences: tuple[Sentence, ...], mentions: Sequence[Mention]) -> Scene:
    """Place each mention in its sentence."""
    named = []
    end = dateline_end(document.text)
    number = 0
    ranks: Counter[int] = Counter()
    for mention in mentions:
        while number < len(sentences) - 1 and sentences[number].span.end <= mention.span.start:
            number += 1
        sentence = sentences[number]
        first = sentence.index_at(mention.span.start)
        last = max(first, sentence.index_at(mention.span.end - 1))
        named.append(
            Named(
                mention=mention,
                sentence=number,
                first=first,
                last=min(last, len(sentence.words) - 1),
                dateline=mention.span.end <= end,
                rank=ranks[number],
            )
        )
        ranks[number] += 1
    paragraphs, count = [], 0
    for before, sentence in zip((None, *sentences), sentences, strict=False):
        if before is not None and "\n" in document.text[before.span.end : sentence.span.start]:
            count += 1
        paragraphs.append(count)
    times = Counter(mention.text for mention in mentions)
    within: dict[int, tuple[int, ...]] = {}
    for i, one in enumerate(named):
        within[one.sentence] = (*within.get(one.sentence, ()), i)
    return Scene(
        sentences=sentences,
        named=tuple(named),
        times=times,
        most=max(times.values(), default=0),
        within=within,
        paragraphs=tuple(paragraphs),
    )


def position(scene: Scene, trigger: Span) -> tuple[int, int, int]:
    """Number of a trigger's sentence, and of its first and last word there."""
    number = sentence_at(scene.sentences, trigger.start)
    sentence = scene.sentences[number]
    first = min(sentence.index_at(trigger.start), len(sentence.words) - 1)
    return number, first, min(max(first, sentence.index_at(trigger.end - 1)), len(sentence.words) - 1)


def grouped(spots: Sequence[tuple[int, int, int]]) -> dict[int, list[int]]:
    """First words of triggers by sentence, from their positions."""
    found: dict[int, list[int]] = {}
    for number, first, _ in spots:
        found.setdefault(number, []).append(first)
    return found


def candidates(scene: Scene, at: tuple[int, int, int]) -> list[int]:
    """Numbers of the mentions that may be where the event of a trigger happened.

    In a sentence without a name "the mountains" or "the river" can only be the one named before.
    """
    number, first, _ = at
    around = [i for n in range(number - _BACK, number + 2) for i in scene.within.get(n, ())]
    near = [*(i for i in scene.within.get(0, ()) if scene.named[i].dateline and i not in around), *around]
    if any(scene.named[i].sentence == number for i in near):
        return near
    landforms = _echoed(scene.sentences[number], first) & {Kind.RELIEF, Kind.WATER}
    meant = [i for i in near if scene.named[i].mention.kind in landforms and scene.named[i].sentence < number]
    return meant or near


def features(
    scene: Scene,
    at: tuple[int, int, int],
    event_type: str,
    index: int,
    triggers: Mapping[int, Sequence[int]],
    before: int,
) -> list[str]:
    """What the model sees of one trigger-place pair.

    Parameters
    ----------
    scene, at, event_type
        The document; sentence, first and last word of the trigger; its type.
    index
        Number of the mention, or `NOWHERE`.
    triggers
        First words of the triggers of each sentence that has any.
    before
        Number of the mention where the event before this one happened, or `NOWHERE`.
    """
    number, first, last = at
    own = sum(not scene.named[i].dateline for i in scene.within.get(number, ()))
    many = min(own, 3)
    if index == NOWHERE:
        return ["none", f"none t={event_type}", f"none own={many}", f"none own={many} t={event_type}"]
    named = scene.named[index]
    sentence = scene.sentences[named.sentence]
    kind = named.mention.kind.value
    prep = preposition(sentence, named.first)
    behind = sentence.lower[named.last + 1] if named.last + 1 < len(sentence.lower) else "$"
    same_as_before = before != NOWHERE and scene.named[before].mention.text == named.mention.text
    row = [f"kind={kind}", f"kind={kind} t={event_type}"]
    if same_as_before:
        row += ["as before", f"as before own={many}"]
    if named.dateline:
        row += ["dateline", f"dateline own={many}", f"dateline s={min(number, 3)}", f"dateline {kind}"]
    if _outer(scene, index):
        row += ["outer", f"outer {kind}"]
    if _speaks(sentence, named):
        row += ["speaks", f"speaks {kind}"]
    if named.sentence == number and not named.dateline:
        return row + _here(scene, named, (first, last), event_type, prep, behind, triggers)
    away = number - named.sentence
    step = "next" if away < 0 else str(min(away, 4))
    crossed = "same" if scene.paragraphs[named.sentence] == scene.paragraphs[number] else "other"
    echoed = _echoed(scene.sentences[number], first)
    back = named.mention.kind in echoed if echoed else "-"
    most = scene.times[named.mention.text] == scene.most
    row += [
        f"away={step} own={many}",
        f"away={step} {crossed} own={many > 0}",
        f"away prep={prep}",
        f"away={step} prep={prep}",
        f"away rank={min(named.rank, 2)}",
        f"away kind={kind} own={many > 0}",
        f"away t={event_type}",
        f"away echo={back} own={many > 0}",
        f"away echo={back} away={step}",
        f"away echo={back} {'area' if kind != 'settlement' else kind}",
        f"away most={most} own={many > 0}",
        f"away often={min(scene.times[named.mention.text], 3)}",
    ]
    if same_as_before:
        row.append(f"as before echo={back}")
    if behind == ":":
        row.append("away heading")
    return row


def _echoed(sentence: Sentence, first: int) -> set[Kind]:
    """Kinds of place that common nouns of the sentence go back to; those near the trigger only."""
    words = sentence.lower[max(0, first - _ECHO_REACH) : first + _ECHO_REACH + 1]
    return {kind for word in words for kind in _ECHOES.get(word, ())}


def _here(
    scene: Scene,
    named: Named,
    words: tuple[int, int],
    event_type: str,
    prep: str,
    behind: str,
    triggers: Mapping[int, Sequence[int]],
) -> list[str]:
    """Features of a mention in the trigger's own sentence."""
    first, last = words
    sentence = scene.sentences[named.sentence]
    after = named.first > last
    between = sentence.lower[last + 1 : named.first] if after else sentence.lower[named.last + 1 : first]
    distance = len(between)
    bucket = sum(distance > limit for limit in _BUCKETS)
    side = "after" if after else "before"
    here = (scene.named[i] for i in scene.within[named.sentence])
    others = [o for o in here if (last < o.first < named.first if after else named.last < o.first < first)]
    starts = triggers.get(named.sentence, ())
    crossing = sum(last < f < named.first if after else named.last < f < first for f in starts)
    commas = min(sum(word in (",", ";", ":", "\u2014", "(", ")") for word in between), 2)
    clauses = min(sum(word in _CLAUSE for word in between), 2)
    says = any(
        word in stems(_SAY)
        for word in (sentence.lemmas[last + 1 : named.first] if after else sentence.lemmas[named.last + 1 : first])
    )
    verb = sentence.lemmas[first]
    row = [
        f"{side}",
        f"{side} d={bucket}",
        f"{side} p={prep}",
        f"{side} p={prep} d={min(bucket, 3)}",
        f"{side} others={min(len(others), 2)}",
        f"{side} commas={commas}",
        f"{side} clauses={clauses}",
        f"{side} triggers={min(crossing, 2)}",
        f"{side} t={event_type}",
        f"p={prep} t={event_type}",
        f"{side} p={prep} t={event_type}",
        f"{side} says={says}",
        f"{side} next={behind}",
        f"{side} v={verb}",
        f"{side} v={verb} p={prep}",
    ]
    if not after and any(word in ("that", "which", "where", "whose") for word in between[:2]):
        row.append("before relative")  # "a town in X that has been attacked"
    if distance == 0:
        row += [f"{side} adjacent", f"{side} adjacent t={event_type}"]
    return row


def preposition(sentence: Sentence, first: int) -> str:
    """The preposition that governs a name, words like "the town of" skipped; "-" if there is none."""
    i = first - 1
    steps = 0
    while i >= 0 and steps < 5:  # noqa: PLR2004 - "in the southern port city of"
        word = sentence.lower[i]
        if word in _DETERMINERS or (word == "of" and i and sentence.lower[i - 1] in _OF) or word in _OF:
            i -= 1
            steps += 1
            continue
        return word if word.isalpha() and word.islower() else "," if word in (",", "and") else "-"
    return "^"


def _outer(scene: Scene, index: int) -> bool:
    """Whether a mention only says where the one before it lies: "Al Bayda, Yemen"."""
    if not index:
        return False
    one, other = scene.named[index - 1], scene.named[index]
    if one.sentence != other.sentence:
        return False
    between = scene.sentences[one.sentence].lower[one.last + 1 : other.first]
    return between in ((",",), ("(",), (",", "in"), ("in",), ("in", "the"), ("district", ","), ("district", "of"))


def _speaks(sentence: Sentence, named: Named) -> bool:
    """Whether somebody speaks there: "officials in Tripoli said", "Paris said"."""
    return any(word in stems(_SAY) for word in sentence.lemmas[named.last + 1 : named.last + 4])


def _read(named: Named, trigger: int, reading: Reading) -> float:
    """What the trained reader says for or against a place, in natural-logarithm units; nothing beyond its window."""
    fits = reading.belongs("place", trigger, named.mention.span.start)
    return 0.0 if fits is None else _TRUST * max(-_MOST, min(_MOST, fits))


@cache
def weights() -> Mapping[str, float]:
    """Read the fitted weights, once."""
    packed = resources.files("geomap.locate").joinpath("weights.json.gz").read_bytes()
    told: dict[str, float] = json.loads(gzip.decompress(packed))
    return told


def link(
    scene: Scene,
    at: tuple[int, int, int],
    event_type: str,
    triggers: Mapping[int, Sequence[int]],
    before: int,
    reading: Reading | None = None,
) -> list[tuple[int, float]]:
    """Places named (each by its likeliest mention) or `NOWHERE`, with their probabilities, the likeliest first."""
    model = weights()
    options = [NOWHERE, *candidates(scene, at)]
    sums = [
        sum(model.get(name, 0.0) for name in features(scene, at, event_type, index, triggers, before))
        for index in options
    ]
    if reading is not None:
        start = scene.sentences[at[0]].words[at[1]].start
        for k, index in enumerate(options):
            sums[k] += 0.0 if index == NOWHERE else _read(scene.named[index], start, reading)
    top = max(sums)
    powers = [math.exp(value - top) for value in sums]
    total = sum(powers)
    together: dict[str, float] = {}
    best: dict[str, tuple[float, int]] = {}
    for index, power in zip(options, powers, strict=True):
        name = "" if index == NOWHERE else scene.named[index].mention.text
        together[name] = together.get(name, 0.0) + power / total
        best[name] = max(best.get(name, (-1.0, 0)), (power, -index))
    ranked = sorted(together, key=lambda name: (-together[name], -best[name][1]))
    return [(-best[name][1], together[name]) for name in ranked]
