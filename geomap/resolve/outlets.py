"""Where the outlet that printed a report is at home, by its name or its address; data in `outlets.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geomap.model import Document, Place
    from geomap.protocols import Gazetteer

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LONGEST = 40
_SHORTEST = 4
"""Letters of a name in an address: "al" and "our" are places, too."""
_PEOPLE = 10_000
"""People of a town that an outlet is called after: there are villages of every name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """What is known of outlets and their addresses."""

    words: frozenset[str]
    """Words that stand in an outlet's name and mean no place."""
    sold: frozenset[str]
    """Endings of addresses that tell no country."""
    homes: Mapping[str, str]
    """Outlet to town and country; empty: it reports from everywhere."""


class Home(NamedTuple):
    """Where an outlet is at home."""

    name: str | None = None
    """A place name that its own name holds."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""


@cache
def outlets() -> Outlets:
    """Read the data file, once."""
    told = tomllib.loads(resources.files("geomap.resolve").joinpath("outlets.toml").read_text(encoding="utf-8"))
    return Outlets(words=frozenset(told["words"]), sold=frozenset(told["sold"]), homes=told["homes"])


def home(document: Document, gazetteer: Gazetteer) -> Home:
    """Say where the outlet of a report is at home, as far as its name and address tell.

    An outlet that is known stands in a table; else its name ("The Benghazi Herald") or address
    (benghaziherald.com) may hold a place name, and the address a country (.ly).
    """
    source = (document.source or "").strip().lower()
    address = _host(document.source_url or "")
    hosts = [host for host in (source.removeprefix("www."), address.removeprefix("www.")) if _HOST.match(host)]
    titles = [source] if source and source not in hosts else []
    country = next((code for host in hosts if (code := _country(host))), None)
    for title in (*titles, *(label for host in hosts for label in _labels(host))):
        known = outlets().homes.get(title.removeprefix("the "))
        if known is not None:
            town, _, code = known.partition(", ")
            return Home(town or None, code or None)
    for name in (*(n for title in titles for n in _in_title(title)), *(n for host in hosts for n in _in_host(host))):
        if any(c.primary and _well_known(c.place) for c in gazetteer.lookup(name)):
            return Home(name, country)
    return Home(None, country)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # "https://[": no address
        return ""


def _well_known(place: Place) -> bool:
    return place.kind in (Kind.COUNTRY, Kind.REGION) or place.population >= _PEOPLE


def _country(host: str) -> str | None:
    ending = host.rpartition(".")[2]
    if len(ending) != 2 or ending in outlets().sold:  # noqa: PLR2004 - .com, .news
        return None
    return "GB" if ending == "uk" else ending.upper()


def _labels(host: str) -> list[str]:
    """Parts of an address that may name the outlet, the last one first: not its ending, not "co" in ".co.uk"."""
    return [label for label in reversed(host.split(".")[:-1]) if label not in ("co", "com", "org", "net", "gov", "ac")]


def _in_title(title: str) -> Iterator[str]:
    """Words in a row that are no outlet words, the longest rows first."""
    words = [word.removesuffix("'s").removesuffix("\u2019s") for word in _WORD.findall(title)][:12]
    rows = [words[i:j] for i in range(len(words)) for j in range(i + 1, min(i + 4, len(words) + 1))]
    for row in sorted(rows, key=len, reverse=True):
        if not any(word in outlets().words for word in row):
            yield " ".join(row).title()


def _in_host(host: str) -> Iterator[str]:
    """What is left of a label when outlet words are taken off its ends, also as two words."""
    for label in _labels(host):
        for name in _stripped(label[:_LONGEST]):
            if len(name) >= _SHORTEST and name not in outlets().words:
                yield name
                yield from (f"{name[:i]} {name[i:]}" for i in range(3, len(name) - 2))


@cache
def _affixes() -> tuple[str, ...]:
    return tuple(sorted((word for word in outlets().words if len(word) > 2), key=len, reverse=True))  # noqa: PLR2004


def _stripped(label: str) -> Iterator[str]:
    """The label with ever fewer outlet words at its ends, the shortest remainder first."""
    label = label.strip("-")
    head = next((word for word in _affixes() if label.startswith(word) and len(label) > len(word)), None)
    tail = next((word for word in _affixes() if label.endswith(word) and len(label) > len(word)), None)
    if head or tail:
        yield from _stripped(label.removeprefix(head) if head else label.removesuffix(tail or ""))
    yield label.replace("-", " ")
