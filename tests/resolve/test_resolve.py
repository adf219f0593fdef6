import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.model import Document, Kind, Mention, Method, Place, Point, Span
from geomap.protocols import Geocoded, Outcome
from geomap.resolve import resolve

NOWHERE = "Xyzzyqwv"


def where(resolution):
    return (resolution.place.country, resolution.place.admin1) if resolution.place else None


class Asked:
    """A geocoder that gives one answer and keeps what it was asked."""

    name = "fake"

    def __init__(self, answer=None):
        self.answer = answer or Geocoded(outcome=Outcome.NOT_FOUND)
        self.asked = []

    def geocode(self, name, *, country):
        self.asked.append((name, country))
        return self.answer


class TestContext:
    def test_without_more_a_name_means_the_best_known_place(self, resolved):
        (found,) = resolved("Clashes broke out in Tripoli.", "Tripoli")
        assert found.place.country == "LY"
        (found,) = resolved("A bomb went off in Paris.", "Paris")
        assert found.place.country == "FR"

    def test_a_country_behind_a_comma_says_which(self, resolved):
        tripoli, lebanon = resolved("Shells fell on Tripoli, Lebanon, police said.", "Tripoli", "Lebanon")
        assert (tripoli.place.id, lebanon.place.country) == ("geonames:266826", "LB")
        bayda, _ = resolved("Fighting raged in Al Bayda, Libya.", "Al Bayda", "Libya")
        assert bayda.place.id == "geonames:89055"
        bayda, _ = resolved("Fighting raged in Al Bayda, Yemen.", "Al Bayda", "Yemen")
        assert bayda.place.country == "YE"

    @pytest.mark.parametrize(
        ("town", "province", "key"), [("Paris", "Texas", "geonames:4717560"), ("Moscow", "Idaho", "geonames:5601538")]
    )
    def test_a_province_behind_a_comma_says_which(self, resolved, town, province, key):
        found, _ = resolved(f"A bomb went off in {town}, {province}, on Monday.", town, province)
        assert found.place.id == key

    def test_the_country_of_a_story_says_which(self, resolved):
        text = "Shells fell on Tripoli and Zintan in Libya, rebels said."
        assert resolved(text, "Tripoli", "Zintan", "Libya")[0].place.id == "geonames:2210247"
        text = "Shells fell on Tripoli and Sidon; in Beirut, Lebanese soldiers stood by."
        assert resolved(text, "Tripoli", "Sidon", "Beirut")[0].place.id == "geonames:266826"

    def test_a_province_told_as_one_is_one(self, resolved):
        (found,) = resolved("Shelling went on in Homs province.", "Homs province")
        assert (found.place.kind, found.place.country) == (Kind.REGION, "SY")

    def test_one_name_means_one_place_in_a_report(self, resolved):
        text = "Police left Tripoli. Gunmen in Tripoli, Lebanon, stayed. Tripoli was calm."
        found = resolved(text, "Tripoli", "Tripoli", "Lebanon", "Tripoli")
        assert {r.place.id for r in found if r.mention.text == "Tripoli"} == {"geonames:266826"}


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("Tripoli", "LY", "LB"),
        ("Hyderabad", "PK", "IN"),
        ("Valencia", "VE", "ES"),
        ("Cartagena", "CO", "ES"),
    ],
)
def test_a_hint_of_the_user_says_which(resolved, name, one, other):
    for country in (one, other):
        (found,) = resolved(f"A clash in {name}.", name, countries=(country,))
        assert found.place.country == country


@pytest.mark.parametrize(
    ("key", "country", "spellings"),
    [
        ("geonames:2214846", "LY", ["Misurata", "Misrata", "مصراتة"]),
        ("geonames:170794", "SY", ["Deir ez-Zor", "Dayr az Zawr", "Deir al-Zour"]),
        ("geonames:706483", "UA", ["Kharkov", "Kharkiv", "Харків"]),
        ("geonames:2219760", "LY", ["Gila'a", "Al Qal`ah", "Al-Qalaa"]),
    ],
)
def test_spellings_of_one_place(resolved, key, country, spellings):
    found = {name: resolved(f"Shells fell on {name}.", name, countries=(country,))[0] for name in spellings}
    assert {name: r.place and r.place.id for name, r in found.items()} == dict.fromkeys(spellings, key)
    assert {r.method for r in found.values()} == {Method.GAZETTEER}


