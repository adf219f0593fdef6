import json

from geomap.gazetteer import build_to
from geomap.model import Kind, Point


def ids(candidates):
    return [candidate.place.id for candidate in candidates]


def test_a_row_by_hand_comes_out_as_it_was_written(sources, opened):
    (found,) = opened(sources).lookup("Kiklah")
    place = found.place
    assert (place.id, place.name, place.country, place.kind) == ("t:kiklah", "Kiklah", "LY", Kind.SETTLEMENT)
    assert place.point == Point(latitude=32.06, longitude=12.70)
    assert (place.uncertainty_km, place.attribution) == (2.0, "geomap")
    assert (found.match, found.primary, found.names) == (1.0, True, 2)


def test_other_names_lead_to_it_too(sources, opened):
    gazetteer = opened(sources)
    for name in ("Kikla", "KIKLA", "ككلة"):
        (found,) = gazetteer.lookup(name)
        assert (found.place.id, found.primary) == ("t:kiklah", False)


def test_rows_by_hand_win_and_names_add_up(write_sources, tmp_path, opened):
    by_hand = "geonames:7\tAr Rujban\tLY\tPPL\t31.9411\t12.0908\t3\tRujban\tnobody"
    elsewhere = "geonames:7\tRujban Town\tLY\t\tPPL\t31.95\t12.1667\t5000\t1\tRajban"
    gazetteer = opened(write_sources(tmp_path / "sources", [by_hand], towns=[elsewhere]))
    for name in ("Ar Rujban", "Rujban", "Rujban Town", "Rajban"):
        (found,) = gazetteer.lookup(name)
        assert found.place.name == "Ar Rujban"
        assert found.place.point == Point(latitude=31.9411, longitude=12.0908)
        assert found.place.population == 5000
        assert found.place.attribution == "geomap"


def test_places_of_later_sources_are_credited_to_them(write_sources, tmp_path, opened):
    town = "geonames:8\tZintan\tLY\t\tPPL\t31.93\t12.25\t33000\t0\t"
    (found,) = opened(write_sources(tmp_path / "sources", towns=[town])).lookup("Zintan")
    assert (found.place.attribution, found.place.population) == ("GeoNames", 33000)


def test_the_most_populous_namesake_comes_first(write_sources, tmp_path, opened):
    towns = [f"geonames:{n}\tSalem\tLY\t\tPPL\t{n}\t10\t{people}\t0\t" for n, people in ((1, 50), (2, 9000), (3, 700))]
    assert ids(opened(write_sources(tmp_path / "sources", towns=towns)).lookup("Salem")) == [
        "geonames:2",
        "geonames:3",
        "geonames:1",
    ]


def test_an_area_by_hand_is_kept(sources, opened):
    gazetteer = opened(sources)
    area = gazetteer.geometry("t:nafusah")
    assert (area.geom_type, area.bounds) == ("Polygon", (11, 31.5, 13, 32.5))
    assert gazetteer.geometry("t:kiklah") is None
    assert gazetteer.geometry("t:nothing") is None


def test_an_article_may_be_missing_or_added(write_sources, tmp_path, opened):
    row = "t:brega\tAl Burayqah\tLY\tPPL\t30.4\t19.6\t5\tBrega\tnobody"
    gazetteer = opened(write_sources(tmp_path / "sources", [row]))
    for name in ("Burayqah", "El-Burayqah", "El Brega"):
        (found,) = gazetteer.lookup(name)
        assert found.place.id == "t:brega"
        assert 0.8 < found.match < 1


def test_demonyms(sources, opened):
    told = opened(sources).demonyms(["Libyan", "Libyans", "libyan", "Kiklah", ""])
    assert told == {"Libyan": "LY", "Libyans": "LY"}


def test_classes_tell_kind_rank_and_size(write_sources, tmp_path, opened):
    towns = ["geonames:8\tZintan\tLY\t\tPPL\t31.93\t12.25\t33000\t1\tKikla"]
    gazetteer = opened(write_sources(tmp_path / "sources", towns=towns))
    told = gazetteer.classes(["Zintan", "Kiklah", "Kikla", "Western Mountains", "Nowhere", ""])
    assert told == {"Zintan": "S5", "Kiklah": "S0", "Kikla": "s5", "Western Mountains": "m0"}


def test_info_counts_what_each_source_gave(write_sources, tmp_path, opened):
    towns = ["geonames:8\tZintan\tLY\t\tPPL\t31.93\t12.25\t33000\t0\t"]
    told = opened(write_sources(tmp_path / "sources", towns=towns)).info()
    assert (told["places"], told["areas"]) == (3, 1)
    assert [(source["file"], source["licence"], source["places"]) for source in told["sources"]] == [
        ("handmade/rows.tsv", "CC0", 2),
        ("places.tsv.xz", "CC BY 4.0", 1),
    ]
    json.dumps(told)


def test_equal_sources_make_equal_bytes(sources, tmp_path):
    build_to(sources, tmp_path / "one.sqlite")
    build_to(sources, tmp_path / "other.sqlite")
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "other.sqlite").read_bytes()


def test_a_build_takes_the_place_of_an_older_one(write_sources, sources, tmp_path, opened):
    assert opened(sources).lookup("Kiklah")
    write_sources(sources, ["t:yafran\tYafran\tLY\tPPL\t32.06\t12.53\t2\t\tnobody"])
    gazetteer = opened(sources)
    assert gazetteer.lookup("Yafran")
    assert not gazetteer.lookup("Kiklah")
    assert not list(tmp_path.glob("*.tmp"))
