"""Who says so: attributions of a sentence, in the report's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from geomap.code import phrases
from geomap.code.vocabulary import data
from geomap.model import Claim, Claimant, Span, Stance, Support
from geomap.text.analysis import sentence_at
from geomap.text.lemmas import lemma, stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.reader import Reading
    from geomap.text.analysis import Sentence


_NOUNS = frozenset("reports claims saying question thought relative relatives".split())
"""What looks like a verb of saying, or has its stem."""
_BELONGS = 0.5
"""Least log-odds from which a claimant is taken for an event's."""
_ELSEWHERE = 2.0
"""The same for one in another paragraph, or behind another bullet."""
_SPEAKING = 12
"""Most words between a claimant and the verb."""
_PASSIVE = ("is", "are", "was", "were", "been", "being")
_STRONG = "say tell accuse deny claim report admit announce confirm add"
"""Verbs that make any noun before them a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A claim and where its verb stands."""

    claim: Claim
    verb: int
    """Number of the verb's word in the sentence."""
    pronoun: bool = False
    """Whether the report says "he said", so that the claimant stands further up."""


@cache
def _verbs() -> Mapping[str, Stance]:
    return {lemma(verb): Stance(stance) for stance, verbs in data("claims.toml")["verbs"].items() for verb in verbs}


@cache
def _kinds() -> Mapping[str, Claimant]:
    return {lemma(word): Claimant(kind) for kind, words in data("claims.toml")["kinds"].items() for word in words}


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(data("claims.toml")["nobody"]["pronouns"])


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in data("claims.toml")["said_by"]["phrases"])


def _phrase(words: Sequence[str], i: int) -> tuple[str, ...] | None:
    """The phrase of attribution that begins at a word."""
    if words[i] not in _openings():
        return None
    return next((phrase for phrase in _phrases() if words[i : i + len(phrase)] == phrase), None)


@cache
def _openings() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _phrases())


def attributions(text: str, sentence: Sentence) -> list[Attribution]:
    """Claims made in a sentence, in text order; a source that is only cited goes into `via` of the one citing."""
    found: list[Attribution] = []
    cited: list[str] = []
    for i, word in enumerate(sentence.lemmas):
        phrase = _phrase(sentence.lower, i)
        if phrase is not None:
            source = phrases.behind(sentence, i + len(phrase) - 1)
            if source is None:
                continue
            if phrase[0] in ("citing", "quoting"):
                cited.append(text[source.start : source.end])
            else:
                found.append(_attribution(text, source, i, Stance.ASSERTS))
        elif word in _verbs() and not _is_name(sentence, i) and sentence.lower[i] not in _NOUNS:
            told = _said(text, sentence, i)
            if told is not None:
                found.append(told)
    if cited and found:
        found[0] = replace(found[0], claim=replace(found[0].claim, via="; ".join(cited)))
    return found


_BODIES = frozenset("police people staff government parliament".split())
"""Single words, no names, that say who speaks."""


def read_claims(
    text: str, sentences: Sequence[Sentence], rules: Sequence[Attribution], trigger: Span, reading: Reading
) -> tuple[Claim, ...]:
    """Claims about the event of a trigger, as the trained reader joins them; stance and citations by the rules.

    Parameters
    ----------
    text
        Of the document.
    sentences
        Of the document.
    rules
        What `attributions` found in all of them.
    trigger
        Words that say the event.
    reading
        The document as read.
    """
    found = []
    for span in reading.near("claimant", trigger.start):
        fits = reading.belongs("claimant", trigger.start, span.start)
        between = text[min(span.end, trigger.end) : max(span.start, trigger.start)]
        if fits is None or fits < (_ELSEWHERE if "\n" in between else _BELONGS):
            continue
        known = next((a.claim for a in rules if a.claim.span and a.claim.span.overlaps(span)), None)
        sentence = sentences[sentence_at(sentences, span.start)]
        word = text[span.start : span.end]
        whole = phrases.with_head(text, sentence, span) if word.islower() and " " not in word else span
        words = text[whole.start : whole.end]
        if words.lower() in _pronouns() or words.lower().startswith("no ") or _scrap(words):
            continue
        if words.lower() in phrases.THIN:  # the rest of the phrase was not marked
            found += [known] if known else []
            continue
        if known is None:
            stance = _stance_at(sentence, span)
            known = Claim(by=words, kind=kind_of(words), stance=stance, span=whole)
        found.append(replace(known, by=words, kind=kind_of(words), span=whole))
    return tuple(found)


