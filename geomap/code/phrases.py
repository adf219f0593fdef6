"""Noun phrases, cut out of a sentence without a parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.model import Span
from geomap.text.kinds import kind_words
from geomap.text.numbers import number_words, numbers

if TYPE_CHECKING:
    from geomap.text.analysis import Sentence

_STOPS = frozenset(',;:()"\u201c\u201d\u2014\u2013?!.')
_CLAUSE = frozenset(
    "that which who whom whose where when while after before because as if although though but then since until so "
    "than what whatever whoever and or will would could can may might should must was were is are been be has have had "
    "being did does do not to meanwhile nothing nobody claim claims said says say told reported claimed denied "
    "accused by".split()
)
_HELPERS = frozenset(
    "has have had been be being was were is are also later again then now already not never still nevertheless".split()
)
_PRONOUNS = frozenset("he she it they we i".split())
_PREPOSITIONS = frozenset("of in at on from for near to with inside outside around across".split())
_JOINING = frozenset(("and", "or", "'s", "\u2019s"))
_TRAILING = (
    _PREPOSITIONS
    | _JOINING
    | frozenset(
        "the a an this that these those its their his her our my your by into onto over under after before".split()
    )
)
_SETTING = frozenset(
    "last next this early late yesterday today tonight overnight again more than as out up off down there here first "
    "north south east west northeast northwest southeast southwest home back away ago still once twice per loyal "
    "between behind near along against".split()
)
"""Words behind a phrase that are no part of it."""
_ARTICLES = frozenset(("the", "a", "an"))
_FEW = 3
"""Most words that are put before a phrase."""
THIN = frozenset("the a an one some several many other another his her its their of and or in on at".split())
"""Words that name nobody by themselves."""
_DETERMINERS = frozenset("the a an this that these those its their his her our my your some".split())
_LONGEST = 9


def before(sentence: Sentence, index: int) -> Span | None:
    """The noun phrase that ends just before word `index`, helpers of a verb skipped; None if there is none."""
    last = index - 1
    while last >= 0 and (sentence.lower[last] in _HELPERS or sentence.lower[last].endswith("ly")):
        last -= 1
    last = _without_time(sentence, last)
    if last >= 0 and sentence.lower[last] in _DETERMINERS - {"this", "that", "these", "those", "some"}:
        return None  # what follows "the" is a noun
    if last >= 0 and sentence.lower[last] in _PRONOUNS:
        return _span(sentence, last, last)
    first = last
    while first >= 0 and last - first < _LONGEST and not _ends(sentence, first):
        first -= 1
    first = _without_setting(sentence, first + 1, last)
    begins = (i for i in range(last, max(first, 1), -1) if sentence.lower[i] in _ARTICLES and _named(sentence, i - 1))
    return _span(sentence, next(begins, first), last)  # "on Monday in Benghazi the rebel council"


def with_head(text: str, sentence: Sentence, span: Span) -> Span:
    """The span with the few words of its phrase before it, from an article, a number or a name on."""
    if not sentence.span.start <= span.start <= span.end <= sentence.span.end:
        return span
    whole = before(sentence, sentence.index_at(span.end - 1) + 1)
    if whole is None or whole.end != span.end or len(text[whole.start : span.start].split()) > _FEW:
        return span
    heads = (word for word in re.finditer(r"\S+", text[whole.start : span.start]))
    start = next((w.start() for w in heads if w[0].lower() in _DETERMINERS or not w[0][0].islower()), None)
    return span if start is None else Span(whole.start + start, span.end)


def completed(sentence: Sentence, span: Span, trigger: Span) -> Span | None:
    """The span without stray little words at its ends, and with the nouns that it was cut off from.

    "Boats" for "Boats from", "the Wazin border crossing" for "the Wazin"; None if nothing is left. What follows is
    taken up to a verb, as far as its form tells, to the trigger, or to anything but a plain word.
    """
    if not sentence.span.start <= span.start < span.end <= sentence.span.end:
        return span
    first, last = sentence.index_at(span.start), sentence.index_at(span.end - 1)
    while first <= last and sentence.lower[first] in _JOINING:
        first += 1
    end = last
    while last >= first and sentence.lower[last] in _TRAILING:
        last -= 1
    if last < first:
        return None
    subject = span.end <= trigger.start
    while last == end < len(sentence.words) - 1 and _goes_on(sentence, end + 1, trigger, subject=subject):
        last = end = end + 1
    return sentence.stretch(first, last)


def _goes_on(sentence: Sentence, index: int, trigger: Span, *, subject: bool) -> bool:
    """Whether a word may be a noun that goes on with the phrase before it; behind a subject it is likelier a verb."""
    word, before_it = sentence.lower[index], sentence.lower[index - 1]
    if not word.isalpha() or not sentence.words[index].text.islower() or word in _CLAUSE | _TRAILING | _SETTING:
        return False
    if sentence.stretch(index, index).overlaps(trigger) or (before_it.endswith("s") and before_it.isalpha()):
        return False
    if subject and not numbers([before_it]):
        return word in kind_words().after
    formed = word.endswith(("ly", "ed", "ing")) or word in number_words()
    formed = formed or (word != sentence.lemmas[index] and not word.endswith("s"))
    return not formed or word in kind_words().after


def behind(sentence: Sentence, index: int) -> Span | None:
    """The noun phrase that begins just behind word `index`."""
    first = index + 1
    last = first
    while last < len(sentence.words) and last - first < _LONGEST and not _ends(sentence, last):
        last += 1
    last -= 1
    while last >= first and (sentence.lower[last] in _PREPOSITIONS or sentence.lower[last] in _DETERMINERS):
        last -= 1
    for i in range(first + 1, last + 1):  # "the town on Monday", "a bridge in Osh": keep the head
        if sentence.lower[i] in _PREPOSITIONS - {"of"}:
            last = i - 1
            break
    return _span(sentence, first, last)


def _without_setting(sentence: Sentence, first: int, last: int) -> int:
    """Step over "In 1941" and "In southern Tripoli" in front of a subject."""
    if first > last or sentence.lower[first] not in _PREPOSITIONS:
        return first
    named = [i for i in range(first + 1, last + 1) if _named(sentence, i)]
    if not named or sentence.lower[first + 1] in ("least", "most"):
        return first
    behind = named[0] + 1
    while behind <= last and _named(sentence, behind):
        behind += 1
    return behind


def _named(sentence: Sentence, index: int) -> bool:
    return sentence.words[index].text[0].isupper() or sentence.lower[index].isdigit()


def _without_time(sentence: Sentence, last: int) -> int:
    """Step back over "on Monday"."""
    if last >= 1 and sentence.lower[last - 1] in ("on", "late", "early") and sentence.words[last].text[:1].isupper():
        return (
            last - 2
            if last > 1 and sentence.lower[last - 1] != "on" and sentence.lower[last - 2] == "on"
            else last - 2 + (sentence.lower[last - 1] != "on")
        )
    return last


def _ends(sentence: Sentence, index: int) -> bool:
    word = sentence.lower[index]
    if word in ("and", "or"):  # "activists and residents" goes on, "left and soldiers" does not
        return not (0 < index < len(sentence.words) - 1 and sentence.lower[index - 1].endswith("s"))
    return word in _STOPS or word in _CLAUSE


def _span(sentence: Sentence, first: int, last: int) -> Span | None:
    while first <= last and not sentence.words[first].text[0].isalnum():
        first += 1
    while last >= first and not sentence.words[last].text[-1].isalnum() and sentence.words[last].text != ".":
        last -= 1
    if first > last or all(word in _DETERMINERS or word in _PREPOSITIONS for word in sentence.lower[first : last + 1]):
        return None
    return Span(sentence.words[first].start, sentence.words[last].end)
