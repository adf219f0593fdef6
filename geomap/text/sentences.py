"""Sentences and their places in the text."""

from __future__ import annotations

import re

import sentencex

from geomap.model import Span

_BLOCK = re.compile(r"\n(?![a-z(])\s*|\n\s*\n\s*")


def sentences(text: str, language: str = "en") -> list[Span]:
    """Sentences in text order, without the space around them; a line of a list is one of its own.

    A line break ends a sentence unless the next line goes on in lower case.
    """
    spans = []
    start = 0
    for end, after in [*((m.start(), m.end()) for m in _BLOCK.finditer(text)), (len(text), len(text))]:
        block = text[start:end]
        if block.strip():
            parts = sentencex.get_sentence_boundaries(language, block)
            spans += [_trimmed(text, start + part["start_index"], start + part["end_index"]) for part in parts]
        start = after
    return [span for span in spans if span.start < span.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
