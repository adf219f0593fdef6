import pytest

from geomap.model import Document, Mention, Span
from geomap.resolve.evidence import peoples, qualifiers


def pairs(text, *names):
    mentions = []
    for name in names:
        start = text.index(name, mentions[-1].span.end if mentions else 0)
        mentions.append(Mention(span=Span(start, start + len(name)), text=name))
    found = qualifiers(Document(id="d", text=text), mentions)
    return [(names[q.inner], names[q.outer]) for q in found]


@pytest.mark.parametrize(
    ("text", "inner", "outer"),
    [
        ("Paris, Texas", "Paris", "Texas"),
        ("Tripoli (Lebanon)", "Tripoli", "Lebanon"),
        ("Mopti in central Mali", "Mopti", "Mali"),
        ("Kunduz, in Afghanistan", "Kunduz", "Afghanistan"),
        ("Libya's western town of Zintan", "Zintan", "Libya"),
        ("Syria’s Homs", "Homs", "Syria"),
        ("Goma, a city in Congo", "Goma", "Congo"),
    ],
)
def test_one_place_says_where_the_other_is(text, inner, outer):
    first, second = sorted((inner, outer), key=text.index)
    assert pairs(text, first, second) == [(inner, outer)]


@pytest.mark.parametrize(
    "text", ["Hit, Haditha and Ramadi, all in Anbar", "Hit and Haditha and Ramadi, all in the Anbar"]
)
def test_towns_of_a_list_lie_in_the_area_behind_it(text):
    assert pairs(text, "Hit", "Haditha", "Ramadi", "Anbar") == [(t, "Anbar") for t in ("Hit", "Haditha", "Ramadi")]


@pytest.mark.parametrize("text", ["Kiklah and Libya", "Kiklah. Libya", "Kiklah to Libya", f"Kiklah, {'x' * 80}, Libya"])
def test_places_that_only_stand_side_by_side(text):
    assert pairs(text, "Kiklah", "Libya") == []


def test_peoples_are_counted(gazetteer):
    text = "Libyan rebels met Syrian envoys and Libyans; the polish was gone."
    assert peoples(Document(id="d", text=text), gazetteer) == {"LY": 2, "SY": 1}


def test_what_a_sentence_sets_out_with_holds_what_follows(resolved):
    """There is a Comuna 13 in Buenos Aires, and an al-Sabha in Jordan."""
    text = "In Medellín, two were shot on Saturday in Comuna 13. Police in Colombia said so."
    _, comuna, _ = resolved(text, "Medellín", "Comuna 13", "Colombia")
    assert comuna.place is None or comuna.place.country == "CO"
    text = "In Deir ez-Zor, gunmen killed a man in the village of al-Sabha. Syria said nothing."
    _, village, _ = resolved(text, "Deir ez-Zor", "al-Sabha", "Syria")
    assert village.place is None or village.place.country == "SY"


def test_an_alias_that_the_text_gives_means_the_same_place(resolved):
    text = "Fighters took Tel Rifaat, known locally as Arfad, in Syria. In Arfad, they hanged two men."
    tel, arfad, _, again = resolved(text, "Tel Rifaat", "Arfad", "Syria", "Arfad")
    assert tel.place.id == arfad.place.id == again.place.id == "geonames:163476"


def test_who_calls_another_is_not_the_other(resolved):
    text = "On Monday Tripoli called Misrata a den of rebels, and Libya wept."
    tripoli, misrata, _ = resolved(text, "Tripoli", "Misrata", "Libya")
    assert tripoli.place.id != misrata.place.id
