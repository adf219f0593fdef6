"""From annotated documents to the windows and labels that the reader is trained on."""

from __future__ import annotations

import contextlib
import datetime
import random
import re
import sqlite3
from typing import TYPE_CHECKING

from network import MODALITIES, ROLES, TYPES
from recognizer import places

from geomap.code.dates import dates
from geomap.code.tolls import deadly
from geomap.gazetteer.schema import KINDS
from geomap.model import Document, Kind
from geomap.reader.known import gazetteer_tags
from geomap.reader.reading import BEGIN, INSIDE
from geomap.reader.windows import case, known, windows
from geomap.text.analysis import analyze
from geomap.text.dateline import dateline_end
from geomap.text.numbers import numbers
from geomap.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geomap.text.analysis import Sentence

RENAMED = 0.25
"""Share of place names that an epoch replaces by others: names are not to be learned by heart."""
TAKEN = 0.03
"""Share of the gazetteer's towns whose names stand in."""
UNKNOWN = 0.5
"""Share of the names put in that the gazetteer is said not to have: there are villages that none has."""
IGNORED = -100
REACH = 700
"""Characters between a trigger and what belongs to it, at most."""
JOINED = 7
"""Words between two numbers of dead that make a sum."""


class Item:
    """A window with its labels, one of each a word, and the pairs of words that belong together."""

    def __init__(self, window, labels: dict[str, list[int]], pairs: dict[str, set[tuple[int, int]]] | None) -> None:
        self.text = [word.text for word in window.words]
        self.case, self.known, self.flags = list(window.case), list(window.known), list(window.flags)
        self.labels = labels
        self.pairs = pairs
        """Role to pairs of a trigger's word and the first word of what belongs to it; None: not annotated."""


def spread(spans: list[tuple[int, int]], at: list[int]) -> list[int]:
    """Begin and inside labels of the words that start at `at`."""
    starts, inside = {a for a, _ in spans}, {k for a, b in spans for k in range(a, b)}
    return [1 if k in starts else 2 if k in inside else 0 for k in at]


def closest(spans: list[tuple[int, int]], near: int) -> list[tuple[int, int]]:
    """The one of some spans that stands nearest, if any is near enough to be read with what it belongs to."""
    return sorted((span for span in spans if abs(span[0] - near) < REACH), key=lambda span: abs(span[0] - near))[:1]


def nearest(text: str, words: str, near: int) -> tuple[int, int] | None:
    """Where some words of a report stand, the place nearest to `near`."""
    hits = [hit.start() for hit in re.finditer(re.escape(words), text)]
    start = min(hits, key=lambda hit: abs(hit - near), default=None)
    return None if start is None else (start, start + len(words))


def dead(sentences: Sequence[Sentence]) -> list[tuple[int, int, int]]:
    """Numbers in sentences that tell dead: value, first and last character; sums of two that are joined, too."""
    found = []
    for sentence in sentences:
        here = numbers(sentence.lower) if deadly(sentence) else []
        for k, number in enumerate(here):
            span = sentence.words[number.first].start, sentence.words[number.last].end
            found.append((number.value, *span))
            if k + 1 < len(here) and here[k + 1].first - number.last <= JOINED:
                found.append((number.value + here[k + 1].value, *span))
    return found


def days(told: dict, sentences: Sequence[Sentence]) -> list[tuple[list[str], int, int]]:
    """Dates that a report names: first and last day, first and last character."""
    published = datetime.date.fromisoformat(told["published"]) if told.get("published") else None
    dateline = dateline_end(told["text"])
    return [
        (
            [date.start.isoformat(), date.end.isoformat()],
            sentence.words[date.first].start,
            sentence.words[date.last].end,
        )
        for sentence in sentences
        for date in dates(sentence, published, dateline)
    ]


def roles(told: dict, sentences: Sequence[Sentence]) -> list[tuple[dict, dict[str, list[tuple[int, int]]]]]:
    """For each trigger of a dispatch, what belongs to it: role to spans."""
    places_by_id = {}
    for gold in told["gold"]:
        places_by_id.setdefault(gold.get("place"), []).append((gold["start"], gold["end"]))
    tolls, named = dead(sentences), days(told, sentences)
    found = []
    for event in told["events"]:
        for a, b in event["triggers"]:
            best = (event.get("deaths") or (0, 0, 0))[1]
            near = {
                "toll": closest([(start, end) for value, start, end in tolls if value == best > 0], a),
                "date": closest([(start, end) for date, start, end in named if date == event.get("date")], a),
                "place": [span for key in event.get("at") or () for span in places_by_id.get(key, ())],
                "claimant": [nearest(told["text"], claim["by"], a) for claim in event.get("claims") or ()],
                "actor": [nearest(told["text"], event["actor"], a)] if event.get("actor") else [],
                "target": [nearest(told["text"], event["target"], a)] if event.get("target") else [],
            }
            found.append(((a, b), {role: [s for s in spans if s] for role, spans in near.items()}))
    return found


