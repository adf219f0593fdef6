"""What the gazetteer knows of the words of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.protocols import Gazetteer
    from geomap.text.tokens import Token

LONGEST_NAME = 6
"""Words of the longest name looked up."""
_JOINING = frozenset(
    "- ’ ' ` . e i al el ez es ash ad de la le les du des do da dos las los of the and von van sur san".split()
)


def gazetteer_tags(words: Sequence[Token], text: str, gazetteer: Gazetteer) -> list[str]:
    """For each word, the longest known name that covers it: B or I, and the name's class; "" for none.

    Names begin with a capital letter, or are written in a script without them.
    """
    tags = [""] * len(words)
    begins = [_may_begin(token.text) for token in words]
    ends: list[int] = [0] * len(words)
    wanted: dict[str, list[tuple[int, int]]] = {}
    for i, token in enumerate(words):
        if not begins[i]:
            continue
        for j in range(i, min(i + LONGEST_NAME, len(words))):
            word = words[j]
            if j > i and not (begins[j] or word.text.lower() in _JOINING or word.text.isdigit()):
                break
            if begins[j] or word.text.isdigit():
                wanted.setdefault(text[token.start : word.end], []).append((i, j))
    known = gazetteer.classes(wanted)
    found: list[tuple[int, int, str]] = []
    for name, spans in wanted.items():
        if name in known:
            found += [(i, j, known[name]) for i, j in spans]
    for i, j, kinds in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
        if any(ends[i : j + 1]):
            continue
        for k in range(i, j + 1):
            tags[k] = ("B:" if k == i else "I:") + kinds
            ends[k] = 1
    return tags


def _may_begin(word: str) -> bool:
    first = word[0]
    return first.isalpha() and not first.islower()
