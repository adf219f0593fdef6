"""What the recognizer sees of each word: itself, its neighbors, and what the gazetteer knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.text.lower_case import common_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.text.tokens import Token


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
