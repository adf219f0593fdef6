"""How an event lies to the place it is linked to: "12 miles south of X", "between X and Y", "outside X"."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from geomap.model import Kind, Relation
from geomap.text.lemmas import stems
from geomap.text.numbers import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.locate.linking import Named, Scene

_PATH_TYPES = ("displacement", "withdrawal")
_FARTHEST_KM = 1000.0
"""Nobody says where something is from farther away."""
_ROADS = ("road", "highway", "route", "motorway")
_BORDERS = ("border", "frontier", "boundary")
_LINKING = frozenset("connects connecting links linking joins joining".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Spatial:
    """A spatial expression."""

    relation: Relation
    mentions: tuple[int, ...]
    """Numbers of the mentions it rests on; origin before destination."""
    bearing: float | None = None
    """Degrees clockwise from north."""
    distance_km: float | None = None
    words: str = ""
    """What told it, for the reader."""


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("geomap.locate").joinpath("relations.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], Relation], ...]:
    told = _tables()["relations"]
    pairs = [(tuple(words.split()), Relation(name)) for name, phrases in told.items() for words in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def spatial(scene: Scene, index: int, event_type: str) -> Spatial:
    """Read the words around mention `index` for an event of a type."""
    named = scene.named[index]
    sentence = scene.sentences[named.sentence]
    before = _skipped(sentence.lower[: named.first])
    if event_type in _PATH_TYPES and (path := _path(scene, named, index, event_type)) is not None:
        return path
    if (pair := _between(scene, named, index)) is not None:
        return pair
    if before[-1:] == ("of",) or before[-1:] == ("from",):
        offset = _offset(before[:-1])
        if offset is not None:
            bearing, distance, words = offset
            relation = Relation.DISTANCE_FROM if distance is not None else Relation.DIRECTION_OF
            told = " ".join((*words, "of"))
            return Spatial(relation=relation, mentions=(index,), bearing=bearing, distance_km=distance, words=told)
    for phrase, relation in _phrases():
        if before[-len(phrase) :] == phrase:
            distance, _ = _distance(before[: -len(phrase)])
            if distance is not None:  # "20 km off Suva"
                return Spatial(
                    relation=Relation.DISTANCE_FROM, mentions=(index,), distance_km=distance, words=phrase[0]
                )
            return Spatial(relation=relation, mentions=(index,), words=" ".join(phrase))
    after = sentence.lower[named.last + 1 : named.last + 3]
    if (
        named.mention.kind is Kind.BORDER
        or (before[-1:] in (("of",), ("with",)) and before[-2:-1] in (("border",), ("frontier",)))
        or "border" in after[:1]
        or (after[:1] == ("'s",) and after[1:] == ("border",))
    ):
        return Spatial(relation=Relation.BORDER_OF, mentions=(index,), words="border")
    if after[:1] and after[0] in _ROADS:
        return Spatial(relation=Relation.ALONG, mentions=(index,), words=after[0])
    if "outskirts" in sentence.lower[named.last + 1 : named.last + 4]:
        return Spatial(relation=Relation.OUTSIDE, mentions=(index,), words="outskirts")
    return Spatial(relation=Relation.IN, mentions=(index,), words=before[-1] if before else "")


def _skipped(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without "the town of" at the end."""
    cut = words
    while cut:
        if cut[-1] in ("the", "a", "an", "port", "oil", "border", "mountain"):
            cut = cut[:-1]
        elif len(cut) > 1 and cut[-1] == "of" and cut[-2] in ("town", "city", "village", "towns", "villages", "cities"):
            cut = cut[:-2]
        elif cut[-1] in ("town", "city", "village"):
            cut = cut[:-1]
        elif cut[-1] in _tables()["bearings"] and len(cut) > 1 and cut[-2] in ("the", "a"):
            cut = cut[:-2]
        else:
            return cut
    return cut


