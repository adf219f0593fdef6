"""Put an event together from its trigger, its sentence and the claims around it."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.code.actors import actor_and_target, read_parties
from geomap.code.claims import Attribution, attributions, read_claims, support
from geomap.code.dates import DateWords, dates, spread
from geomap.code.modality import attribute, certainty, modality, polarity
from geomap.code.tolls import VIOLENT, TollWords, tolls
from geomap.code.triggers import Trigger, find, subject
from geomap.code.when import as_told, when
from geomap.model import HAPPENED, Claimant, Event, Modality, Polarity, Stance, When, event_id
from geomap.text.analysis import analyze
from geomap.text.dateline import dateline_end
from geomap.text.lemmas import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.model import Claim, Document, Toll
    from geomap.reader import Reader
    from geomap.text.analysis import Sentence

_DAY_AND_MONTH = re.compile(r"[A-Z][a-z]+\.?\s+\d|\d\s+[A-Z]")
_COMING = frozenset("will shall due scheduled ahead next planned until by before set".split())
"""Words beside which a date that is ahead is one of something to come."""
_FULL_YEAR = re.compile(r"\d{4}")
_KILLING = "kill eliminate neutralize neutralise slay liquidate"
_SELF = frozenset("they we it he she".split())
_OWN = frozenset("they we it he our their its his".split())
_MEANS = frozenset("airstrike shelling explosion chemical clash".split())
"""Types that say by what means somebody was killed."""
_KILLED = frozenset("attack_civilians clash kill_claim".split())
_DYING = "kill die dead death wound injure casualty be were and people"
_ACTING = "gunman attack ambush raid bomb shell blast explode open shoot fire storm separate"
"""Words of a sentence that tells of something else."""
_CLAUSE = 18
"""Most words between a means and its dead."""
_DEFINITE = frozenset("the this that these those such".split())
_HEAD = 3
"""Most words before a date that stands over a line."""
_HEADED = ((), ("-",), ("\u2013",), ("\u2014",), (":",), (".",))
"""What stands behind it."""
_CONDITIONS = frozenset("displacement siege stalemate clash deployment".split())
"""Types of what may last."""
_PERFECT = frozenset("have has 've remain remains still continue continues are is".split())
_BEGIN = "begin start launch erupt break resume flare"
_VERB = 6
"""Most words from a verb of beginning to its date."""
_MONTH = 4
"""UCDP date_prec of a month."""
_HISTORY = 365
"""Days after which what is over is history."""
_NEWS = 14
"""Days for which a date holds for the next sentences."""
_BULLET = 8
"""Most characters of a bullet and its blanks."""
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
    dateline = dateline_end(document.text)
    carried: When | None = None
    begun: datetime.date | None = None
    said = [attributions(document.text, sentence) for sentence in sentences]
    rules = [one for told in said for one in told]
    for sentence, own in zip(sentences, said, strict=True):
        told, speaker = _spoken(own, speaker)
        found = _incidents(sentence, [t for t in find(sentence, about, read, sureness) if not attribute(sentence, t)])
        if found and events and all(_goes_back(sentence, t, told) for t in found):
            found = []
        if not found and events and (denials := [a.claim for a in told if a.claim.stance is Stance.DENIES]):
            events[-1] = _with_claims(events[-1], (*events[-1].claims, *denials))
        counts = tolls(sentence)
        if counts and events and _only_its_dead(document.text, events[-1], sentence, found):
            found = []
        dead = _allotted(found, counts)
        if (
            counts
            and not any(t.type in VIOLENT for t in found)
            and events
            and _lacks_toll(document.text, events[-1], sentence)
        ):
            events[-1] = replace(events[-1], deaths=counts[0].toll)
        opens = _opens_line(document.text, sentence)
        named = dates(sentence, document.published, dateline)
        if opens:
            carried = begun = None
        begun = _beginning(sentence, named, document.published) or begun
        heading = opens and named and _stands_over(sentence, named[0])
        if heading or (named and _recent(named[-1], document.published)):
            named = named[:1] if heading else named
            carried = as_told(document.text, sentence, named[-1])
        for trigger, toll in zip(found, dead, strict=True):
            claims = read_claims(document.text, sentences, rules, trigger.span, read) if read else ()
            event = _event(document, sentence, trigger, told, toll, named, claims)
            if carried is not None and not named:
                event = replace(event, date=carried)
            event = replace(event, date=_lasting(event, sentence, named, begun, document.published))
            event = replace(event, date=_past(event, sentence, document.published))
            if _long_ago(event, document.published):
                event = replace(event, modality=Modality.HISTORICAL)
            if read:
                actor, target = read_parties(document.text, sentence, event, read)
                event = replace(event, actor=actor, target=target)
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


def _past(event: Event, sentence: Sentence, published: datetime.date | None) -> When | None:
    """The date of an event; what has happened did not happen after the report: "Aug. 24" in July is last year's."""
    date = event.date
    if date is None or published is None or date.start <= published or event.modality not in HAPPENED:
        return date
    if date.text is None or _FULL_YEAR.search(date.text):
        return date
    if not _DAY_AND_MONTH.search(date.text) or not _COMING.isdisjoint(sentence.lower):
        # Of another clause: "troops attacked, and talks will resume on Thursday".
        return When(start=published - datetime.timedelta(days=1), end=published, precision=2)
    try:
        return replace(
            date, start=date.start.replace(year=date.start.year - 1), end=date.end.replace(year=date.end.year - 1)
        )
    except ValueError:  # February 29
        return date


