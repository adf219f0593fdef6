"""Names made comparable: folding, and a consonant skeleton for transliterations."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("'`´’‘ʼʻʿʾʹ′\u02be\u02bf\u0640", ""),
        **{"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ŋ": "n"},
        **{"ɖ": "d", "ɗ": "d", "ɓ": "b", "ƙ": "k", "ɛ": "e", "ɔ": "o", "ħ": "h"},
        # Arabic and Persian letters that are written one for the other
        **{"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ۀ": "ه", "ە": "ه", "ھ": "ه", "ء": ""},
    }
)
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_GAPS = re.compile(r"[\W_]+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_APOSTROPHES = str.maketrans(dict.fromkeys("'`´’‘ʼʻ", ""))

ARTICLES = frozenset("al el ar as ash at ad az an ez er es ed et en il ul ud ur us the de la le les los las".split())
"""Words that come and go before and inside a name."""
_GENERIC = frozenset(
    "qaryat qaryah madinat madinah baldat mazraat khirbat khirbet kafr kfar kafar bir bi'r jabal jebel djebel jbel "
    "wadi oued hai hayy قريه مدينه بلده جبل وادي بئر خربه حي".split()
)


def fold(name: str) -> str:
    """Name without case, marks, apostrophes and punctuation; words separated by one space.

    >>> fold("Al-Qal`ah"), fold("Mt. Hermon"), fold("Sant Julià de Lòria")
    ('al qalah', 'mount hermon', 'sant julia de loria')
    """
    text = name.casefold()
    if text.isascii():
        text = text.translate(_APOSTROPHES)
    else:
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LETTERS))).translate(_LETTERS)
    text = _GAPS.sub(" ", text).strip()
    first, gap, rest = text.partition(" ")
    return f"{_SHORT[first]} {rest}" if gap and first in _SHORT else text


def without_article(folded: str) -> str | None:
    """`folded` without the Arabic article at its head; None if there is none.

    >>> without_article("al burayqah"), without_article("brega")
    ('burayqah', None)
    """
    head, gap, rest = folded.partition(" ")
    if gap and head in _ARABIC_ARTICLES:
        return rest
    if folded.startswith("ال") and len(folded) > 4:  # noqa: PLR2004 - two letters of article, three of a root
        return folded[2:]
    return None


_ARABIC_ARTICLES = frozenset("al el ar as ash at ad az an ez er es ed et en il".split())

_CROSS_SCRIPT = str.maketrans(
    {
        # Arabic
        **dict(zip("بتثجحدذرزسشصضطظغفقكلمنهخ", "bttjhddrzsSsdtzKfKKlmnhK", strict=True)),
        **{"ا": "a", "و": "w", "ي": "y", "ع": "", "پ": "b", "چ": "S", "گ": "K", "ژ": "j", "ئ": "y", "ؤ": "w"},
        # Cyrillic
        **dict(zip("бвгґдзклмнпрстфхцчшщ", "bwKKdzKlmnbrstfKSSSS", strict=True)),
        **{"а": "a", "е": "e", "є": "e", "и": "i", "і": "i", "ї": "i", "й": "y", "о": "o", "у": "u", "ы": "i"},
        **{"э": "e", "ю": "u", "я": "a", "ж": "j", "ь": "", "ъ": "", "ё": "e"},
    }
)
_DIGRAPHS = {
    **{"sch": "S", "tch": "S", "sh": "S", "ch": "S", "tz": "S", "ts": "S"},
    **{"kh": "K", "gh": "K", "dh": "d", "th": "t", "ph": "f", "dj": "j", "zh": "j", "ck": "K"},
    **{"ou": "w", "ce": "se", "ci": "si", "cy": "sy"},
}
_DIGRAPH = re.compile("|".join(sorted(_DIGRAPHS, key=len, reverse=True)))
_CONSONANTS = str.maketrans({**dict.fromkeys("aeiou ", ""), **dict.fromkeys("kgcq", "K"), "p": "b", "v": "w", "z": "s"})
_DOUBLE = re.compile(r"(.)\1+")
_GLIDING = re.compile(r"[wy]+")
_GLIDES = str.maketrans("", "", "wy")


def skeletons(folded: str) -> tuple[str, ...]:
    """Keys that spellings of one name share, whatever the transliteration; the first is the main one.

    Vowels, doubled letters, articles and generic words go; letters that transliterations swap
    (k, g, q, gh, kh; p, b; s, z) become one. Arabic and Cyrillic map into the same alphabet.

    >>> set(skeletons(fold("Misurata"))) & set(skeletons(fold("مصراتة")))
    {'msrt'}
    """
    words = [without_article(w) or w for w in folded.split()] if "ال" in folded else folded.split()
    kept = [w for w in words[:-1] if w not in ARTICLES and w not in _GENERIC]
    text = "".join([*kept, *words[-1:]])
    if not text.isascii():
        text = text.translate(_CROSS_SCRIPT)
    coded = _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], text)
    keys = [_key(coded)]
    if "ge" in coded or "gi" in coded:
        keys.append(_key(coded.replace("ge", "je").replace("gi", "ji")))
    if coded[:1] == "j":
        keys.append(_key("y" + coded[1:]))
    return tuple(dict.fromkeys(key for key in keys if len(key) > 1))


def _key(coded: str) -> str:
    bare = coded.rstrip("h").translate(_CONSONANTS)
    hard = bare[:1] + bare[1:].translate(_GLIDES)
    if len(hard) < 2:  # noqa: PLR2004 - "Zawiyah" is nothing but glides
        hard = bare[:1] + _GLIDING.sub("w", bare[1:])
    return _DOUBLE.sub(r"\1", hard)


_SOUNDS = {
    **{"sch": "S", "tch": "S", "sh": "S", "ch": "S", "tz": "S", "ts": "S"},
    **{"kh": "K", "gh": "K", "dh": "d", "th": "t", "ph": "f", "dj": "j", "zh": "j", "ck": "K", "mp": "mb"},
    **{"ou": "u", "oo": "u", "aw": "u", "au": "u", "ow": "u", "uw": "u", "wu": "u"},
    **{"ee": "i", "ei": "i", "ey": "i", "ai": "i", "ay": "i", "ie": "i", "iy": "i", "yi": "i", "oi": "i", "oy": "i"},
}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_LETTERS_OF_SOUNDS = str.maketrans(
    {**dict.fromkeys("kgcq", "K"), "p": "b", "v": "w", "z": "s", "e": "i", "y": "i", "o": "u", " ": ""}
)


def sounded(folded: str) -> str:
    """What a name sounds like: spellings of one name that agree in it differ in transliteration only.

    Stricter than `skeletons`: vowels stay, of three kinds.

    >>> sounded("ain issa") == sounded("ayn isa"), sounded("makhmour") == sounded("makhmur")
    (True, True)
    >>> sounded("karamles") == sounded("karmles")
    False
    """
    text = "".join(without_filler(folded))
    if not text.isascii():
        text = text.translate(_CROSS_SCRIPT)
    coded = _SOUND.sub(lambda found: _SOUNDS[found[0]], text.rstrip("h"))
    return _DOUBLE.sub(r"\1", coded.translate(_LETTERS_OF_SOUNDS))


def without_filler(folded: str) -> list[str]:
    """Words of a name without articles, and without a first word that tells its kind only ("Qaryat").

    >>> without_filler("qaryat an nur")
    ['nur']
    """
    words = folded.split()
    kept = [word for word in words[:-1] if word not in ARTICLES] + words[-1:]
    return kept[1:] if len(kept) > 1 and kept[0] in _GENERIC else kept


_LETTER = "bdfhjKlmnrsStx"
_SHORTEST = 3


def one_off(key: str) -> set[str]:
    """Skeletons with one consonant more, less or another one, or two that changed places; none of short ones.

    >>> {"mdn", "mdmt", "dmtm"} & one_off("dmtn")
    {'dmtm'}
    """
    if len(key) < _SHORTEST:
        return set()
    cuts = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    near = {head + tail[1:] for head, tail in cuts if len(key) > _SHORTEST}
    near |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    near |= {head + letter + tail[1:] for head, tail in cuts for letter in _LETTER}
    near |= {head + letter + tail for head, tail in cuts for letter in _LETTER}
    return {_DOUBLE.sub(r"\1", other) for other in near} - {key}
