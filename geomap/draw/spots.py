"""Where symbols and names of a static picture go, in points: what overlaps is gathered, names avoid what is there."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
_LETTER = 0.56
"""Mean width of a letter, of the size of the type."""
_NAME_SIZE = 7.5
_GROWTH = 0.16
"""By how much the radius of a pie grows with each doubling of its number."""


@dataclass(slots=True)
class Spot:
    """One or more events that share a symbol."""

    x: float
    y: float
    radius: float
    rows: list[int]
    types: list[tuple[str, int]]
    """Types and their numbers, most frequent first."""

    @property
    def box(self) -> Box:
        """The square around it."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


def gather(points: NDArray[Any], types: Sequence[str], radius: float) -> list[Spot]:
    """Gather events whose symbols would overlap, the nearest pair of circles first, until none do.

    Parameters
    ----------
    points
        n by 2, points.
    types
        Type of each event.
    radius
        Of a single symbol, points.
    """
    same: dict[tuple[int, int], list[int]] = {}
    for row, (x, y) in enumerate(points):
        same.setdefault((round(float(x) / radius), round(float(y) / radius)), []).append(row)
    spots = [_spot(points, types, rows, radius) for rows in same.values()]
    joined = True
    while joined:
        joined = False
        spots.sort(key=lambda spot: (-len(spot.rows), spot.rows[0]))
        kept: list[Spot] = []
        for spot in spots:
            near = next((k for k, one in enumerate(kept) if _touch(one, spot)), None)
            if near is None:
                kept.append(spot)
            else:
                kept[near] = _spot(points, types, sorted(kept[near].rows + spot.rows), radius)
                joined = True
        spots = kept
    return spots


def _spot(points: NDArray[Any], types: Sequence[str], rows: list[int], radius: float) -> Spot:
    x, y = (float(value) for value in points[rows].mean(axis=0))
    counts = Counter(types[row] for row in rows).most_common()
    wide = radius if len(rows) == 1 else radius * (1.1 + _GROWTH * math.log2(len(rows)))
    return Spot(x, y, wide, rows, counts)


def _touch(one: Spot, other: Spot) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius + 1


def place_names(
    spots: Iterable[Spot], names: Sequence[str], used: list[Box], within: Sequence[float]
) -> list[tuple[float, float, str]]:
    """Middle and text of the names of the places of events beside their symbols, up to three at one; fills `used`."""
    found, told = [], set()
    for spot in sorted(spots, key=lambda one: -len(one.rows)):
        often = Counter(names[row] for row in spot.rows if isinstance(names[row], str) and names[row])
        for name, _ in often.most_common(3):
            if name in told:
                continue
            at = _beside(spot, name, used, within)
            if at:
                told.add(name)
                found.append((*at, name))
    return found


def _beside(spot: Spot, name: str, used: list[Box], within: Sequence[float]) -> tuple[float, float] | None:
    half, tall = _half(name, _NAME_SIZE), _NAME_SIZE * 0.65
    for gap in (2.0, 8.0, 16.0):
        reach = spot.radius + gap
        slant = reach * 0.72
        for x, y in (
            (reach + half, 0.0), (-reach - half, 0.0), (slant + half, slant), (slant + half, -slant),
            (-slant - half, slant), (-slant - half, -slant), (0.0, -reach - tall), (0.0, reach + tall),
        ):  # fmt: skip
            box = _around(spot.x + x, spot.y + y, half, tall)
            if _inside(box, within) and _free(box, used):
                used.append(box)
                return spot.x + x, spot.y + y
    return None


def place_towns(
    rows: Iterable[tuple[float, float, str]],
    size: float,
    used: list[Box],
    within: Sequence[float],
    most: int,
) -> Iterator[tuple[float, float, str]]:
    """Those names that fit on their spots, at most `most`; fills `used`."""
    given = 0
    for x, y, text in rows:
        box = _around(x, y, _half(text, size), size * 0.7)
        if _inside(box, within) and given < most and _free(box, used):
            used.append(box)
            given += 1
            yield x, y, text


def _half(text: str, size: float) -> float:
    return len(text) * size * _LETTER / 2


def _around(x: float, y: float, half: float, tall: float) -> Box:
    return x - half, y - tall, x + half, y + tall


def _inside(box: Box, within: Sequence[float]) -> bool:
    left, bottom, right, top = within
    return box[0] > left and box[1] > bottom and box[2] < right and box[3] < top


def _free(box: Box, used: Iterable[Box]) -> bool:
    return all(box[0] >= o[2] or box[2] <= o[0] or box[1] >= o[3] or box[3] <= o[1] for o in used)
