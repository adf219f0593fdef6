"""The event types as data: `taxonomy.toml`, read once into frozen values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geomap.errors import SettingsError


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
    text = resources.files("geomap").joinpath("taxonomy.toml").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> dict[str, EventType]:
    """Read the taxonomy from TOML text, see `event_types`."""
    data = tomllib.loads(text)
    groups = {key: Group(id=key, label=label) for key, label in data["groups"].items()}
    types = {}
    for key, row in data["types"].items():
        if row["group"] not in groups:
            msg = f"taxonomy: type {key!r} is in group {row['group']!r}, which is not defined"
            raise SettingsError(msg)
        if not re.fullmatch(r"#[0-9a-f]{6}", row["color"]):
            msg = f"taxonomy: type {key!r} has color {row['color']!r}, expected #rrggbb"
            raise SettingsError(msg)
        types[key] = EventType(
            id=key,
            group=groups[row["group"]],
            label=row["label"],
            color=row["color"],
            glyph=row["glyph"],
            acled=row.get("acled"),
            plover=row.get("plover"),
            cameo=row.get("cameo"),
            lasting=row.get("lasting", False),
        )
    return types
