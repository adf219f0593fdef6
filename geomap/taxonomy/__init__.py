"""The event types as data: `types.toml`, read once into frozen values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources

from geomap.errors import SettingsError
from geomap.fields import field, named, optional, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A family of event types."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One type of event, with how it is drawn and what other schemes call it."""

    id: str
    group: Group
    label: str
    color: str
    """`#rrggbb`."""
    glyph: str
    """SVG path data in a box of 16 by 16 units, y down."""
    acled: str | None
    """ACLED sub-event types, separated by semicolons."""
    plover: str | None
    """PLOVER event and mode."""
    cameo: str | None
    """CAMEO codes."""
    lasting: bool
    """Whether it is a condition with a beginning and an end rather than an act."""


@cache
def event_types() -> dict[str, EventType]:
    """Return all types by id, in the order in which legends list them.

    Raises
    ------
    SettingsError
        If the data file is not well formed.
    """
    text = resources.files("geomap.taxonomy").joinpath("types.toml").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> dict[str, EventType]:
    """Read the taxonomy from TOML text, see `event_types`."""
    try:
        told = tomllib.loads(text)
        groups = field(told, "groups", named(lambda name, label: Group(id=name, label=words(label))))
        return field(told, "types", named(partial(_type, groups)))
    except ValueError as error:
        msg = f"taxonomy: {error}"
        raise SettingsError(msg) from error


def _type(groups: dict[str, Group], name: str, told: object) -> EventType:
    return EventType(
        id=name,
        group=field(told, "group", partial(_group, groups)),
        label=field(told, "label", words),
        color=field(told, "color", _color),
        glyph=field(told, "glyph", words),
        acled=optional(told, "acled", words),
        plover=optional(told, "plover", words),
        cameo=optional(told, "cameo", words),
        lasting=optional(told, "lasting", bool, default=False),
    )


def _group(groups: dict[str, Group], told: object) -> Group:
    if (name := words(told)) not in groups:
        msg = f"{name!r} is not one of {', '.join(groups)}"
        raise ValueError(msg)
    return groups[name]


def _color(told: object) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", color := words(told)):
        msg = f"{color!r} is not of the form #rrggbb"
        raise ValueError(msg)
    return color
