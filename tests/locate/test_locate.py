"""Where events happened, told in general sentences."""

import pytest
import shapely
from geopy.distance import geodesic

from geomap.model import Kind, Relation

GOMA, SAKE = {"Goma": "CD"}, {"Sake": "CD"}
NAIROBI = {"Nairobi": "KE"}
REGION, COUNTRY = Kind.REGION, Kind.COUNTRY


def kilometers(one, other):
    """Distance on the ellipsoid."""
    return geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).km


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "name", "country"),
    [
        ("Rebels shelled a market in Goma on Monday.", "shelled", "shelling", "Goma", "CD"),
        ("Police arrested three men in Nairobi.", "arrested", "arrest", "Nairobi", "KE"),
        ("In Tumaco, gunmen kidnapped a priest.", "kidnapped", "abduction", "Tumaco", "CO"),
        ("Insurgents captured Mopti.", "captured", "capture", "Mopti", "ML"),
        ("A bomb exploded in the northern city of Maiduguri.", "exploded", "explosion", "Maiduguri", "NG"),
    ],
)
def test_a_town_named_with_the_event_is_its_place(location, place, text, trigger, kind, name, country):
    found = location(text, trigger, kind, {name: country})
    assert found.place == place(name, country)
    assert found.relation is Relation.IN
    assert found.precision == 1
    assert found.point == found.place.point
    assert found.geometry.distance(shapely.Point(found.point.longitude, found.point.latitude)) < 1e-4
    assert [text[span.start : span.end] for span in found.mentions] == [name]
    assert name in found.reason


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Rebels attacked a convoy outside Goma.", Relation.OUTSIDE),
        ("Rebels attacked a convoy on the outskirts of Goma.", Relation.OUTSIDE),
        ("Rebels attacked a convoy near Goma.", Relation.NEAR),
        ("Rebels attacked a convoy close to the town of Goma.", Relation.NEAR),
    ],
)
def test_outside_and_near_are_not_in(location, text, relation):
    found = location(text, "attacked", "clash", GOMA)
    assert found.relation is relation
    assert found.precision == 2
    assert found.uncertainty_km > found.place.uncertainty_km


@pytest.mark.parametrize(
    ("words", "bearing", "distance_km"),
    [
        ("12 miles south of", 180, 19.312),
        ("about 30 kilometers northwest of", 315, 30),
        ("some 40 km east of the town of", 90, 40),
        ("twenty miles north of", 0, 32.187),
        ("five kilometres west of", 270, 5),
        ("30 km southwest of", 225, 30),
        ("1,000 meters north of", 0, 1),
        ("12 miles south-east of", 135, 19.312),
        ("12.5 km east of", 90, 12.5),
        ("40 kilometers (25 miles) south of", 180, 40),
        ("40 km to the south of", 180, 40),
        ("half a mile east of", 90, 0.805),
    ],
)
def test_a_distance_and_a_direction_make_a_point(location, words, bearing, distance_km):
    found = location(f"Gunmen attacked a convoy {words} Gao.", "attacked", "clash", {"Gao": "ML"})
    base = found.place.point
    expected = geodesic(kilometers=distance_km).destination((base.latitude, base.longitude), bearing)
    assert found.relation is Relation.DISTANCE_FROM
    assert kilometers(base, found.point) == pytest.approx(distance_km, rel=0.01)
    assert kilometers(found.point, expected) < 0.01 * distance_km
    assert found.precision == 2


def test_a_distance_without_a_direction_is_uncertain_by_as_much(location):
    found = location("Gunmen attacked a bus 20 km from Mopti.", "attacked", "clash", {"Mopti": "ML"})
    assert found.relation is Relation.DISTANCE_FROM
    assert found.point == found.place.point
    assert found.uncertainty_km >= 20


