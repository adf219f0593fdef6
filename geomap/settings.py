"""One frozen `Settings` object: defaults < geomap.toml < GEOMAP_* environment < flags."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from geomap.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

GEOCODERS = ("none", "nominatim")
READERS = ("full", "light")
PRECISIONS = {"high": 1.5, "balanced": 1.0, "high-recall": 0.5}
"""How sure names and events must be: what the least probabilities are multiplied by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may be told.

    Raises
    ------
    SettingsError
        If a value cannot be used.
    """

    gazetteer: Path | None = None
    """A built gazetteer file; None for the one shipped with geomap."""
    countries: tuple[str, ...] = ()
    """Hints: ISO 3166-1 alpha-2 codes of the countries the reports are about."""
    published: datetime.date | None = None
    """Day of publication for reports that do not give one."""
    reader: str = "full"
    """What finds names and events: "full" is a trained network, "light" a linear model, less sure but faster."""
    precision: str = "balanced"
    """How sure a name or an event must be to be taken: "high", "balanced" or "high-recall"."""
    geocoder: str = "none"
    """Fallback for names the gazetteer does not know. With "none" the network is never touched."""
    geocoder_url: str | None = None
    """Address of one's own server, for example http://localhost:8080."""
    workers: int = 1
    """Processes that read reports side by side. The output does not depend on it."""

    def __post_init__(self) -> None:
        """Refuse what cannot be used; what means the same becomes equal."""
        for code in self.countries:
            if not re.fullmatch(r"[A-Z]{2}", str(code)):
                msg = f"country {code!r} is not an ISO 3166-1 alpha-2 code such as LY"
                raise SettingsError(msg)
        object.__setattr__(self, "countries", tuple(sorted(set(self.countries))))
        if isinstance(self.published, datetime.datetime):
            object.__setattr__(self, "published", self.published.date())
        if not isinstance(self.published, datetime.date | None):
            msg = f"published {self.published!r} is not a day such as 2011-07-04"
            raise SettingsError(msg)
        choices = {"reader": READERS, "precision": PRECISIONS, "geocoder": GEOCODERS}
        for name, known in choices.items():
            if getattr(self, name) not in known:
                msg = f"{name} {getattr(self, name)!r} is not one of {', '.join(known)}"
                raise SettingsError(msg)
        if self.geocoder_url is not None and not re.match(r"https?://[^\s/]+", str(self.geocoder_url)):
            msg = f"geocoder URL {self.geocoder_url!r} does not begin with http:// or https://"
            raise SettingsError(msg)
        if type(self.workers) is not int or not 1 <= self.workers <= 256:  # noqa: PLR2004 - more than there are cores
            msg = f"workers {self.workers!r} is not a whole number from 1 to 256"
            raise SettingsError(msg)

    @property
    def digest(self) -> str:
        """Hexadecimal digest of everything that can change results (so not of `workers` or paths)."""
        told = {key: str(value) for key, value in asdict(self).items() if key not in {"workers", "gazetteer"}}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def cache_folder() -> Path:
    """Folder for files that geomap can make anew: `$GEOMAP_CACHE`, or the user's cache folder; not yet made."""
    told = os.environ.get("GEOMAP_CACHE")
    return Path(told) if told else Path(platformdirs.user_cache_dir("geomap", appauthor=False))


def load(
    flags: Mapping[str, Any],
    *,
    environ: Mapping[str, str],
    folder: Path,
) -> Settings:
    """Merge all sources of settings.

    Parameters
    ----------
    flags
        Field name to value, as typed by the user; None means not given.
    environ
        The process environment; `GEOMAP_COUNTRIES=LY,TN` sets `countries`, and so on. Empty means not given.
    folder
        Where `geomap.toml` may stand.

    Raises
    ------
    SettingsError
        If a name is unknown or a value cannot be used.
    """
    names = [field.name for field in fields(Settings)]
    told: dict[str, Any] = {}
    file = folder / "geomap.toml"
    if file.is_file():
        try:
            told = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            msg = f"{file} cannot be read: {error}"
            raise SettingsError(msg) from error
    for source, known in ((file, told), ("flags", flags)):
        if unknown := sorted(set(known) - set(names)):
            msg = f"{source}: unknown setting {unknown[0]!r}; known are {', '.join(names)}"
            raise SettingsError(msg)
    told |= {name: value for name in names if (value := environ.get(f"GEOMAP_{name.upper()}"))}
    told |= {name: value for name, value in flags.items() if value is not None and value != ()}
    return Settings(**{name: _parse(name, value) for name, value in told.items()})


def _parse(name: str, value: Any) -> Any:  # noqa: ANN401 - what a file or a shell may hold
    try:
        match name:
            case "gazetteer":
                return Path(value)
            case "countries":
                codes = value.replace(",", " ").split() if isinstance(value, str) else value
                return tuple(str(code).upper() for code in codes)
            case "published":
                return datetime.date.fromisoformat(value) if isinstance(value, str) else value
            case "workers":
                return int(value) if isinstance(value, str) else value
            case _:
                return str(value)
    except (TypeError, ValueError) as error:
        msg = f"setting {name} = {value!r} cannot be used: {error}"
        raise SettingsError(msg) from error
