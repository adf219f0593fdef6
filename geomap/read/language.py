"""Which language a text is in: English unless it is clearly another."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geomap.read.vocabulary import table

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOKED_AT = 4000
_CLEARLY = 1.5
_FEWEST = 2
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Profiles:
    words: Mapping[str, frozenset[str]]
    scripts: Mapping[str, str]


@cache
def _profiles() -> _Profiles:
    data = table("languages.toml")
    return _Profiles(
        words={code: frozenset(words.split()) for code, words in data["words"].items()}, scripts=data["scripts"]
    )


def guess_language(text: str) -> str:
    """ISO 639-1 code of the language of the first few thousand characters of `text`."""
    profiles = _profiles()
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    counts = {code: sum(word in small for word in words) for code, small in profiles.words.items()}
    code, most = max(counts.items(), key=lambda pair: (pair[1], pair[0] == "en"))
    script = _script(words)
    if script in profiles.scripts:
        native = [key for key in counts if _script(profiles.words[key]) == script]
        code, most = max(((key, counts[key]) for key in native), key=lambda pair: pair[1], default=("", 0))
        return code if most else profiles.scripts[script]
    return code if most >= _FEWEST and most > _CLEARLY * counts["en"] else "en"


def _script(words: list[str] | frozenset[str]) -> str:
    """Script of most letters, as the first word of their Unicode names."""
    tally: Counter[str] = Counter()
    for word in words:
        tally[unicodedata.name(word[0], "?").split()[0]] += len(word)
    return max(sorted(tally), key=lambda script: tally[script], default="LATIN")
