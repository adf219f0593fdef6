"""Sentences and their places in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sentencex

from geomap.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 2000
_BLOCK = re.compile(r"\n(?![a-z(])\s*|\n\s*\n\s*")


def sentences(text: str, language: str = "en") -> list[Span]:
    """Sentences in text order, without the space around them; a line of a list is one of its own.

    A line break ends a sentence unless the next line goes on in lower case; so do two thousand characters.
    """
    spans = []
    start = 0
    for end, after in [*((m.start(), m.end()) for m in _BLOCK.finditer(text)), (len(text), len(text))]:
        block = text[start:end]
        if block.strip():
            parts = sentencex.get_sentence_boundaries(language, block)
            spans += [_trimmed(text, start + part["start_index"], start + part["end_index"]) for part in parts]
        start = after
    return [piece for span in spans if span.start < span.end for piece in _pieces(text, span)]


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The sentence; a text without ends of sentences in pieces, so that work on it grows with its length only."""
    start = span.start
    while span.end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        end = cut if cut > start else start + _LONGEST
        yield _trimmed(text, start, end)
        start = end
    if start < span.end:
        yield _trimmed(text, start, span.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