def _offset(words: tuple[str, ...]) -> tuple[float | None, float | None, tuple[str, ...]] | None:
    """Bearing and distance in "about 12 miles south-east", "20 km", "hills east"; None without either."""
    bearing, end = _bearing(words)
    while end and words[end - 1] in ("-", "to", "the"):
        end -= 1
    if words[end - 1 : end] == (")",) and "(" in words[:end]:  # "40 kilometers (25 miles) south"
        end = len(words[:end]) - 1 - words[:end][::-1].index("(")
    distance, first = _distance(words[:end])
    if distance is not None:
        return bearing, distance, words[first:]
    return (bearing, None, words[end:]) if bearing is not None else None


def _bearing(words: tuple[str, ...]) -> tuple[float | None, int]:
    """Bearing that the last words tell, and how many words stand before it."""
    bearings = _tables()["bearings"]
    if words[-2:-1] == ("-",) and (told := bearings.get("-".join((*words[-3:-2], words[-1])))) is not None:
        return float(told), len(words) - 3
    told = bearings.get(words[-1]) if words else None
    return (float(told), len(words) - 1) if told is not None else (None, len(words))


def _distance(words: tuple[str, ...]) -> tuple[float | None, int]:
    """Distance in km that the last words tell, and the number of its first word."""
    unit = _tables()["units"].get(words[-1]) if words else None
    if unit is None:
        return None, len(words)
    if words[-3:-1] == ("half", "a"):
        return 0.5 * unit, len(words) - 3
    first = len(words) - 2
    if first >= 0 and (value := _decimal(words[first])) is not None:
        pass
    elif told := [n for n in numbers(words[max(0, len(words) - 5) : -1]) if n.value]:
        first, value = max(0, len(words) - 5) + told[-1].first, float(told[-1].value)
    else:
        return None, len(words)
    return (value * unit, first) if value * unit <= _FARTHEST_KM else (None, len(words))


def _decimal(word: str) -> float | None:
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return None


def _between(scene: Scene, named: Named, index: int) -> Spatial | None:
    """Two places that belong together: "between X and Y", "the X-Y road"."""
    sentence = scene.sentences[named.sentence]
    for one, other in ((index, index + 1), (index - 1, index)):
        if one < 0 or other >= len(scene.named) or scene.named[other].sentence != scene.named[one].sentence:
            continue
        left, right = scene.named[one], scene.named[other]
        gap = sentence.lower[left.last + 1 : right.first]
        ahead = _skipped(sentence.lower[: left.first])
        after = sentence.lower[right.last + 1 : right.last + 2]
        parties = left.mention.kind is Kind.COUNTRY and right.mention.kind is Kind.COUNTRY
        if gap in (("and",), ("and", "the"), ("and", "the", "town", "of")) and "between" in ahead[-2:]:
            if any(word in _BORDERS for word in ahead[-4:]):
                return Spatial(relation=Relation.BORDER_OF, mentions=(one, other), words="border")
            road = any(word in _ROADS for word in ahead[-4:])
            if parties and not road:
                continue  # "fighting between Mali and France" is nowhere between them
            relation = Relation.ALONG if road else Relation.BETWEEN
            return Spatial(relation=relation, mentions=(one, other), words="between")
        if parties and gap[-2:-1] and gap[-2] in _BORDERS and gap[-1] == "with":  # "Mali's border with Niger"
            return Spatial(relation=Relation.BORDER_OF, mentions=(one, other), words="border")
        if gap in (("-",), ("\u2013",), ("to",)) and after and after[0] in _ROADS:
            return Spatial(relation=Relation.ALONG, mentions=(one, other), words=after[0])
        linking = gap in (("to",), ("with",), ("and",)) and not _LINKING.isdisjoint(ahead[-2:])
        if linking and any(word in _ROADS for word in ahead[-5:]):
            return Spatial(relation=Relation.ALONG, mentions=(one, other), words="road")
        if gap in (("to",), ("to", "the")) and any(word in _ROADS for word in ahead[-3:]):
            return Spatial(relation=Relation.ALONG, mentions=(one, other), words="road")
        if gap in (("-",), ("\u2013",), ("and",)) and after == ("border",):
            return Spatial(relation=Relation.BORDER_OF, mentions=(one, other), words="border")
    return None


