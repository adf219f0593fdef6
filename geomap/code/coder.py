"""Put an event together from its trigger, its sentence and the claims around it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.code.actors import actor_and_target, read_parties
from geomap.code.claims import Attribution, attributions, read_claims, support
from geomap.code.modality import attribute, certainty, modality, polarity
from geomap.code.tolls import VIOLENT, TollWords, read_toll, tolls
from geomap.code.triggers import Trigger, find, subject
from geomap.code.when import Calendar
from geomap.model import HAPPENED, Claimant, Event, Modality, Polarity, Stance, event_id
from geomap.text.analysis import analyze
from geomap.text.lemmas import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Claim, Document, Toll
    from geomap.reader import Reader
    from geomap.text.analysis import Sentence

_KILLING = "kill eliminate neutralize neutralise slay liquidate"
_SELF = frozenset("they we it he she".split())
_OWN = frozenset("they we it he our their its his".split())
_MEANS = frozenset("airstrike shelling explosion chemical clash".split())
"""Types that say by what means somebody was killed."""
_SUCCESSES = frozenset("capture kill_claim".split())
"""Types of what a party to the conflict boasts of."""
_KILLED = frozenset("attack_civilians clash kill_claim".split())
_DYING = "kill die dead death wound injure casualty be were and people"
_ACTING = "gunman attack ambush raid bomb shell blast explode open shoot fire storm separate"
"""Words of a sentence that tells of something else."""
_CLAUSE = 18
"""Most words between a means and its dead."""
_DEFINITE = frozenset("the this that these those such".split())
_NEXT = 250
"""Most characters between the sentence of an event and one that tells its dead."""


def code(document: Document, reader: Reader | None = None, *, sureness: float = 1.0) -> tuple[Event, ...]:
    """Events of a document in text order, one for each trigger.

    Triggers are those of the trained reader; without it, those of a light model over the words. Sentences are
    read one after the other: "he said" goes back to the last claimant, and a denial without an event of its own
    belongs to the event before it. The least probability of a trigger is multiplied by `sureness`.
    """
    events: list[Event] = []
    speaker: Claim | None = None
    sentences = analyze(document)
    about = subject(sentences)
    read = reader.read(document) if reader else None
    calendar = Calendar(document, sentences)
    said = [attributions(document.text, sentence) for sentence in sentences]
    rules = [one for told in said for one in told]
    for number, (sentence, own) in enumerate(zip(sentences, said, strict=True)):
        told, speaker = _spoken(own, speaker)
        speakers = {attribution.claim.span for attribution in own}  # "Shell reported a rise in profits"
        able = [t for t in find(sentence, about, read, sureness) if t.span not in speakers]
        found = _incidents(sentence, [t for t in able if not attribute(sentence, t)])
        if found and events and all(_goes_back(sentence, t, told) for t in found):
            found = []
        if not found and events and (denials := [a.claim for a in told if a.claim.stance is Stance.DENIES]):
            events[-1] = _with_claims(events[-1], (*events[-1].claims, *denials))
        counts = tolls(sentence)
        if counts and events and _only_its_dead(document.text, events[-1], sentence, found):
            found = []
        if (
            counts
            and not any(t.type in VIOLENT for t in found)
            and events
            and _lacks_toll(document.text, events[-1], sentence)
        ):
            events[-1] = replace(events[-1], deaths=counts[0].toll)
        for trigger, toll in zip(found, _allotted(found, counts), strict=True):
            claims = read_claims(document.text, sentences, rules, trigger.span, read) if read else ()
            event = _event(document, sentence, trigger, told, toll, claims)
            happened = event.modality in HAPPENED
            event = replace(event, date=calendar.date(number, trigger, read, happened=happened))
            if happened and calendar.long_ago(event.date):
                event = replace(event, modality=Modality.HISTORICAL)
            if read:
                actor, target = read_parties(document.text, sentence, event, read)
                deaths = read_toll(sentences, trigger.span, read) if trigger.type in VIOLENT else None
                event = replace(event, actor=actor, target=target, deaths=deaths or event.deaths)
            events.append(event)
    return tuple(_headline_dated(document.text, events))


def _headline_dated(text: str, events: Sequence[Event]) -> list[Event]:
    """Give events of the first line, which seldom names a day, the day of the next one of their type."""
    end = text.find("\n")
    later = {}
    for event in reversed(events):
        if event.sentence.start > end and event.date and event.date.text and event.modality in HAPPENED:
            later[event.type] = event.date
    return [
        replace(event, date=later[event.type])
        if event.sentence.start <= end and event.type in later and not (event.date and event.date.text)
        else event
        for event in events
    ]


def _incidents(sentence: Sentence, found: list[Trigger]) -> list[Trigger]:
    """Triggers without those that only tell the dead of another one: a strike and its dead are one event."""
    means = [t for t in found if t.type in _MEANS and not _tells_dead(sentence, t)]
    return [
        t for t in found if not (t.type in _KILLED and _tells_dead(sentence, t) and any(_near(t, m) for m in means))
    ]


def _tells_dead(sentence: Sentence, trigger: Trigger) -> bool:
    return all(word in stems(_DYING) for word in sentence.lemmas[trigger.first : trigger.last + 1])


def _near(one: Trigger, other: Trigger) -> bool:
    return max(one.first, other.first) - min(one.last, other.last) <= _CLAUSE


def _lacks_toll(text: str, event: Event, sentence: Sentence) -> bool:
    """Whether one of the next sentences of its paragraph may tell the dead of an event."""
    between = text[event.sentence.end : sentence.span.start]
    return event.type in VIOLENT and event.deaths is None and len(between) <= _NEXT and "\n" not in between


def _only_its_dead(text: str, event: Event, sentence: Sentence, found: Sequence[Trigger]) -> bool:
    """Whether a sentence only tells the dead of the event before it: "Shells hit the market. Nine people died"."""
    return (
        event.type in VIOLENT
        and all(trigger.type in _KILLED and _tells_dead(sentence, trigger) for trigger in found)
        and not any(word in stems(_ACTING) for word in sentence.lemmas)
        and _lacks_toll(text, event, sentence)
    )


def _spoken(found: list[Attribution], speaker: Claim | None) -> tuple[list[Attribution], Claim | None]:
    """Put the last claimant in for pronouns; returns who spoke last, too."""
    told = []
    for attribution in found:
        if not attribution.pronoun:
            speaker = attribution.claim
            told.append(attribution)
        elif speaker is not None:
            told.append(replace(attribution, claim=replace(speaker, stance=attribution.claim.stance, via=None)))
    return told, speaker


def _event(
    document: Document,
    sentence: Sentence,
    trigger: Trigger,
    told: Sequence[Attribution],
    toll: Toll | None,
    read: Sequence[Claim],
) -> Event:
    claims = _distinct(read or [a.claim for a in told if not trigger.first <= a.verb <= trigger.last])
    kind = _type(sentence, trigger, claims)
    if kind in _SUCCESSES:
        claims = _distinct([_as_claimed(claim) for claim in claims])
    actor, target = actor_and_target(document.text, sentence, trigger)
    return Event(
        id=event_id(document.id, kind, trigger.span),
        type=kind,
        trigger=trigger.span,
        sentence=sentence.span,
        actor=actor or _oneself(sentence, trigger, claims),
        target=target,
        deaths=toll,
        modality=modality(sentence, trigger, document.published),
        polarity=_denied(trigger, told) or polarity(sentence, trigger),
        certainty=certainty(sentence),
        support=support(claims),
        claims=claims,
        confidence=round(trigger.probability, 4),
    )


def _denied(trigger: Trigger, told: Sequence[Attribution]) -> Polarity | None:
    """Negative if all that the sentence says about an event is somebody's denial: "police denied any arrest"."""
    if told and all(a.claim.stance is Stance.DENIES and a.verb < trigger.first for a in told):
        return Polarity.NEGATIVE
    return None


