"""Names in plain sentences; each was written for this test."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.model import Document, Kind
from geomap.recognize import CrfRecognizer


@pytest.fixture(scope="module")
def names(gazetteer):
    recognizer = CrfRecognizer(gazetteer)
    return lambda text: [mention.text for mention in recognizer.recognize(Document(id="d", text=text))]


@pytest.fixture(scope="module")
def recognize(gazetteer):
    recognizer = CrfRecognizer(gazetteer)
    return lambda text: recognizer.recognize(Document(id="d", text=text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "RUJBAN, Libya, July 4 (Wire) - Rebels pushed troops back from Kiklah and Bani Walid, a commander said.",
            ["RUJBAN", "Libya", "Kiklah", "Bani Walid"],
        ),
        (
            "Government forces shelled Misurata while rebels seized Gila'a in the Nafusah Mountains on Sunday.",
            ["Misurata", "Gila'a", "Nafusah Mountains"],
        ),
        (
            "Ukrainian troops withdrew from Avdiivka on Saturday after Russian shelling of Donetsk and Kharkiv.",
            ["Avdiivka", "Donetsk", "Kharkiv"],
        ),
        (
            "Sudanese soldiers clashed with paramilitaries in El Fasher and Omdurman on Friday, residents said.",
            ["El Fasher", "Omdurman"],
        ),
        ("Gunmen killed twelve villagers near Mopti in central Mali.", ["Mopti", "Mali"]),
        (
            "Houthi rebels fired rockets at Marib from the hills west of Sanaa on Wednesday, Yemeni officials said.",
            ["Marib", "Sanaa"],
        ),
        (
            "Fighters entered Deir ez-Zor and crossed the Euphrates River; Iraqi troops left Mosul and Tal Afar.",
            ["Deir ez-Zor", "Euphrates River", "Mosul", "Tal Afar"],
        ),
        (
            "Insurgents abducted schoolgirls from Chibok, in Borno State, and burned houses in Maiduguri.",
            ["Chibok", "Borno State", "Maiduguri"],
        ),
        (
            "Heavy fighting between rebels and Congolese troops broke out near Goma in North Kivu on Tuesday.",
            ["Goma", "North Kivu"],
        ),
        ("A car bomb exploded outside the Somali parliament in Mogadishu in April.", ["Mogadishu"]),
        (
            "Azerbaijani forces shelled Stepanakert and Armenian troops retreated towards Lachin and Goris.",
            ["Stepanakert", "Lachin", "Goris"],
        ),
        (
            "Insurgents overran Kunduz and Pul-e-Khumri, and displaced families fled to Kabul.",
            ["Kunduz", "Pul-e-Khumri", "Kabul"],
        ),
        (
            "Guerrillas attacked a base near Myitkyina in Kachin State, Myanmar.",
            ["Myitkyina", "Kachin State", "Myanmar"],
        ),
        (
            "Colombian troops and guerrillas clashed in Tumaco and along the Putumayo River on Thursday.",
            ["Tumaco", "Putumayo River"],
        ),
        (
            "Rebel commanders said the general was killed on the road between Kiklah and Rujban.",
            ["Kiklah", "Rujban"],
        ),
    ],
)
def test_places_and_nothing_else(names, text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The rebels fought on.",
        "Fighting went on from Monday to Friday, and again in March and December.",
        "The French and the British had lied, the Americans and Russians said.",
        "Libyan rebels fought government troops; Syrian and Iraqi officials were silent.",
        "The president met the minister on Tuesday and a general on Wednesday.",
        "Muammar Gaddafi spoke for an hour.",
        "General Khalifa Hifter and Mustafa Abdul Jalil met again on Sunday.",
        "Mr. Ahmed told Ms. Fatima Saleh about it.",
        "David Cameron and Hillary Clinton condemned the attack.",
    ],
)
def test_people_days_months_and_peoples_are_no_places(names, text):
    assert names(text) == []


def test_offsets_lie_in_the_document(recognize):
    text = "Rebels left.\n\nShells – dozens – fell on Kiklah 😀 and مصراتة, then on Yafran."
    for mention in recognize(text):
        assert text[mention.span.start : mention.span.end] == mention.text
    assert {"Kiklah", "Yafran"} <= {mention.text for mention in recognize(text)}


def test_a_dateline_in_capitals_is_found(names):
    assert names("TRIPOLI, Libya (Wire) - Shells fell on the port.")[:2] == ["TRIPOLI", "Libya"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Shells fell on Kiklah on Sunday.", "Kiklah", Kind.SETTLEMENT),
        ("Troops entered Libya on Sunday.", "Libya", Kind.COUNTRY),
        ("Rebels held the Nafusah Mountains on Sunday.", "Nafusah Mountains", Kind.RELIEF),
        ("Gunmen attacked villages in Borno State on Sunday.", "Borno State", Kind.REGION),
        ("Troops crossed the Euphrates River on Sunday.", "Euphrates River", Kind.WATER),
    ],
)
def test_kinds_of_mentions(recognize, text, name, kind):
    (mention,) = recognize(text)
    assert (mention.text, mention.kind) == (name, kind)
    assert mention.score > 0.5


def test_a_report_is_read_alike_whatever_was_read_before(recognize):
    text = "Shells fell on Kiklah and Bani Walid on Sunday."
    alone = recognize(text)
    recognize("Troops left Mosul; the Americans stayed in Baghdad.")
    assert recognize(text) == alone


PIECES = [
    *("Kiklah", "Bani ", "Walid ", "Al-", "Gila'a ", "the ", "in ", "Libya", "'s ", ", ", ". ", "\n", "- ", "😀 "),
    *("مصراتة ", "Харків ", "1,200 ", "U.S. ", "MONDAY ", "(", ") ", "“", "” ", "_", "\u0301", "\u200f", "ǅ", "ß "),
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
@settings(max_examples=200)
def test_mentions_of_any_text_are_in_order_and_do_not_overlap(recognize, text):
    behind = 0
    for mention in recognize(text):
        assert behind <= mention.span.start < mention.span.end
        assert text[mention.span.start : mention.span.end] == mention.text
        assert 0 <= mention.score <= 1
        behind = mention.span.end


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("He teaches law at Misrata University in Libya.", {"Libya"}),
        ("She told the Tripoli Daily Herald that it was over.", set()),
        ("Shells fell on Misrata. University students fled.", {"Misrata"}),
        ("They met at the Baghdad Theatre on Sunday.", set()),
        ("She quarrelled with everyone at Radio Baghdad and moved to Erbil.", {"Erbil"}),
        ("The ferry, the Star of Kassala, lies idle in Port Sudan.", {"Port Sudan"}),
    ],
)
def test_a_name_within_the_name_of_an_institution_is_no_place(gazetteer, text, places):
    found = CrfRecognizer(gazetteer).recognize(Document(id="d", text=text))
    assert {mention.text for mention in found} == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "heavy shelling on saraqib since dawn, 3 dead. jets over idlib too. no bread in aleppo",
            "saraqib idlib aleppo",
        ),
        ("gunfire near the airport again, nobody knows who. people fleeing to tajoura", "tajoura"),
        ("the bread was good today, and nobody shouted at the gate", ""),
    ],
)
def test_a_post_without_capitals_keeps_its_places(gazetteer, text, places):
    found = CrfRecognizer(gazetteer).recognize(Document(id="d", text=text))
    assert [mention.text for mention in found] == places.split()
    assert all(text[mention.span.start : mention.span.end] == mention.text for mention in found)