def _scrap(words: str) -> bool:
    """Whether words name nobody: one word that is no name, and neither several people nor a body: "own", "station"."""
    alone = " " not in words and words.islower() and words not in phrases.THIN
    return alone and not words.endswith("s") and words not in _BODIES


def _stance_at(sentence: Sentence, source: Span) -> Stance:
    """Stance of the nearest verb of saying."""
    at = sentence.index_at(source.start)
    near = sorted(
        (abs(i - at), _verbs()[word])
        for i, word in enumerate(sentence.lemmas)
        if word in _verbs() and sentence.lower[i] not in _NOUNS
    )
    return near[0][1] if near and near[0][0] <= _SPEAKING else Stance.ASSERTS


def _is_name(sentence: Sentence, i: int) -> bool:
    """Whether a word is part of a name, as in "the United States"."""
    return i > 0 and sentence.words[i].text.istitle() and sentence.words[i - 1].text.istitle()


def _said(text: str, sentence: Sentence, verb: int) -> Attribution | None:
    stance = _verbs()[sentence.lemmas[verb]]
    previous = sentence.lower[verb - 1] if verb else ""
    if sentence.lower[verb + 1 : verb + 2] == ("by",):  # "announced by the General Staff"
        source = phrases.behind(sentence, verb + 1)
        return _attribution(text, source, verb, stance) if source else None
    if previous in _PASSIVE:  # "troops were reported to be pulling back"
        return None
    source = _over_citation(sentence, verb) or phrases.before(sentence, verb)
    if previous in (",", '"', "\u201d", "'", "\u2019") and source is None:
        source = phrases.behind(sentence, verb)  # '"We fled," said a farmer'
    if source is None:
        return None
    words = text[source.start : source.end]
    if words.lower() in _pronouns():
        claim = Claim(by=words, kind=Claimant.AUTHOR, stance=stance, span=source)
        return Attribution(claim=claim, verb=verb, pronoun=words.lower() not in ("which", "that", "there"))
    told = _attribution(text, source, verb, stance)
    strong = sentence.lemmas[verb] in stems(_STRONG)
    return told if strong or told.claim.kind is not Claimant.AUTHOR else None


def _over_citation(sentence: Sentence, verb: int) -> Span | None:
    """The source in "rebel commanders, citing radio traffic, said": it stands before the inserted clause."""
    if verb < 4 or sentence.lower[verb - 1] != ",":  # noqa: PLR2004 - "X, citing Y, said"
        return None
    opening = max((i for i in range(verb - 1) if sentence.lower[i] == ","), default=-1)
    if opening < 1:
        return None
    return phrases.before(sentence, opening)


def _attribution(text: str, source: Span, verb: int, stance: Stance) -> Attribution:
    words = text[source.start : source.end]
    return Attribution(claim=Claim(by=words, kind=kind_of(words), stance=stance, span=source), verb=verb)


def kind_of(words: str) -> Claimant:
    """What sort of source the words name; the first that tells decides, but for a spokesman what he speaks for."""
    kinds = [kind for word in words.replace("-", " ").split() if (kind := _kinds().get(lemma(word.strip(".,'\u2019"))))]
    if Claimant.UN in kinds:
        return Claimant.UN
    for kind in (Claimant.BELLIGERENT, Claimant.NGO, Claimant.MEDIA):
        if kind in kinds and kinds[0] in (kind, Claimant.GOVERNMENT):
            return kind
    return kinds[0] if kinds else Claimant.AUTHOR


def support(claims: Sequence[Claim]) -> Support:
    """Grade of an event by its claims, after Airwars."""
    stances = {claim.stance for claim in claims}
    if Stance.DENIES in stances or Stance.DOUBTS in stances:
        return Support.CONTESTED
    if Stance.ADMITS in stances:
        return Support.CONFIRMED
    sources = {claim.by.lower() for claim in claims}
    if len(sources) > 1:
        return Support.FAIR
    return Support.WEAK if sources else Support.UNKNOWN
