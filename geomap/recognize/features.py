"""What the recognizer sees of each word: itself, its neighbors, and what the gazetteer knows."""

from __future__ import annotations

from functools import cache
from importlib import resources
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


@cache
def common_words() -> frozenset[str]:
    """Words that English texts write in lower case."""
    text = resources.files("geomap.recognize").joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def shape(word: str) -> str:
    """Pattern of a word's letters: Xx, XX, xX-x, 9, sign."""
    if not word[0].isalnum():
        return word
    if word[0].isdigit():
        return "9"
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xX"


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


def features(words: Sequence[Token], gazetteer_tag: Sequence[str], demonym: Sequence[bool]) -> list[list[str]]:
    """Features of each word of one sentence, as the strings the model weighs."""
    common = common_words()
    lower = [token.text.lower() for token in words]
    shapes = [shape(token.text) for token in words]
    capitals = sum(s in ("XX", "X") for s in shapes)
    shouting = capitals > 0.6 * sum(s[0] in "Xx" for s in shapes) and len(words) > 3  # noqa: PLR2004 - a head line
    last = len(words) - 1
    known = [_known(tag) for tag in gazetteer_tag]
    seen = ["C" if w in common else "-" for w in lower]
    rows = []
    for i, word in enumerate(lower):
        s, g = shapes[i], known[i]
        left, right = (lower[i - 1] if i else "^"), (lower[i + 1] if i < last else "$")
        left2, right2 = (lower[i - 2] if i > 1 else "^"), (lower[i + 2] if i < last - 1 else "$")
        gl, gr = (known[i - 1] if i else "^"), (known[i + 1] if i < last else "$")
        sl, sr = (shapes[i - 1] if i else "^"), (shapes[i + 1] if i < last else "$")
        row = [
            "b",
            f"w={word}",
            f"s={s}",
            f"g={g}",
            f"c={seen[i]}{s}",
            f"gc={g}{seen[i]}",
            f"-1={left}",
            f"+1={right}",
            f"-2={left2}",
            f"+2={right2}",
            f"g-1={gl}",
            f"g+1={gr}",
            f"s-1={sl}{s}",
            f"s+1={s}{sr}",
            f"-1g={left}|{g}",
            f"+1g={right}|{g}",
            f"-1s={left}|{s}",
            f"+1s={right}|{s}",
            f"-21={left2}|{left}|{s}",
            f"+12={s}|{right}|{right2}",
            f"gg={gl}|{g}|{gr}",
        ]
        if s not in ("x", "9") and word.isalpha():
            row += [f"p={word[:3]}", f"e={word[-3:]}", f"e2={word[-2:]}"]
        if demonym[i]:
            row.append("demonym")
        if i == 0 or left in '"“‘-•*(':
            row.append(f"first{g}{seen[i]}")
        if shouting:
            row.append(f"loud{g}{seen[i]}")
        rows.append(row)
    return rows


def _known(tag: str) -> str:
    """Class of a gazetteer match, with the size of the town in three steps."""
    if not tag:
        return "-"
    size = tag[-1]
    return tag[:-1] + ("0" if size < "4" else "5" if size < "6" else "7")
