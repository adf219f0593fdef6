"""The places a name may mean."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler, Levenshtein

from geomap.model import Kind
from geomap.text.kinds import named_kind

if TYPE_CHECKING:
    from collections.abc import Collection

    from geomap.model import Place
    from geomap.protocols import Candidate, Gazetteer

_MOST = 40
_NAMED_BY_KIND = 0.97
_TELLING = 5
"""Letters from which another transliteration counts beside the very name."""
_ADMINISTRATIVE = (Kind.REGION, Kind.DISTRICT)
_BESIDE = (Kind.FACILITY, Kind.AIRPORT, Kind.ROAD, Kind.BORDER)
"""What is called after the town beside it, and may stand for it."""
_NATURAL = (Kind.WATER, Kind.RELIEF)
_SETTLED = (Kind.SETTLEMENT, Kind.COUNTRY)
"""With one of these at home by its main name, other transliterations are not looked for."""
_NAMED_AFTER_OTHERS = frozenset(("street", "avenue", "boulevard", "square", "lane"))
"""Tripoli Street is in Misrata."""
_BETWEEN = re.compile(r"[/()]")
_NUMBERED = re.compile(r"\s+(?:\d+|[IVX]+)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A place that a mention may mean, with what the name alone tells."""

    place: Place
    match: float
    """0 to 1: how close the names are."""
    primary: bool
    """Whether it is the place's main name."""
    exact: bool
    """Whether the gazetteer has the very name, but for case and marks."""
    names: int
    """How many other names it has."""
    behind: float = 0.0
    """0 to 1: how much closer another candidate's name is."""
    sounds: bool = False
    """Whether its main name is another transliteration of the very name."""
    beside: bool = False
    """Whether it is a town that a facility bears the name of."""
    strange: float = 0.0
    """0 to 1: how unlike it is to the place's main name; 0 if they are in different scripts."""
    letters: int
    """How many letters the name has, without its word for a kind."""
    whole: bool = False
    """Whether its own name has the word for its kind that the report has: "Black Sea", not "Black" with "Sea" added."""
    after_town: bool = False
    """Whether it is a province or district that shares its name with a town in it."""
    kind_agrees: bool | None
    """Whether a word of the name ("Province", "Mount") fits the place; None if no word tells a kind."""


def options(name: str, gazetteer: Gazetteer, countries: Collection[str] | None) -> list[Option]:
    """Places that `name` may mean, also without its word for a kind, or in another transliteration.

    Parameters
    ----------
    name
        As the report spells it.
    gazetteer
        Where to look.
    countries
        Countries the report is about (ISO 3166-1 alpha-2): namesakes there are kept first, and only
        there other transliterations are looked for if the name is known elsewhere. None if that is not
        known yet: only the very name is looked for.
    """
    looking, countries = countries is not None, countries or ()
    told, bare = named_kind(name)
    found: dict[str, Option] = {}

    def add(candidate: Candidate, *, whole: bool, exact: bool) -> None:
        place = candidate.place
        agrees = None if told is None else _agrees(told, place.kind) or (whole and candidate.primary)
        if told in _BESIDE:
            agrees = agrees or None
        found.setdefault(
            place.id,
            Option(
                place=place,
                match=candidate.match if whole or not exact else candidate.match * _NAMED_BY_KIND,
                primary=exact and candidate.primary,
                exact=exact,
                names=candidate.names,
                sounds=candidate.sounds,
                beside=told in _BESIDE and place.kind is Kind.SETTLEMENT,
                strange=0.0 if candidate.primary else _strange(bare, place.name),
                letters=len(bare),
                whole=whole and exact and told is not None,
                kind_agrees=agrees,
            ),
        )

    after_others = name.rpartition(" ")[2].casefold() in _NAMED_AFTER_OTHERS
    spellings = dict.fromkeys((name,) if after_others else (name, bare, *_parts(bare), _NUMBERED.sub("", bare)))
    for spelled in dict.fromkeys((*spellings, *(() if after_others else _spelt_otherwise(bare)))):
        for candidate in gazetteer.lookup(spelled):
            add(candidate, whole=spelled == name, exact=True)
    at_home = any(option.place.country in (None, *countries) for option in found.values())
    settled = any(o.primary and o.place.country in countries and o.place.kind in _SETTLED for o in found.values())
    if looking and not after_others and not settled and (not found or len(countries) > 0):
        for spelled in dict.fromkeys((bare, *_parts(bare))):
            for candidate in gazetteer.similar(spelled, countries):
                if not at_home or (candidate.sounds and len(bare) >= _TELLING):
                    add(candidate, whole=False, exact=False)
    if told in _NATURAL and any(option.whole and option.kind_agrees for option in found.values()):
        found = {key: option for key, option in found.items() if option.kind_agrees}  # Lake Chad is not in question
    states = {o.place.country for o in found.values() if o.primary and o.place.kind is Kind.COUNTRY}
    if told is None and states:  # Mexico is neither the state of Mexico nor Mexico City
        found = {k: o for k, o in found.items() if o.place.country not in states or _sovereign(o)}
    ranked = sorted(found.values(), key=lambda o: (o.place.country not in countries, -o.place.population, o.place.id))
    closest = max((option.match for option in ranked), default=0.0)
    return [replace(o, after_town=_after_town(o, ranked), behind=closest - o.match) for o in ranked[:_MOST]]


@cache
def _first_words() -> dict[str, list[str]]:
    told = tomllib.loads(resources.files(__package__).joinpath("first_words.toml").read_text(encoding="utf-8"))
    return {word: row for row in told["rows"] for word in row}


def _spelt_otherwise(name: str) -> list[str]:
    """The name with its first word in other spellings: "Tall Rifaat" for "Tel Rifaat"."""
    first, _, rest = name.replace("-", " ").partition(" ")
    word = first.casefold().rstrip(".")
    return [f"{other} {rest}" for other in _first_words().get(word, ()) if rest and other != word]


def _strange(name: str, main: str) -> float:
    one, other = _letters(name), _letters(main)
    if one.isascii() is not other.isascii():
        return 0.0
    return 1 - max(JaroWinkler.similarity(one, other), Levenshtein.normalized_similarity(one, other))


@lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", name).casefold() if sign.isalnum())


def _parts(name: str) -> list[str]:
    """Names given side by side: "Gharnatah/Ghajar Amir", "Chaghcharan (Feroz Koh)"."""
    parts = [part.strip() for part in _BETWEEN.split(name)]
    return [named_kind(part)[1] for part in parts if part] if len(parts) > 1 else []


def _after_town(option: Option, others: list[Option]) -> bool:
    area = option.place
    return area.kind in _ADMINISTRATIVE and any(
        other.place.kind is Kind.SETTLEMENT
        and other.place.country == area.country
        and (
            other.place.admin1 == area.name
            or other.place.point.distance_km(area.point) <= max(50.0, 1.3 * area.uncertainty_km)
        )
        for other in others
    )


def _sovereign(option: Option) -> bool:
    """Whether a namesake of a country is the country itself, or its capital by its main name: Djibouti."""
    return option.place.kind is Kind.COUNTRY or (option.place.kind is Kind.SETTLEMENT and option.primary)


def _agrees(told: Kind, kind: Kind) -> bool:
    return told is kind or (told in _ADMINISTRATIVE and kind in _ADMINISTRATIVE)