def items(told: dict, gazetteer, *, full: bool):
    """Windows of a document with labels for what is annotated; `full`: triggers are."""
    document = Document(id=told["doc_id"], text=told["text"])
    spans = places(told, gazetteer) if "gold" in told else None
    kinds, modes = {}, {}
    for event in told.get("events", ()):
        if event["type"] not in TYPES:  # what the taxonomy leaves out is no event
            continue
        for a, b in event["triggers"]:
            for k in range(a, b):
                kinds[k] = 1 + TYPES.index(event["type"])
                modes[k] = MODALITIES.index(event.get("modality") or "actual")
    told_roles = roles(told, analyze(document)) if full and spans is not None else None
    for window in windows(document, gazetteer):
        at = [word.start for word in window.words]
        nothing = [IGNORED] * len(at)
        labels = {
            "place": spread(spans, at) if spans is not None else nothing,
            "trigger": [kinds.get(k, 0) for k in at] if full else nothing,
            "modality": [modes.get(k, IGNORED) for k in at] if full else nothing,
        }
        for role in ROLES[1:]:
            labels[role] = nothing
            if told_roles is not None:
                labels[role] = spread([span for _, near in told_roles for span in near[role]], at)
        pairs = None
        if told_roles is not None:
            index = {k: i for i, k in enumerate(at)}
            pairs = {
                role: {
                    (index[a], index[s])
                    for (a, _), near in told_roles
                    for s, _ in near[role]
                    if a in index and s in index
                }
                for role in ROLES
            }
        yield Item(window, labels, pairs)


def renamed(item: Item, others: list[tuple[list[str], list[int], list[int]]], chance: random.Random) -> Item:
    """A copy with some place names replaced."""
    made = Item.__new__(Item)
    rows = ("text", "case", "known", "flags")
    made.text, made.case, made.known, made.flags = [], [], [], []
    made.labels = {head: [] for head in item.labels}
    moved = []
    i = 0
    place = item.labels["place"]
    while i < len(item.text):
        end = i + 1
        while place[i] == BEGIN and end < len(place) and place[end] == INSIDE:
            end += 1
        if place[i] == BEGIN and chance.random() < RENAMED:
            text, cases, known_as = chance.choice(others)
            unknown = chance.random() < UNKNOWN
            moved += [len(made.text)] * (end - i)
            made.text += text
            made.case += cases
            made.known += [0] * len(text) if unknown else known_as
            made.flags += [0] * len(text)
            for head, labels in item.labels.items():
                later = {BEGIN: INSIDE}.get(labels[i], labels[i]) if head not in ("trigger", "modality") else labels[i]
                made.labels[head] += [labels[i]] + [later] * (len(text) - 1)
        else:
            moved += range(len(made.text), len(made.text) + end - i)
            for row in rows:
                getattr(made, row).extend(getattr(item, row)[i:end])
            for head, labels in item.labels.items():
                made.labels[head] += labels[i:end]
        i = end
    made.pairs = item.pairs and {role: {(moved[a], moved[b]) for a, b in pairs} for role, pairs in item.pairs.items()}
    return made


def other_names(path: Path, gazetteer) -> list[tuple[list[str], list[int], list[int]]]:
    """Names of towns and villages of the world, to put in place of others: words, their case, what is known of them."""
    chance = random.Random(7)  # noqa: S311 - no secrets
    query = "SELECT name FROM place WHERE kind = ? ORDER BY row"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute(query, (KINDS.index(Kind.SETTLEMENT),)) if chance.random() < TAKEN
        ]
    found = []
    for name in names:
        if name.isascii() and name[0].isupper():
            words = tokens(name)
            row = [known(tag) for tag in gazetteer_tags(words, name, gazetteer)]
            found.append(([word.text for word in words], [case(word.text) for word in words], row))
    return found
