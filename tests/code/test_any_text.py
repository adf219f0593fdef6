"""Whatever a report holds, coding comes to an end, soon, with sound events."""

import datetime as dt
import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.code import code
from geomap.model import Document, event_id
from geomap.taxonomy import event_types

PIECES = (
    "Rebels said they have not killed two soldiers and dozens of people on Monday , . ; : - \u2014 \" ' ( ) \n \n\n "
    "shelled bombed attacked captured Goma will if may no one in since March 3 2019 12 1,200 km years ago aged citing "
    "radio according to the a he denied siege truce U.N. Mr. "
    "\u0663 \u00b2 \u200b caf\u00e9 \u6226 \u0642\u0635\u0641 \U0001f4a3"
).split(" ")
reports = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(PIECES)).map(" ".join)
days = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(reports, days)
def test_events_of_any_text_are_sound(text, published):
    found = code(Document(id="report", text=text, published=published))
    for event in found:
        assert event.type in event_types()
        assert 0 <= event.trigger.start < event.trigger.end <= len(text)
        assert event.trigger in event.sentence
        assert event.sentence.end <= len(text)
        assert event.id == event_id("report", event.type, event.trigger)
        assert 0 <= event.confidence <= 1
        assert event.deaths is None or 0 <= event.deaths.low <= event.deaths.best <= event.deaths.high
        assert event.date is None or event.date.start <= event.date.end
        assert event.date is None or event.date.text is None or event.date.text in text
        for claim in event.claims:
            assert claim.span is None or text[claim.span.start : claim.span.end] == claim.by
        for words in (event.actor, event.target):
            assert words is None or words in text
    assert len({event.id for event in found}) == len(found)
    assert all(one.trigger.end <= other.trigger.start for one, other in itertools.pairwise(found))


@given(reports, days)
def test_equal_text_gives_equal_events(text, published):
    document = Document(id="report", text=text, published=published)
    assert code(document) == code(document)


def test_events_of_a_paragraph_do_not_depend_on_those_behind_it(coded):
    first = "Rebels captured the town of Bria on Monday, killing two soldiers, residents said."
    (alone,) = coded(first)
    together = coded(f"{first}\n\nPolice arrested three men in Nairobi.")
    assert together[0] == alone


HOSTILE = {
    "reports": "Rebels shelled Goma on Monday, killing five people, witnesses said. ",
    "triggers and commas": "attack, ",
    "lines": "A\n",
    "list of killings": "killed hundred ",
    "figures": "1 ",
    "years": "2019 2020 ",
    "days": "3 and ",
    "thousands": "1,000",
    "quotation marks": '"" ',
    "parentheses": "(" * 10,
    "dashes": "A - ",
    "capitals": "ZAGREB ",
    "abbreviations": "U.S.",
    "citations": "citing ",
    "one word": "a",
    "blanks": " \t\u00a0",
    "years ago": "years ago ",
    "Arabic": "\u0642\u0635\u0641 ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_length_of_the_text(unit):
    """Four times the text takes about four times as long, not sixteen times."""

    def seconds(length):
        document = Document(id="d", text=(unit * length)[:length], published=dt.date(2022, 5, 18))
        began = time.process_time()
        code(document)
        return time.process_time() - began

    assert min(seconds(200_000) for _ in range(2)) < 10 * max(seconds(50_000), 0.1)