def test_a_direction_alone_leads_that_way(location):
    found = location("Rebels seized a village south of Aleppo.", "seized", "capture", {"Aleppo": "SY"})
    assert found.relation is Relation.DIRECTION_OF
    assert found.point.latitude < found.place.point.latitude
    assert kilometers(found.point, found.place.point) < found.uncertainty_km + 1
    assert found.precision == 2


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("A mine exploded between Goma and Sake.", Relation.BETWEEN),
        ("A mine exploded on the Goma-Sake road.", Relation.ALONG),
        ("A mine exploded on the road from Goma to Sake.", Relation.ALONG),
        ("A mine exploded on the road between Goma and Sake.", Relation.ALONG),
    ],
)
def test_between_two_places_is_a_line(location, place, text, relation):
    found = location(text, "exploded", "explosion", GOMA | SAKE)
    ends = [place("Goma", "CD").point, place("Sake", "CD").point]
    assert found.relation is relation
    assert found.geometry.geom_type == "LineString"
    assert len(found.mentions) == 2
    assert [tuple(round(x, 3) for x in end) for end in found.geometry.coords] == [
        (round(end.longitude, 3), round(end.latitude, 3)) for end in ends
    ]
    assert kilometers(found.point, ends[0]) == pytest.approx(kilometers(found.point, ends[1]), rel=0.02)
    assert found.precision == 5
    assert kilometers(found.point, ends[0]) <= found.uncertainty_km * 1.01


@pytest.mark.parametrize(
    "text",
    ["People fled from Sake to Goma.", "People fled Sake for Goma.", "Thousands of people fled from Sake into Goma."],
)
def test_flight_leads_from_its_origin_to_its_destination(location, place, text):
    found = location(text, "fled", "displacement", GOMA | SAKE)
    assert found.relation is Relation.FROM_TO
    assert found.geometry.geom_type == "LineString"
    assert found.point == place("Sake", "CD").point
    assert [text[span.start : span.end] for span in found.mentions] == ["Sake", "Goma"]


def test_a_flight_over_the_antimeridian_does_not_go_around_the_world(location):
    found = location("People fled from Suva to Apia.", "fled", "displacement", {"Suva": "FJ", "Apia": "WS"})
    assert found.geometry.geom_type == "MultiLineString"
    assert sum(part.length for part in found.geometry.geoms) < 15


@pytest.mark.parametrize(
    ("text", "name", "told", "precision"),
    [
        ("Gunmen attacked villagers in Borno.", "Borno", ("NG", REGION), 4),
        ("Gunmen attacked villagers in Idlib province.", "Idlib", ("SY", REGION), 4),
        ("Gunmen attacked villages across Ukraine.", "Ukraine", ("UA", COUNTRY), 6),
        ("Soldiers attacked insurgents in Mali.", "Mali", ("ML", COUNTRY), 6),
    ],
)
def test_an_area_is_drawn_as_one(location, gazetteer, text, name, told, precision):
    found = location(text, "attacked", "clash", {name: told})
    assert found.geometry.geom_type in ("Polygon", "MultiPolygon")
    assert found.geometry.equals(gazetteer.geometry(found.place.id))
    assert found.precision == precision


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "places", "name"),
    [
        (
            "NAIROBI, May 18 (Wire) - Rebels shelled a market in Goma.",
            "shelled",
            "shelling",
            {"NAIROBI": None} | GOMA,
            "Goma",
        ),
        ("Nairobi, May 18 (Wire) - Rebels shelled Goma.", "shelled", "shelling", NAIROBI | GOMA, "Goma"),
        ("Officials in Nairobi said that rebels shelled Goma.", "shelled", "shelling", NAIROBI | GOMA, "Goma"),
        ("Rebels shelled Goma, officials in Nairobi said.", "shelled", "shelling", NAIROBI | GOMA, "Goma"),
        ("France said rebels shelled Goma.", "shelled", "shelling", {"France": ("FR", COUNTRY)} | GOMA, "Goma"),
        ("A bomb exploded in Goma, France said.", "exploded", "explosion", {"France": ("FR", COUNTRY)} | GOMA, "Goma"),
        ("Rebels attacked Goma from Sake.", "attacked", "clash", GOMA | SAKE, "Goma"),
    ],
)
def test_where_a_report_or_a_speaker_is_says_nothing_about_the_event(location, text, trigger, kind, places, name):
    assert location(text, trigger, kind, places).place.name == name