def test_a_misspelled_name_is_found_and_said_to_be_one(resolved):
    libya, kiklah, zinten = resolved("In Libya rebels left Kiklah for Zinten.", "Libya", "Kiklah", "Zinten")
    assert (zinten.place.id, zinten.method) == ("geonames:2218963", Method.SIMILAR)
    assert zinten.confidence < kiklah.confidence
    assert libya.method is Method.GAZETTEER


class TestUnsure:
    def test_an_unknown_name_has_no_place_and_says_so(self, resolved):
        unknown, kiklah = resolved(f"Rebels left {NOWHERE} for Kiklah.", NOWHERE, "Kiklah")
        assert (unknown.place, unknown.method, unknown.confidence) == (None, Method.UNKNOWN, 0.0)
        assert kiklah.place.id == "geonames:2215758"

    def test_a_name_of_many_places_is_left_open_with_what_it_may_mean(self, resolved):
        (found,) = resolved("Fighting in Santa Cruz.", "Santa Cruz")
        assert (found.place, found.method) == (None, Method.AMBIGUOUS)
        assert len(found.alternatives) > 1
        scores = [other.score for other in found.alternatives]
        assert scores == sorted(scores, reverse=True)

    def test_no_mentions(self, resolved):
        assert resolved("Nothing happened.") == ()

    def test_runners_up_are_told(self, resolved):
        (found,) = resolved("Clashes broke out in Tripoli.", "Tripoli")
        others = {other.id: other.score for other in found.alternatives}
        assert others["geonames:266826"] < found.confidence
        assert found.place.id not in others


class TestGeocoder:
    def test_it_is_asked_for_unknown_names_only_within_the_country_of_the_report(self, resolved):
        geocoder = Asked()
        resolved(f"Rebels left {NOWHERE} for Kiklah and Salem.", NOWHERE, "Kiklah", "Salem", geocoder=geocoder)
        assert geocoder.asked == [(NOWHERE, "LY")]

    def test_it_is_asked_without_a_country_if_none_is_known(self, resolved):
        geocoder = Asked()
        resolved(f"Rebels left {NOWHERE}.", NOWHERE, geocoder=geocoder)
        assert geocoder.asked == [(NOWHERE, None)]

    def test_a_hint_is_the_country_it_is_asked_within(self, resolved):
        geocoder = Asked()
        resolved(f"Rebels left {NOWHERE}.", NOWHERE, countries=("SD",), geocoder=geocoder)
        assert geocoder.asked == [(NOWHERE, "SD")]

    def test_what_it_finds_is_taken(self, resolved):
        place = Place(
            id="osm:node/1",
            name=NOWHERE,
            point=Point(latitude=32.1, longitude=12.6),
            kind=Kind.SETTLEMENT,
            country="LY",
            attribution="© OpenStreetMap contributors",
        )
        geocoder = Asked(Geocoded(outcome=Outcome.FOUND, place=place))
        (found,) = resolved(f"Rebels left {NOWHERE}.", NOWHERE, geocoder=geocoder)
        assert (found.place, found.method) == (place, Method.GEOCODER)
        assert 0 < found.confidence < 1

    @pytest.mark.parametrize(
        ("outcome", "method"), [(Outcome.NOT_FOUND, Method.UNKNOWN), (Outcome.UNAVAILABLE, Method.UNAVAILABLE)]
    )
    def test_what_it_does_not_find_has_no_place(self, resolved, outcome, method):
        geocoder = Asked(Geocoded(outcome=outcome, reason="no"))
        (found,) = resolved(f"Rebels left {NOWHERE}.", NOWHERE, geocoder=geocoder)
        assert (found.place, found.method, found.confidence) == (None, method, 0.0)


NAMES = ["Tripoli", "Kiklah", "Salem", NOWHERE, "Paris", "Texas", "Lebanon", "Homs province", "ال", "'", "Al-"]


