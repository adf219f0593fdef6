"""Values out of JSON and TOML objects, field by field.

A reader takes what a field holds and returns what it means; whatever is wrong is a ValueError that
names the field, from the outside in: ``events: row 1: date: precision: 9 is not a number from 1 to 5``.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
D = TypeVar("D")


def field(told: object, key: str, read: Callable[[Any], T]) -> T:
    """Value of the field `key` of the object `told`, as `read` makes it.

    Raises
    ------
    ValueError
        If `told` is no object, the field is missing, or `read` refuses what it holds.
    """
    if not isinstance(told, dict):
        msg = f"{told!r} is not an object"
        raise ValueError(msg)  # noqa: TRY004 - the value is wrong, not the program
    if key not in told:
        msg = f"the field {key!r} is missing"
        raise ValueError(msg)
    try:
        return read(told[key])
    except (ValueError, OverflowError) as error:
        msg = f"{key}: {error}"
        raise ValueError(msg) from error


def optional(told: object, key: str, read: Callable[[Any], T], default: D = None) -> T | D:  # type: ignore[assignment]
    """Like `field`, with a default for what is missing, null, or empty where that says nothing."""
    if isinstance(told, dict) and ((given := told.get(key)) is None or (given == "" and read is not words)):
        return default
    return field(told, key, read)


def words(value: object) -> str:
    """Read a string."""
    if not isinstance(value, str):
        msg = f"{value!r} is not a string"
        raise ValueError(msg)  # noqa: TRY004
    return value


def key(value: object) -> str:
    """Read an id: a string that is not empty, or a whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        msg = f"{value!r} is not an id"
        raise ValueError(msg)
    return str(value)


def number(low: float = -math.inf, high: float = math.inf) -> Callable[[object], float]:
    """Reader of finite numbers from `low` to `high`, both included."""

    def read(value: object) -> float:
        found = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if not (low <= found <= high and math.isfinite(found)):
            within = f" from {low} to {high}" if math.isfinite(high) else f" of {low} or more" * math.isfinite(low)
            msg = f"{value!r} is not a finite number{within}"
            raise ValueError(msg)
        return found

    return read


def whole(low: int, high: int) -> Callable[[object], int]:
    """Reader of whole numbers from `low` to `high`, both included."""

    def read(value: object) -> int:
        found = number(low, high)(value)
        if not found.is_integer():
            msg = f"{value!r} is not a whole number"
            raise ValueError(msg)
        return int(found)

    return read


def rows(read: Callable[[Any], T]) -> Callable[[object], tuple[T, ...]]:
    """Reader of lists, each row with `read`."""

    def read_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            msg = f"{value!r} is not a list"
            raise ValueError(msg)  # noqa: TRY004
        numbered = {f"row {number}": row for number, row in enumerate(value, start=1)}
        return tuple(field(numbered, name, read) for name in numbered)

    return read_all


def named(read: Callable[[str, Any], T]) -> Callable[[object], dict[str, T]]:
    """Reader of objects whose fields bear names of the writer's own; `read` gets the name and what it stands for."""

    def read_all(value: object) -> dict[str, T]:
        if not isinstance(value, dict):
            msg = f"{value!r} is not an object"
            raise ValueError(msg)  # noqa: TRY004
        return {name: field({repr(name): each}, repr(name), partial(read, name)) for name, each in value.items()}

    return read_all