def test_the_sentence_before_may_tell_the_place(located):
    text = "Heavy fighting was reported in Goma. Civilians were killed there."
    first, second = located(text, {"fighting": "clash", "killed": "attack_civilians"}, GOMA)
    assert first.location.place == second.location.place


def test_two_events_of_a_sentence_have_places_of_their_own(located):
    text = "Rebels shelled Goma, and protesters marched in Nairobi."
    shelled, marched = located(text, {"shelled": "shelling", "marched": "protest"}, GOMA | NAIROBI)
    assert (shelled.location.place.name, marched.location.place.name) == ("Goma", "Nairobi")


def test_an_event_at_two_places_is_drawn_at_both(located):
    found = located("Rebels captured Idlib and Homs.", {"captured": "capture"}, {"Idlib": "SY", "Homs": "SY"})
    assert [one.location.place.name for one in found] == ["Idlib", "Homs"]
    assert len({one.event.id for one in found}) == 2


def test_it_is_drawn_at_both_whichever_is_likelier(located):
    text = "Ships shelled sites around Idlib and Homs."
    found = located(text, {"shelled": "shelling"}, {"Idlib": "SY", "Homs": "SY"})
    assert {one.location.place.name for one in found} == {"Idlib", "Homs"}


def test_an_event_without_a_place_is_kept(located):
    (found,) = located("Rebels shelled the army.", {"shelled": "shelling"}, {})
    assert found.location is None
    assert found.event.type == "shelling"


def test_a_place_that_is_not_known_is_not_replaced_by_another(located):
    text = "Rebels shelled Kibumbasha. Nairobi said nothing."
    (found,) = located(text, {"shelled": "shelling"}, {"Kibumbasha": None} | NAIROBI)
    assert found.location is None


def test_confidence_falls_with_the_doubt_about_the_place(located):
    (found,) = located("Rebels shelled a market in Goma.", {"shelled": "shelling"}, GOMA)
    assert 0 < found.event.confidence <= 0.5 * 0.9


def test_events_come_in_the_order_given(located):
    text = "Rebels shelled Goma. Police arrested men in Nairobi. Nobody knows who burned a house."
    kinds = {"shelled": "shelling", "arrested": "arrest", "burned": "property"}
    assert [one.event.type for one in located(text, kinds, GOMA | NAIROBI)] == list(kinds.values())


def test_a_goal_is_not_an_origin(location):
    text = "Clashes near Goma forced 5,000 people to flee to Gisenyi."
    found = location(text, "flee", "displacement", {"Goma": "CD", "Gisenyi": "RW"})
    assert [text[s.start : s.end] for s in found.mentions] != ["Gisenyi", "Goma"]


@pytest.mark.parametrize(
    "text", ["Fighting between Mali and France broke out in Gao.", "Fighting between Mali and France went on."]
)
def test_parties_are_no_line(location, text):
    found = location(text, "Fighting", "clash", {"Mali": ("ML", COUNTRY), "France": ("FR", COUNTRY), "Gao": "ML"})
    assert found is None or found.relation is not Relation.BETWEEN


@pytest.mark.parametrize("words", ["on the border of", "on the border with"])
def test_on_a_border_is_not_in_the_country(location, words):
    assert (
        location(f"Troops massed {words} Mali.", "massed", "deployment", {"Mali": ("ML", COUNTRY)}).relation
        is Relation.BORDER_OF
    )


def test_a_distance_around_the_world_is_none(location):
    found = location("Clashes broke out 99999999 km south of Goma.", "Clashes", "clash", GOMA)
    assert found is None or found.uncertainty_km < 20_000


@pytest.mark.parametrize("words", ["Ten miles outside", "20 km off"])
def test_a_distance_without_direction_widens_the_ring(location, words):
    assert location(f"{words} Suva, gunmen attacked a convoy.", "attacked", "clash", {"Suva": "FJ"}).uncertainty_km > 15
