"""What must go from any text: control characters, stray encodings, entities, odd spacing.

Three degrees, each idempotent: `clean` for reports (spacing put in order), `keep` for texts that a
user gives in a record (only what must go), `pin` for texts whose characters are counted elsewhere.
"""

from __future__ import annotations

import html
import html.entities
import re
import unicodedata

# C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, surrogates, non-characters and the invisible
# tag characters. Joiners (U+200C, U+200D) stay: Persian words and emoji need them.
_GONE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef"
    "\ufeff\ufff0-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_BREAKS = str.maketrans("\r\v\f\u2028\u2029", "\n\n\n\n\n")
# Bytes 80-9F of windows-1252 that were taken for Latin-1: a dash is meant, not a control character.
_MISREAD = str.maketrans(
    {byte: char for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))}
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSANDS = re.compile(r"&(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);)+")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{2,}")
_PASSES = 4


def clean(text: str) -> str:
    """Text of a report: NFC, one space at a time, one blank line between paragraphs, nothing invisible."""
    text = keep(unicodedata.normalize("NFC", text))
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    text = "\n".join(line.strip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def keep(text: str) -> str:
    """Text given in a record: as it is, but for what must go."""
    return decode_entities(_without_controls(text))


def pin(text: str) -> str:
    """Text with every character in its place: what must go becomes a space."""
    text = text.translate(_MISREAD).replace("\r\n", " \n").translate(_BREAKS)
    return _GONE.sub(" ", text)


def one_line(text: str) -> str | None:
    """A title, name or address, cleaned; None when nothing is left."""
    return " ".join(clean(text).split()) or None


def decode_entities(text: str) -> str:
    """Decode HTML entities, also those encoded twice.

    A bare ``&copy`` without semicolon stays: it is as likely part of an address.
    """
    for _ in range(_PASSES):
        decoded = _ENTITY.sub(_decoded, _AMPERSANDS.sub("&amp;", text))
        if decoded == text:
            return text
        text = decoded
    # Whoever nests them deeper means harm; one space ends it, and keeps this function idempotent.
    return _ENTITY.sub(lambda match: match[0] if _decoded(match) == match[0] else f"& {match[0][1:]}", text)


def _decoded(match: re.Match[str]) -> str:
    entity = match[0]
    if entity[1] != "#" and entity[1:] not in html.entities.html5:
        return entity
    return _without_controls(unicodedata.normalize("NFC", html.unescape(entity)))


def _without_controls(text: str) -> str:
    return _GONE.sub("", text.replace("\r\n", "\n").translate(_MISREAD).translate(_BREAKS))