def _goes_back(sentence: Sentence, trigger: Trigger, told: Sequence[Attribution]) -> bool:
    """Whether a denied event is the one told before: "the army denied the attack"."""
    before = sentence.lower[trigger.first - 1] if trigger.first else ""
    return before in _DEFINITE and any(a.claim.stance is Stance.DENIES and a.verb < trigger.first for a in told)


def _oneself(sentence: Sentence, trigger: Trigger, claims: Sequence[Claim]) -> str | None:
    """The claimant, where he speaks of himself: "France said that it had provided arms"."""
    ahead = sentence.lower[max(0, trigger.first - 4) : trigger.first]
    oneself = any(word in _SELF for word in ahead) or ahead[-2:] == ("to", "have")
    return claims[0].by if claims and oneself else None


def _with_claims(event: Event, claims: Sequence[Claim]) -> Event:
    distinct = _distinct(claims)
    return replace(event, claims=distinct, support=support(distinct))


def _as_claimed(claim: Claim) -> Claim:
    """A party that says of itself what it has gained claims it."""
    own = claim.kind is Claimant.BELLIGERENT and claim.stance is Stance.ASSERTS
    return replace(claim, stance=Stance.CLAIMS) if own else claim


def _distinct(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple({(claim.by, claim.stance): claim for claim in reversed(claims)}.values())[::-1]


def _type(sentence: Sentence, trigger: Trigger, claims: Sequence[Claim]) -> str:
    """The trigger's type, but that a killing is a kill claim if and only if a party says it of itself."""
    if trigger.type not in ("clash", "attack_civilians", "kill_claim"):
        return trigger.type
    killing = any(word in stems(_KILLING) for word in sentence.lemmas[trigger.first : trigger.last + 1])
    party = any(claim.kind is Claimant.BELLIGERENT for claim in claims)
    ahead = sentence.lower[max(0, trigger.first - 4) : trigger.first]
    passive = sentence.lower[trigger.last + 1 : trigger.last + 2] == ("by",) or ahead[-1:] == ("been",)
    if killing and party and not passive and any(word in _OWN for word in ahead):
        return "kill_claim"
    return "clash" if trigger.type == "kill_claim" and not claims else trigger.type


def _allotted(found: Sequence[Trigger], told: Sequence[TollWords]) -> list[Toll | None]:
    """Give each toll to the nearest trigger of a kind that kills, at most one toll to each."""
    given: list[Toll | None] = [None] * len(found)
    for words in told:
        able = [i for i, t in enumerate(found) if t.type in VIOLENT and given[i] is None]
        if able:
            nearest = min(able, key=lambda i: (abs(found[i].first - words.at), i))
            given[nearest] = words.toll
    return given
