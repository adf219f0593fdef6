"""Bytes → text, whatever they were written with."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from geomap.read.vocabulary import table

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Declared by default rather than on purpose, or not to be trusted with what they can hide.
_IGNORED = frozenset({"ascii", "utf-8", "utf-7", "iso8859-1", "cp1252", "unicode_escape", "raw_unicode_escape", "idna"})
_EAST_ASIAN = ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_WORDS_LOOKED_AT = 2000
_LONGEST_WORD = 40
_FEW = 0.1
_LOOKED_AT = 100_000
_PLAUSIBLE = 0.7
_NULS_OF_UTF16 = 0.05
_READABLE = 0.9
_WELL_FORMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Encoding:
    name: str
    latin: bool
    letters: frozenset[str]
    common: frozenset[str]


def decode(data: bytes, *, declared: str | None = None) -> str | None:
    """Decode bytes; None when no encoding gives readable text.

    Parameters
    ----------
    data
        The whole text.
    declared
        Encoding that the text itself names, as HTML does. UTF-8 that decodes wins over it: text in another encoding
        does not look like UTF-8 by chance.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data and (text := _utf16(data)) is not None:
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _declared(data, declared) or _older(data)


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: its spaces and line ends have a zero byte, always on the same side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) < _NULS_OF_UTF16 * len(data) / 2 or min(even, odd) > max(even, odd) / 20:
        return None
    text = data[: len(data) // 2 * 2].decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    sample = text[:_LOOKED_AT]
    readable = sum(char.isalnum() or char.isspace() or "!" <= char <= "~" for char in sample)
    return text if readable >= _READABLE * len(sample) else None


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with a few bytes of something else: cut in the middle of a letter, or pasted from windows-1252."""
    # A decoder that waits for more leaves out a last letter that is cut.
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(data)
    sound = text.encode("utf-8", "ignore").decode("utf-8")
    bad, good = len(text) - len(sound), len(sound) - len(sound.encode("ascii", "ignore"))
    if good < max(1, _WELL_FORMED * bad):
        return None
    return re.sub("[\udc80-\udcff]", lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", "ignore"), text)


def _declared(data: bytes, declared: str | None) -> str | None:
    try:
        codec = codecs.lookup(declared or "ascii")
        # Text encodings only: Python also has codecs that unzip and the like.
        return None if codec.name in _IGNORED else data.decode(codec.name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _older(data: bytes) -> str | None:
    found = (match[0][:_LONGEST_WORD] for match in _WORD.finditer(data))
    words = list(islice((word for word in found if not word.isascii()), _WORDS_LOOKED_AT))
    scores = [(_score(words, encoding), encoding.name) for encoding in _encodings()]
    best, name = max(scores, key=lambda pair: pair[0])
    if best >= _PLAUSIBLE:
        return data.decode(name, "replace")
    if text := _east_asian(data):
        return text
    few = sum(map(len, _FOREIGN.findall(data))) < _FEW * len(data)
    return data.decode("cp1252", "replace") if few else None


def _score(words: list[bytes], encoding: _Encoding) -> float:
    """0 to 2: share of the letters that stand in words as people write them, plus share of the common letters.

    0 when the first is too small, since common letters alone say little.
    """
    plausible = common = total = 0
    for word in words:
        text = word.decode(encoding.name, "replace")
        for part in re.findall(r"[^\W\d_]+|[^\w\s]", text):
            foreign = [char for char in part if char > "\x7f" and not _is_mark(char)]
            total += len(foreign)
            common += sum(char.lower() in encoding.common for char in foreign)
            if encoding.letters.issuperset(foreign) and _as_written(part, foreign, latin=encoding.latin):
                plausible += len(foreign)
    if not total:
        return 1.0
    share = plausible / total
    return share + common / total if share >= _PLAUSIBLE else 0.0


def _as_written(word: str, foreign: list[str], *, latin: bool) -> bool:
    """Whether capitals stand where they should, and Latin and other letters do not mix within a word."""
    mixed = len(foreign) > max(1, len(word) * 3 // 4) if latin else len(foreign) < len(word)
    return not mixed and word in (word.lower(), word.upper(), word.capitalize())


def _is_mark(char: str) -> bool:
    """Quotes, dashes and the like, the same in all Windows encodings."""
    return (
        char in "\u2018\u2019\u201c\u201d\u201e\u201a\u2013\u2014\u2026\u2022\u20ac\u2122\xa0\xa7\xa9\xab\xbb\xb0\xb7"
    )


@cache
def _encodings() -> tuple[_Encoding, ...]:
    return tuple(
        _Encoding(
            name=row["name"], latin=row["latin"], letters=frozenset(row["letters"]), common=frozenset(row["common"])
        )
        for row in table("encodings.toml")["encoding"]
    )


def _east_asian(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only the rare text needs it

    best = from_bytes(data[:_LOOKED_AT], cp_isolation=_EAST_ASIAN).best()
    return data.decode(best.encoding, "replace") if best is not None else None
