"""The greater place that a report names with one that nobody knows: "Daynile, Mogadishu", "In Homs, ... Zahra"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.locate.linking import Scene
    from geomap.model import Resolution

_WIDEST = 7
"""Most words between a place and the one it lies in: "Abu Shouk displacement camp on the edge of Fashir"."""
_HOLDING = frozenset(("in", "of", "near", "outside"))
_APART = frozenset("and or from to said that which who when while after before but for with by".split())
_OPENERS = frozenset("in at near inside outside around across from the city town region province district of".split())
_HEADING = (".", ":", "\u2014", "\u2013", "-", "|")


def holder(scene: Scene, index: int, resolutions: Sequence[Resolution]) -> int | None:
    """Number of the mention of a known place, smaller than a country, that mention `index` lies in or near.

    What is said right behind it counts first ("Daynile, Mogadishu"), then what stands before it ("Mogadishu's
    Daynile"), then what opens its sentence ("In Homs, ..."), then the heading of its line ("Homs. ...").
    """
    for number in (*_behind(scene, index), *_before(scene, index), *_opening(scene, index), *_heading(scene, index)):
        place = resolutions[number].place
        if number != index and place is not None and place.kind is not Kind.COUNTRY:
            return number
    return None


def _behind(scene: Scene, index: int) -> Iterator[int]:
    if index + 1 < len(scene.named) and scene.named[index + 1].sentence == scene.named[index].sentence:
        between = _between(scene, index)
        if between[-1:] == ("the",):
            between = between[:-1]
        plain = len(between) <= _WIDEST and _APART.isdisjoint(between)
        if plain and between[-1:] and (between == (",",) or (between[-1] in _HOLDING and "," not in between[1:])):
            yield index + 1


def _before(scene: Scene, index: int) -> Iterator[int]:
    if index and scene.named[index - 1].sentence == scene.named[index].sentence:
        between = _between(scene, index - 1)
        if between[:1] and between[0] in ("'s", "\u2019s") and len(between) <= _WIDEST and _APART.isdisjoint(between):
            yield index - 1


def _between(scene: Scene, index: int) -> tuple[str, ...]:
    """Words between a mention and the next one of its sentence."""
    one, other = scene.named[index], scene.named[index + 1]
    return scene.sentences[one.sentence].lower[one.last + 1 : other.first]


def _opening(scene: Scene, index: int) -> Iterator[int]:
    """The place that the sentence sets out with."""
    number = scene.named[index].sentence
    first = scene.within[number][0]
    ahead = scene.sentences[number].lower[: scene.named[first].first]
    if first < index and not scene.named[first].dateline and ahead and all(word in _OPENERS for word in ahead):
        yield first


def _heading(scene: Scene, index: int) -> Iterator[int]:
    """The place that stands over the paragraph: its first words, cut off from the rest."""
    paragraph = scene.paragraphs[scene.named[index].sentence]
    first = next((i for i, named in enumerate(scene.named) if scene.paragraphs[named.sentence] == paragraph), index)
    named = scene.named[first]
    if first >= index or named.first > 0 or named.dateline:
        return
    opens = named.sentence == 0 or scene.paragraphs[named.sentence - 1] != paragraph
    words = scene.sentences[named.sentence].lower
    after = words[named.last + 1 : named.last + 2]
    if opens and (not after or after[0] in _HEADING):
        yield first
