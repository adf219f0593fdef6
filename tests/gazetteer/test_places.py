"""What the shipped gazetteer knows."""

import pytest
from shapely import Point as Dot

from geomap.model import Kind, Point


def found(gazetteer, name):
    return {candidate.place.id: candidate.place for candidate in gazetteer.lookup(name)}


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("geonames:2214846", ["Misurata", "Misrata", "Misratah", "مصراتة", "مصراته"]),
        ("geonames:170794", ["Deir ez-Zor", "Dayr az Zawr", "Deir al-Zour", "دير الزور"]),
        ("geonames:706483", ["Kharkov", "Kharkiv", "Харків", "Харьков"]),
        ("geonames:2219760", ["Gila'a", "Gila’a", "Al Qal`ah", "Al-Qalaa", "القلعة"]),
        ("geonames:2219463", ["Rujban", "Ar Rujban", "Al Rujban", "الرجبان"]),
        ("geonames:2215758", ["Kiklah", "Kikla", "Chicla", "ككلة"]),
    ],
)
def test_spellings_of_one_place(gazetteer, key, names):
    assert [name for name in names if key not in found(gazetteer, name)] == []


@pytest.mark.parametrize(
    ("spelled", "country", "key"),
    [
        ("Yafrin", "LY", "geonames:2208791"),
        ("Benghasi", "LY", "geonames:88319"),
        ("Zinten", "LY", "geonames:2218963"),
        ("Gharian", "LY", "geonames:2217362"),
        ("Omdorman", "SD", "geonames:365137"),
        ("Maidugori", "NG", "geonames:2331447"),
        ("Donetzk", "UA", "geonames:709717"),
    ],
)
def test_misspelled_names_are_found_within_their_country(gazetteer, spelled, country, key):
    similar = gazetteer.similar(spelled, [country])
    assert key in {candidate.place.id for candidate in similar}
    assert {candidate.place.country for candidate in similar} == {country}
    assert [candidate.match for candidate in similar] == sorted((c.match for c in similar), reverse=True)


def test_rows_by_hand_win_over_the_other_sources(gazetteer):
    assert found(gazetteer, "Rujban")["geonames:2219463"].point == Point(latitude=31.9411, longitude=12.0908)
    assert found(gazetteer, "Kiklah")["geonames:2215758"].point == Point(latitude=32.0629, longitude=12.6953)


@pytest.mark.parametrize("name", ["Nafusah Mountains", "Western Mountains", "Jebel Nefusa", "جبل نفوسة"])
def test_the_nafusah_mountains_hold_their_towns(gazetteer, name):
    assert found(gazetteer, name)["geomap:ly-nafusah"].kind is Kind.RELIEF
    area = gazetteer.geometry("geomap:ly-nafusah")
    for longitude, latitude in ((12.6953, 32.0629), (12.0908, 31.9411), (12.5603, 32.0492), (10.9812, 31.8685)):
        assert area.contains(Dot(longitude, latitude))
    assert not area.contains(Dot(13.1873, 32.8874))


@pytest.mark.parametrize(
    ("name", "kind", "country", "inside"),
    [
        ("Libya", Kind.COUNTRY, "LY", (17, 27)),
        ("Ukraine", Kind.COUNTRY, "UA", (30.5, 50.4)),
        ("Sudan", Kind.COUNTRY, "SD", (32.5, 15.5)),
        ("Burma", Kind.COUNTRY, "MM", (96.1, 21.9)),
        ("Ivory Coast", Kind.COUNTRY, "CI", (-5.3, 6.8)),
        ("Idlib", Kind.REGION, "SY", (36.6, 35.9)),
        ("North Kivu", Kind.REGION, "CD", (29.2, -1.6)),
        ("Donetsk", Kind.REGION, "UA", (37.8, 48.0)),
        ("Kachin State", Kind.REGION, "MM", (97.4, 25.4)),
        ("Mediterranean Sea", Kind.WATER, None, (18, 34)),
        ("Red Sea", Kind.WATER, None, (38, 20)),
        ("Lake Chad", Kind.WATER, None, None),
        ("Euphrates", Kind.WATER, None, None),
        ("Sahara", Kind.RELIEF, None, (20, 22)),
    ],
)
def test_areas_and_lines(gazetteer, name, kind, country, inside):
    places = [place for place in found(gazetteer, name).values() if place.kind is kind]
    assert country is None or country in {place.country for place in places}
    shapes = [gazetteer.geometry(place.id) for place in places]
    assert any(shape is not None and (inside is None or shape.contains(Dot(*inside))) for shape in shapes)


def test_districts_and_airports(gazetteer):
    assert any(place.kind is Kind.AIRPORT for place in found(gazetteer, "Mitiga Airport").values())
    assert any(place.kind is Kind.DISTRICT for place in found(gazetteer, "Chibok").values())


def test_provinces_of_towns(gazetteer):
    assert found(gazetteer, "Maiduguri")["geonames:2331447"].admin1 == "Borno State"
    assert found(gazetteer, "Paris")["geonames:4717560"].admin1 == "Texas"


@pytest.mark.parametrize(
    ("word", "country"), [("Libyan", "LY"), ("Syrians", "SY"), ("Ukrainian", "UA"), ("Turks", "TR"), ("Kiklah", None)]
)
def test_peoples(gazetteer, word, country):
    assert gazetteer.demonyms([word]).get(word) == country


def test_towns_near_kiklah(gazetteer):
    around = gazetteer.near(Point(latitude=32.0629, longitude=12.6953), radius_km=16)
    assert around[0].id == "geonames:2215758"
    assert "geonames:2208791" in {place.id for place in around}
    assert all(place.kind is Kind.SETTLEMENT for place in around)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "'",
        "\0",
        "%",
        '"; DROP TABLE place; --',
        "x" * 10_000,
        "é" * 10_000,
        "ال" * 5000,
        "a " * 5000,
        "\ud800",
    ],
    ids=["empty", "space", "quote", "null", "wild", "injection", "long", "marks", "articles", "words", "surrogate"],
)
def test_names_of_nothing_are_harmless(gazetteer, name):
    assert gazetteer.lookup(name) == ()
    assert gazetteer.similar(name) == ()
    assert gazetteer.similar(name, ["LY"]) == ()
    assert gazetteer.classes([name]) == {}
    assert gazetteer.demonyms([name]) == {}


@pytest.mark.parametrize("key", ["", "geonames:0", "\0", "x" * 10_000, "\ud800"])
def test_an_unknown_id_has_no_shape(gazetteer, key):
    assert gazetteer.geometry(key) is None


def test_every_source_is_credited(gazetteer):
    told = gazetteer.info()
    assert told["places"] == sum(source["places"] for source in told["sources"])
    assert all(source["attribution"] and source["licence"] and source["places"] for source in told["sources"])