@given(
    names=st.lists(st.one_of(st.sampled_from(NAMES), st.text(min_size=1, max_size=20)), max_size=8),
    gap=st.sampled_from([" ", ", ", " in ", "'s ", " (", "; "]),
    countries=st.lists(st.sampled_from(["LY", "LB", "US", "ZZ"]), max_size=2),
)
@settings(max_examples=60)
def test_every_mention_gets_one_answer_with_a_probability(gazetteer, names, gap, countries):
    text, mentions = "", []
    for name in names:
        mentions.append(Mention(span=Span(len(text), len(text) + len(name)), text=name))
        text += name + gap
    found = resolve(Document(id="d", text=text), mentions, gazetteer, countries=countries)
    assert [resolution.mention for resolution in found] == mentions
    for resolution in found:
        assert 0 <= resolution.confidence <= 1
        assert (resolution.place is not None) == (resolution.method in (Method.GAZETTEER, Method.SIMILAR))
        assert all(0 < other.score <= 1 for other in resolution.alternatives)
    assert found == resolve(Document(id="d", text=text), mentions, gazetteer, countries=countries)


@pytest.mark.parametrize(
    ("text", "names", "country", "province"),
    [
        ("A fire in Laurel County, Kentucky.", ("Laurel County", "Kentucky"), "US", "Kentucky"),
        ("A fire in Charleston, W.Va.", ("Charleston", "W.Va."), "US", "West Virginia"),
        ("A fire in Long Beach, CA.", ("Long Beach", "CA"), "US", "California"),
        ("Shells fell on Sevastopol in Crimea.", ("Sevastopol", "Crimea"), "UA", "Sevastopol"),
        ("Troops left Hargeisa for Berbera.", ("Hargeisa", "Berbera"), "SO", "Somaliland"),
        ("Shells fell on Ghajar Amir/Talldaww in Homs, Syria.", ("Ghajar Amir/Talldaww", "Homs"), "SY", "Homs"),
    ],
)
def test_places_that_are_easily_lost(resolved, text, names, country, province):
    place = resolved(text, *names)[0].place

    assert (place.country, place.admin1) == (country, province)


@pytest.mark.parametrize(("name", "key"), [("Tilorma", "Tiloma"), ("Bunkurre", "Bunkure")])
def test_a_letter_too_many_is_forgiven_where_the_country_is_known(gazetteer, name, key):
    known = {candidate.place.name for candidate in gazetteer.similar(name, ("NG", "SL"))}

    assert key in known


def test_a_stray_name_of_a_greater_town_does_not_take_its_neighbors(resolved):
    """The gazetteer's sources list "Mykolaiv" among the names of Lviv, and "Slov'yansk" among those of Nikopol."""
    for name, key in (("Mykolaiv", "geonames:700569"), ("Sloviansk", "geonames:693468")):
        assert resolved(f"Shells fell on {name} in Ukraine.", name, "Ukraine")[0].place.id == key


def test_a_street_is_not_the_town_it_is_named_after(resolved):
    (street,) = resolved("A mortar round fell on Tripoli Street.", "Tripoli Street")
    assert street.place is None


@pytest.mark.parametrize(
    ("text", "names", "key"),
    [
        ("Rockets hit Ain al-Asad in Iraq.", ("Ain al-Asad", "Iraq"), "geomap:airport-oraa"),
        ("Families fled the Zamzam camp in Darfur.", ("Zamzam camp", "Darfur"), "geomap:zamzam-camp"),
        ("Drones hit the Kakhovka HPP in Ukraine.", ("Kakhovka HPP", "Ukraine"), "geomap:kakhovka-dam"),
    ],
)
def test_landmarks_are_known_by_the_names_that_reports_use(resolved, text, names, key):
    assert resolved(text, *names)[0].place.id == key


def test_a_lake_is_not_the_country_of_its_name(resolved):
    lake, _, chad = resolved("Fighters crossed Lake Chad from Diffa into Chad.", "Lake Chad", "Diffa", "Chad")
    assert (lake.place.kind, chad.place.kind) == (Kind.WATER, Kind.COUNTRY)


def test_a_camp_of_a_town_lies_there(resolved):
    camp, _ = resolved("A fire swept the Dikwa IDP camp in Borno, Nigeria.", "Dikwa IDP camp", "Nigeria")
    assert camp.place.name == "Dikwa"