def _path(scene: Scene, named: Named, index: int, event_type: str) -> Spatial | None:
    """Origin and destination of people on the move: "from X to Y", "fled X for Y", "in Y, refugees from X"."""
    sentence = scene.sentences[named.sentence]
    origin, destination, whereabouts = None, None, None
    for i in scene.within[named.sentence]:
        other = scene.named[i]
        if other.dateline:
            continue
        ahead = _skipped(sentence.lower[: other.first])
        verb = sentence.lemmas[max(0, other.first - 1) : other.first]
        if ahead[-1:] == ("from",) or _comes_from(ahead) or any(word in stems(_LEAVING) for word in verb):
            origin = i if origin is None else origin
        elif (ahead[-1:] and ahead[-1] in _TOWARDS) or "reach" in verb:
            destination = i if destination is None else destination
        elif event_type == "displacement" and ahead[-1:] and ahead[-1] in _AT and whereabouts is None:
            whereabouts = i  # the displaced are where they are met
    if destination is None:
        destination = whereabouts
    if origin is None or destination is None or index not in (origin, destination):
        return None
    if scene.named[origin].mention.text == scene.named[destination].mention.text:
        return None
    return Spatial(relation=Relation.FROM_TO, mentions=(origin, destination), words="from ... to")


_LEAVING = "leave flee abandon quit evacuate escape"
_TOWARDS = ("to", "into", "for", "towards", "toward", "across")
_AT = ("in", "at", "near", "outside")


def _comes_from(ahead: tuple[str, ...]) -> bool:
    """Whether the words before a name are "from one street in" or the like: a noun between, no verb."""
    if ahead[-1:] not in (("in",), ("of",), ("near",)) or "from" not in ahead[-6:]:
        return False
    between = ahead[len(ahead) - 1 - ahead[::-1].index("from") + 1 : -1]
    return 0 < len(between) <= 4 and all(word.isalpha() and not word.endswith(("ed", "ing")) for word in between)  # noqa: PLR2004


def joined(scene: Scene, index: int) -> list[int]:
    """Mentions that share the verb with mention `index`: "airstrikes hit A, B and C"; in text order, without itself.

    Between them stand only commas, "and", prepositions, and words like "the town of". A name that only says
    where the one before it lies does not count.
    """
    first = index
    while first and index in _following(scene, first - 1):
        first -= 1
    return [i for i in (first, *_following(scene, first)) if i != index]


def _following(scene: Scene, index: int) -> list[int]:
    """Mentions behind `index` in its enumeration."""
    found: list[int] = []
    current, ended = index, False
    while current + 1 < len(scene.named) and scene.named[current + 1].sentence == scene.named[index].sentence:
        one, other = scene.named[current], scene.named[current + 1]
        sentence = scene.sentences[one.sentence]
        between = sentence.lower[one.last + 1 : other.first]
        if (
            not between
            or len(between) > _JOINT
            or not all(word in _JOINTS or word in _tables()["bearings"] for word in between)
        ):
            break
        current += 1
        if ended and "and" not in between:
            break  # "Bercy and Pont-Sonde, Artibonite department"
        if "and" in between or (found and between == (",",)) or _listed(scene, current):
            found.append(current)
            ended = "and" in between
        elif between not in ((",",), (",", "in"), ("in",), ("in", "the")):
            break
    return found


_JOINT = 7
_JOINTS = frozenset(
    ", and or in at near outside around on the of town city village towns villages cities hamlet as well "
    "district districts quarter both also from port ports area areas region province governorate camp island suburb "
    "neighborhood neighbourhood nearby".split()
)


def _listed(scene: Scene, index: int) -> bool:
    """Whether a name after a comma goes on to "and": the middle of a list, not "Al Bayda, Yemen"."""
    if index + 1 >= len(scene.named) or scene.named[index + 1].sentence != scene.named[index].sentence:
        return False
    sentence = scene.sentences[scene.named[index].sentence]
    between = sentence.lower[scene.named[index].last + 1 : scene.named[index + 1].first]
    return "and" in between and len(between) <= _JOINT and all(word in _JOINTS for word in between)