def _long_ago(event: Event, published: datetime.date | None) -> bool:
    """Whether what has happened is history to the report: over for a year."""
    over = event.date is not None and published is not None and (published - event.date.end).days > _HISTORY
    return over and event.modality in HAPPENED


def _beginning(sentence: Sentence, named: Sequence[DateWords], published: datetime.date | None) -> datetime.date | None:
    """The day on which something that goes on began: "since May 3", "the offensive launched on Oct. 27"."""
    for date in named:
        ahead = sentence.lemmas[max(0, date.first - _VERB) : date.first]
        begins = date.since or any(word in stems(_BEGIN) for word in ahead)
        if begins and published is not None and date.precision <= _MONTH and date.start < published:
            return date.start
    return None


def _lasting(
    event: Event,
    sentence: Sentence,
    named: Sequence[DateWords],
    begun: datetime.date | None,
    published: datetime.date | None,
) -> When | None:
    """The date of an event; what has gone on since something began lasts from then to the day of the report."""
    goes_on = event.type in _CONDITIONS and not _PERFECT.isdisjoint(sentence.lower)
    if not goes_on or begun is None or published is None or event.date is None:
        return event.date
    if named and not any(date.start == begun for date in named):
        return event.date
    return replace(event.date, start=begun, end=published, precision=spread(begun, published))


def _recent(date: DateWords, published: datetime.date | None) -> bool:
    """Whether what is told next may have happened on a date: not if it is history."""
    return published is not None and (published - date.start).days <= _NEWS


def _stands_over(sentence: Sentence, date: DateWords) -> bool:
    """Whether a date is the heading of a line: "2. 8 Oct - The camp was overrun. ..."."""
    behind = sentence.lower[date.last + 1 : date.last + 2]
    return date.first <= _HEAD and behind in _HEADED


def _opens_line(text: str, sentence: Sentence) -> bool:
    before = text[max(0, sentence.span.start - _BULLET) : sentence.span.start]
    return before.rstrip(" \t-*\u2022.)0123456789")[-1:] in ("", "\n")


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
    named: Sequence[DateWords],
    read: Sequence[Claim],
) -> Event:
    claims = _distinct(read or [a.claim for a in told if not trigger.first <= a.verb <= trigger.last])
    kind = _type(sentence, trigger, claims)
    actor, target = actor_and_target(document.text, sentence, trigger)
    return Event(
        id=event_id(document.id, kind, trigger.span),
        type=kind,
        trigger=trigger.span,
        sentence=sentence.span,
        actor=actor or _oneself(sentence, trigger, claims),
        target=target,
        deaths=toll,
        date=when(document.text, sentence, named, (trigger.first, trigger.last), document.published),
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
