"""Lines of a plain text → paragraphs.

A single line break is either where a writer's program broke a long line, or part of the structure:
bullets, headings, rows. The first are joined, the second kept. Two things tell them apart: prose
goes on in lower case, and a line was only broken when it was nearly as long as its neighbors.
"""

from __future__ import annotations

import re
from itertools import pairwise

from geomap.read.cleaning import clean

_SHORTEST_LINE = 20
_WRAPPED_LINE = range(30, 101)
_LONGEST_LINE = 150
_SHARE_GOING_ON = 0.3
_NEARLY_FULL = 0.75
_FINAL = '.!?:;…。؟।"”»'
_MARKER = re.compile(
    r"""[-*•‣▪◦·■●>|\#]             # bullet, quotation, row
    |\(?\d{1,3}[.)]\s|\(?[a-zA-Z][.)]\s  # 1. (a) b)
    |\d{2}:?\d{2}\s?[-\u2013\u2014:h]|\d{1,2}[:.]\d{2}\s  # 0500 -, 14:30
    |[A-Z][\w ]{1,30}:\s             # Reporting period: ...
    |By\s[A-Z]
    |[A-Z][A-Z'\u2019 -]{2,}[,(].*[-\u2013\u2014]   # dateline
    """,
    re.VERBOSE,
)
_INDENT = re.compile(r"(?: {2,}|\t)\S")


def arrange(text: str) -> str:
    """Clean a plain text and put its paragraphs in order: each one line, a blank line between. Idempotent.

    Lines within a paragraph that carry structure stay lines of their own.
    """
    text = clean(_indented_paragraphs(text.replace("\r\n", "\n").replace("\r", "\n")))
    blocks = [block.split("\n") for block in text.split("\n\n")]
    width = _wrap_width(blocks)
    return "\n\n".join(_arrange_block(block, width) for block in blocks)


def _indented_paragraphs(text: str) -> str:
    """Where indented first lines begin paragraphs, put blank lines instead."""
    blocks = []
    for block in re.split(r"\n[^\S\n]*\n", text):
        lines = block.strip("\n").split("\n")
        indented = [bool(_INDENT.match(line)) for line in lines]
        if indented[0] and not all(indented):
            lines = [
                f"\n{line}" if deep and number else line
                for number, (line, deep) in enumerate(zip(lines, indented, strict=True))
            ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _wrap_width(blocks: list[list[str]]) -> int | None:
    """Length at which the lines were broken; None when they were not."""
    pairs = [pair for block in blocks for pair in pairwise(block)]
    open_ended = [(line, after) for line, after in pairs if len(line) in _WRAPPED_LINE and not _MARKER.match(after)]
    going_on = [len(line) for line, after in open_ended if _goes_on(line, after)]
    return max(going_on) if going_on and len(going_on) >= _SHARE_GOING_ON * len(open_ended) else None


def _goes_on(line: str, after: str) -> bool:
    """Whether `after` surely continues the sentence of `line`."""
    if len(line) < _SHORTEST_LINE or _MARKER.match(after):
        return False
    first = after[0]
    return first.islower() or (first.isalpha() and not first.isupper() and line[-1] not in _FINAL)


def _arrange_block(lines: list[str], width: int | None) -> str:
    out = [lines[0]]
    joined = False
    for line, after in pairwise(lines):
        full = width is not None and len(line) >= _NEARLY_FULL * width and not line.isupper() and line[-1] != ":"
        marked = bool(_MARKER.match(after))
        if width is not None and not marked and (full or _goes_on(line, after)):
            hyphened = line[-1] == "-" and line[-2:-1].isalpha() and after[0].isalpha()
            out += ["" if hyphened else " ", after]
            joined = True
        else:
            ends = (joined or len(line) > _LONGEST_LINE) and not marked
            out += ["\n\n" if ends else "\n", after]
            joined = False
    return "".join(out)
