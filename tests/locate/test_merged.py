"""One incident is one event; two incidents stay two."""

import datetime as dt
import time

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.locate import merged
from geomap.model import (
    Claim,
    Claimant,
    Event,
    Kind,
    LocatedEvent,
    Location,
    Modality,
    Place,
    Point,
    Polarity,
    Relation,
    Span,
    Stance,
    Support,
    Toll,
    When,
    event_id,
)

GOMA, SAKE = (29.22, -1.68), (29.04, -1.57)
MONDAY, TUESDAY = dt.date(2022, 5, 16), dt.date(2022, 5, 17)


def claim(by):
    return Claim(by=by, kind=Claimant.WITNESS, stance=Stance.ASSERTS)


def day(date, text="then"):
    return When(start=date, end=date, precision=1, text=text)


def told(start, at=GOMA, kind="shelling", **more):
    """An event whose trigger begins at `start`, at a longitude and latitude or nowhere."""
    trigger = Span(start, start + 5)
    event = Event(id=event_id("d", kind, trigger), type=kind, trigger=trigger, sentence=trigger, **more)
    if at is None:
        return LocatedEvent(event=event, location=None)
    point = Point(latitude=at[1], longitude=at[0])
    place = Place(id=str(at), name="Town", point=point, kind=Kind.SETTLEMENT)
    location = Location(
        mentions=(trigger,),
        place=place,
        relation=Relation.IN,
        point=point,
        geometry=shapely.Point(at),
        precision=1,
        uncertainty_km=4.0,
        reason="said so",
    )
    return LocatedEvent(event=event, location=location)


def test_a_second_mention_adds_claims_and_details_but_no_pin():
    first = told(0, claims=(claim("witnesses"),), support=Support.WEAK)
    second = told(10, claims=(claim("doctors"),), support=Support.WEAK, actor="rebels", target="a market")
    third = told(20, deaths=Toll(low=8, best=8, high=9))
    (one,) = merged((first, second, third))
    assert one.location == first.location
    assert one.event.id == first.event.id
    assert [c.by for c in one.event.claims] == ["witnesses", "doctors"]
    assert one.event.support is Support.FAIR
    assert (one.event.actor, one.event.target) == ("rebels", "a market")
    assert one.event.deaths == Toll(low=8, best=8, high=9)
    assert one.event.repeats == (second.event.trigger, third.event.trigger)


def test_a_toll_told_twice_counts_once():
    toll = Toll(low=8, best=8, high=8)
    (one,) = merged((told(0, deaths=toll), told(10, deaths=toll)))
    assert one.event.deaths == toll


def test_a_denial_later_on_contests_the_event():
    denial = Claim(by="the army", kind=Claimant.GOVERNMENT, stance=Stance.DENIES)
    (one,) = merged((told(0, claims=(claim("doctors"),)), told(10, claims=(denial,), support=Support.CONTESTED)))
    assert one.event.support is Support.CONTESTED
    assert len(one.event.claims) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (told(0), told(10, kind="airstrike")),
        (told(0), told(10, at=SAKE)),
        (told(0, date=day(MONDAY)), told(10, date=day(TUESDAY))),
        (told(0), told(10, polarity=Polarity.NEGATIVE)),
        (told(0), told(10, modality=Modality.PLANNED)),
        (told(0), told(10, modality=Modality.HISTORICAL)),
        (told(0), told(10, at=None)),
        (told(0, at=None), told(10, at=None)),
    ],
    ids=["type", "place", "day", "negated", "planned", "historical", "one nowhere", "both nowhere"],
)
def test_what_differs_is_not_one(first, second):
    assert merged((first, second)) == (first, second)
    assert merged((second, first)) == (second, first)


def test_a_day_that_only_the_report_tells_contradicts_none():
    stands_in = When(start=MONDAY, end=TUESDAY, precision=2)
    (one,) = merged((told(0, date=stands_in), told(10, date=day(MONDAY))))
    assert one.event.date == day(MONDAY)


rows = st.fixed_dictionaries(
    {
        "at": st.sampled_from([GOMA, SAKE, None]),
        "kind": st.sampled_from(["shelling", "clash"]),
        "modality": st.sampled_from(Modality),
        "polarity": st.sampled_from(Polarity),
        "date": st.sampled_from([None, day(MONDAY), day(TUESDAY), day(MONDAY, None)]),
        "claims": st.lists(st.sampled_from("abc").map(claim), max_size=2, unique_by=lambda c: c.by).map(tuple),
    }
)
reports = st.lists(rows, max_size=8).map(lambda told_rows: [told(10 * i, **row) for i, row in enumerate(told_rows)])


@given(reports)
def test_nothing_said_is_lost(events):
    kept = merged(events)
    triggers = [trigger for one in kept for trigger in (one.event.trigger, *one.event.repeats)]
    assert sorted(triggers) == [one.event.trigger for one in events]
    assert {c.by for one in kept for c in one.event.claims} == {c.by for one in events for c in one.event.claims}


@given(reports)
def test_what_happened_is_never_one_with_what_did_not(events):
    drawn = {one.event.trigger: one.event.drawn for one in events}
    for one in merged(events):
        assert {drawn[trigger] for trigger in one.event.repeats} <= {one.event.drawn}


@given(reports)
def test_merging_again_changes_nothing(events):
    once = merged(events)
    assert merged(once) == once


def test_time_of_merging_grows_with_the_number_of_events():
    def seconds(number):
        events = [told(10 * i, at=None) for i in range(number)]
        began = time.process_time()
        merged(events)
        return time.process_time() - began

    assert min(seconds(4000) for _ in range(2)) < 8 * max(seconds(1000), 0.1)
