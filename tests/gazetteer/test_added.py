"""The user's own places: what they become, how they meet the shipped ones, and what is refused."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GazetteerCorrupt, GazetteerError
from geomap.gazetteer import SqliteGazetteer, added, build_to
from geomap.gazetteer.added import World, recognized
from geomap.gazetteer.files import Source
from geomap.gazetteer.provinces import Provinces
from geomap.model import Kind, Point

BOWTIE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
CODES = frozenset({"LY", "TN"})


def square(west, south, size=1.0):
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def dumped(key=900, name="Zawiyat", names="", at=(31.5, 11.5), group="P", code="PPL", country="LY", people=0):  # noqa: PLR0913, PLR0917
    return "\t".join(
        map(str, [key, name, name, names, *at, group, code, country, "", "00", "", "", "", people, "", "", "UTC", "-"])
    )


def alternate(key, name, language="en"):
    return f"1\t{key}\t{language}\t{name}\t\t\t\t\t\t"


@pytest.fixture
def build(world_of, tmp_path):
    """Build and open a gazetteer with files added, by name and text."""

    def built(*towns, **files):
        paths = []
        for name, text in files.items():
            stem, _, ending = name.rpartition("_")
            paths.append(tmp_path / f"{stem}.{ending}")
            paths[-1].write_text(text, encoding="utf-8")
        build_to(world_of(*towns), tmp_path / "built.sqlite", recognized(paths))
        return SqliteGazetteer(tmp_path / "built.sqlite")

    return built


def one(gazetteer, name):
    (found,) = gazetteer.lookup(name)
    return found


# Tables


def test_a_table_row_comes_out_as_it_was_written(build):
    head = "id,name,latitude,longitude,names,country,kind,population,uncertainty_km,admin1\n"
    row = "farm-1,Mazraat Salem,31.5,-12.5,Salem Farm|مزرعة سالم,ly,facility,120,0.5,Nalut\n"
    found = one(build(own_csv=head + row), "Salem Farm")
    place = found.place
    assert (place.id, place.name, place.country, place.kind) == ("user:own/farm-1", "Mazraat Salem", "LY", "facility")
    assert (place.point, place.population) == (Point(latitude=31.5, longitude=-12.5), 120)
    assert (place.uncertainty_km, place.admin1, place.attribution) == (0.5, "Nalut", "own.csv")
    assert (found.primary, found.names) == (False, 2)


def test_three_columns_are_enough_under_the_names_that_people_give_them(build):
    gazetteer = build(
        own_csv="\ufeffNAME, Lat ,lng,notes\nMarsa,31.5,11.5,ours\n", other_tsv="name\tlat\tlon\nMarj\t1\t2\n"
    )
    place = one(gazetteer, "marsa").place
    assert (place.id, place.kind, place.uncertainty_km) == ("user:own/2", Kind.SETTLEMENT, 2.0)
    assert (place.country, place.admin1) == ("LY", "Nalut")  # by the province it lies in
    assert one(gazetteer, "Marj").place.id == "user:other/2"


def test_own_rows_win_over_shipped_ones_and_names_add_up(build):
    town = "geonames:8\tZintan\tLY\tLBY-1\tPPL\t31.93\t12.25\t33000\t4\tZentan"
    table = "id,name,latitude,longitude,names,population\ngeonames:8,Az Zintan,31.5,11.2,Sintan,5\n"
    gazetteer = build(town, own_csv=table)
    for name in ("Az Zintan", "Zintan", "Zentan", "Sintan"):
        place = one(gazetteer, name).place
        assert (place.name, place.point) == ("Az Zintan", Point(latitude=31.5, longitude=11.2))
        assert (place.population, place.country, place.attribution) == (33000, "LY", "own.csv")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,latitude\nX,31\n", "no longitude"),
        ("title,lat,lon\nX,31,12\n", "no name"),
        ("name,lat,lon\nX,31,12\nY,95,12\n", "line 3"),
        ("name,lat,lon\nX,31,-181\n", "line 2"),
        ("name,lat,lon\nX,nan,12\n", "line 2"),
        ("name,lat,lon\nX,north,12\n", "the latitude 'north'"),
        ("name,lat,lon\nX,31\n", "columns of the first line"),
        ("name,lat,lon\n  ,31,12\n", "may not be empty"),
        ("name,lat,lon,country\nX,31,12,ZZ\n", "the country 'ZZ'"),
        ("name,lat,lon,country\nX,31,12,Libya\n", "ISO 3166-1"),
        ("name,lat,lon,kind\nX,31,12,town\n", "the kind 'town'"),
        ("name,lat,lon,population\nX,31,12,many\n", "the population 'many'"),
        ("name,lat,lon,population\nX,31,12,-5\n", "population -5"),
        ("name,lat,lon,population\nX,31,12,inf\n", "the population 'inf'"),
        ("name,lat,lon,country,admin1\nX,31,12,LY,Tataouine\n", "'Tataouine' is not a first-level division of LY"),
        ("name,lat,latitude,lon\nX,31,32,12\n", "two columns tell the latitude"),
        ('name,lat,lon\n"X,31,12\n', "unexpected end"),
        ("", "it is empty"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_line(build, text, told):
    with pytest.raises(GazetteerCorrupt, match=r"own\.csv") as failure:
        build(own_csv=text)
    assert told in str(failure.value)


# GeoJSON


def test_features_keep_lines_and_areas(build):
    line = {"type": "LineString", "coordinates": [[11, 31], [12, 32], [13, 32]]}
    gazetteer = build(
        own_geojson=collection(
            feature({"type": "Point", "coordinates": [11.5, 31.5, 600]}, name="Camp", names=["The Camp", "C"]),
            feature(line, name="Front Line", id="front"),
            feature(square(20, 30), name="Zone A", kind="district", country="LY", population=7),
        )
    )
    camp, front, zone = (one(gazetteer, name).place for name in ("the camp", "Front Line", "Zone A"))
    assert (camp.id, camp.kind, camp.point) == ("user:own/1", Kind.SETTLEMENT, Point(latitude=31.5, longitude=11.5))
    assert (front.id, front.kind) == ("user:own/front", Kind.OTHER)
    assert (zone.kind, zone.population, zone.point) == (Kind.DISTRICT, 7, Point(latitude=30.5, longitude=20.5))
    assert 55 < zone.uncertainty_km < 65
    assert gazetteer.geometry(camp.id) is None
    assert gazetteer.geometry(front.id).geom_type == "LineString"
    assert gazetteer.geometry(zone.id).area == pytest.approx(1)


def test_an_area_that_crosses_itself_keeps_both_its_parts(build):
    gazetteer = build(own_geojson=collection(feature(BOWTIE, name="Zone")))
    area = gazetteer.geometry("user:own/1")
    assert area.is_valid
    assert area.area == pytest.approx(2)


def test_a_missing_area_of_a_shipped_place_is_filled_in(build):
    zone = feature(square(12, 31), name="Zintan", id="geonames:8", kind="settlement")
    gazetteer = build("geonames:8\tZintan\tLY\t\tPPL\t31.93\t12.25\t33000\t4\t", own_geojson=collection(zone))
    assert gazetteer.geometry("geonames:8").area == pytest.approx(1)
    assert one(gazetteer, "Zintan").place.population == 33000


@pytest.mark.parametrize(
    "wrong",
    [
        feature(None, name="X"),
        feature({"type": "Point", "coordinates": [181, 0]}, name="X"),
        feature({"type": "Point", "coordinates": [1400000, 3700000]}, name="X"),
        feature({"type": "Point", "coordinates": []}, name="X"),
        feature({"type": "Point", "coordinates": ["east", 0]}, name="X"),
        feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}, name="X"),
        feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, name="X"),
        feature({"type": "Blob"}, name="X"),
        feature(square(0, 0)),
        feature(square(0, 0), name="X", country="ZZ"),
        feature(square(0, 0), name="\ud800"),
        {"type": "Feature", "properties": None, "geometry": square(0, 0)},
        "feature",
    ],
)
def test_a_feature_that_is_wrong_is_refused_with_its_number(build, wrong):
    with pytest.raises(GazetteerCorrupt, match=r"own\.geojson, feature 2"):
        build(own_geojson=collection(feature(square(0, 0), name="Y"), wrong))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "FeatureCollection"}', "[" * 100_000])
def test_what_is_no_geojson_is_refused(build, text):
    with pytest.raises(GazetteerCorrupt, match=r"own\.json"):
        build(own_json=text)


# GeoNames


def test_a_dump_comes_out_with_its_kinds_and_provinces(build):
    rows = [
        dumped(900, "Zawiyat", "Zawia,TIP,Zauia", people=50),
        dumped(901, "Wadi Tanit", group="H", code="WAD"),
        dumped(902, "Hamada Oil Field", group="L", code="OILF"),
        dumped(903, "Coast Road", group="R", code="RD"),
        dumped(904, "At The Border", at=(31.5, 10.9), country="LY"),
        dumped(905, "Far Away", at=(31.5, 14), country="LY"),
        dumped(906, "In Between", at=(31.5, 10.5), country=""),
        dumped(907, "Clinic", group="S", code="HSP", country="TN", at=(31.5, 10.5)),
    ]
    gazetteer = build(LY_txt="\n".join(rows) + "\n")
    places = {n: one(gazetteer, n).place for n in ("Zauia", "Wadi Tanit", "Hamada Oil Field", "Coast Road", "Clinic")}
    assert [place.kind for place in places.values()] == ["settlement", "water", "facility", "road", "facility"]
    town = places["Zauia"]
    assert (town.id, town.admin1, town.population, town.attribution) == ("geonames:900", "Nalut", 50, "GeoNames")
    assert not gazetteer.lookup("TIP")
    assert one(gazetteer, "At The Border").place.admin1 == "Nalut"  # just across by a simplified outline
    assert one(gazetteer, "Far Away").place.admin1 is None
    assert (one(gazetteer, "In Between").place.admin1, places["Clinic"].admin1) == ("Tataouine", "Tataouine")


def test_a_dump_adds_to_shipped_places_and_does_not_move_them(build):
    town = "geonames:900\tAz Zawiya\tLY\tLBY-1\tPPL\t31.93\t12.25\t10\t4\t"
    gazetteer = build(town, LY_txt=dumped(900, "Zawiyat", "Zawia", people=50) + "\n" + dumped(77, "Nalut Province"))
    place = one(gazetteer, "Zawia").place
    assert (place.name, place.point.latitude, place.population) == ("Az Zawiya", 31.93, 50)
    assert one(gazetteer, "Nalut Province").place.name == "Nalut"
    assert place.admin1 == "Nalut"


def test_own_tables_win_over_dumps(build):
    gazetteer = build(LY_txt=dumped(900, "Zawiyat"), own_csv="id,name,lat,lon\ngeonames:900,Ours,31.1,11.1\n")
    assert one(gazetteer, "Zawiyat").place.name == "Ours"


def test_alternate_names_go_to_places_that_are_known(build):
    names = [
        alternate(900, "Zauia", "it"),
        alternate(900, "https://example.org/zawiyat", "link"),
        alternate(900, "TIP", "iata"),
        alternate(900, "Q123", "wkdt"),
        alternate(900, "ABC", ""),
        alternate(8, "Zenten"),
        alternate(999, "Nowhere"),
    ]
    gazetteer = build(
        "geonames:8\tZintan\tLY\t\tPPL\t31.93\t12.25\t33000\t0\t",
        names_txt="\n".join(names) + "\n",
        LY_txt=dumped(900),
    )
    assert one(gazetteer, "Zauia").place.id == "geonames:900"
    assert (one(gazetteer, "Zenten").place.name, one(gazetteer, "Zenten").names) == ("Zintan", 1)
    for name in ("https://example.org/zawiyat", "TIP", "Q123", "ABC", "Nowhere"):
        assert not gazetteer.lookup(name)
    told = gazetteer.info()["sources"][-1]
    assert (told["file"], told["names_added"], told["names_of_unknown_places"]) == ("names.txt", 2, 1)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (dumped()[:-2], "18 columns"),
        (dumped(key="x"), "'x'"),
        (dumped(at=(91, 0)), "latitude 91.0"),
        (dumped(at=("north", 0)), "north"),
        (dumped(country="ZZ"), "the country 'ZZ'"),
        (dumped(people="many"), "many"),
        (dumped(name=" "), "may not be empty"),
    ],
)
def test_a_line_of_a_dump_that_is_wrong_is_refused(build, row, told):
    with pytest.raises(GazetteerCorrupt, match=r"LY\.txt, line 2") as failure:
        build(LY_txt=f"{dumped()}\n{row}\n{dumped()}\n")
    assert told in str(failure.value)


@pytest.mark.parametrize("row", [alternate("x", "X"), "1\t900\ten"])
def test_a_line_of_alternate_names_that_is_wrong_is_refused(build, row):
    with pytest.raises(GazetteerCorrupt, match=r"names\.txt, line 2"):
        build(names_txt=f"{alternate(1, 'X')}\n{row}\n")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [("a.txt", "a\tb\n", "2 columns"), ("a.shp", "", "does not end in"), ("none.csv", None, "No such file")],
)
def test_files_of_no_known_form_are_refused(tmp_path, name, text, told):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerCorrupt, match=name) as failure:
        recognized([tmp_path / name])
    assert told in str(failure.value)


# All of them


def test_two_tables_of_one_name_are_refused(tmp_path):
    for name in ("own.csv", "own.tsv"):
        (tmp_path / name).write_text("name,lat,lon\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="two added files are named own"):
        recognized([tmp_path / "own.csv", tmp_path / "own.tsv"])


def test_info_lists_added_files_with_credit_count_and_digest(build):
    sources = build(LY_txt=dumped(), own_csv="name,lat,lon\nX,31,12\nY,31,12\n").info()["sources"]
    first, last = sources[0], sources[-1]
    assert (first["file"], first["licence"], first["attribution"]) == ("own.csv", "the user's own", "own.csv")
    assert (first["rows"], first["places"], len(first["sha256"])) == (2, 2, 64)
    assert (last["file"], last["licence"], last["attribution"], last["places"]) == (
        "LY.txt",
        "CC BY 4.0",
        "GeoNames",
        1,
    )


def test_a_full_disk_is_said_and_the_gazetteer_of_before_stays(world_of, tmp_path, monkeypatch):
    built = tmp_path / "built.sqlite"
    folder = world_of()
    build_to(folder, built)
    before = built.read_bytes()

    def full(connection):  # a database that may grow no more
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        connection.execute("CREATE TABLE more AS SELECT randomblob(9999)")

    monkeypatch.setattr("geomap.gazetteer.build._pack", full)
    with pytest.raises(GazetteerError, match="disk is full"):
        build_to(folder, built)
    assert built.read_bytes() == before
    assert not list(tmp_path.glob("*.tmp"))


NO_WORLD = World(countries=CODES, provinces=Provinces([]))


def read_or_refused(path):
    """Rows of a file, none if it is refused; whatever else is raised fails the test."""
    found = []
    with contextlib.suppress(GazetteerCorrupt), Source(path) as source:
        found += added.rows(recognized([path])[0], source, NO_WORLD)
    return found


@given(text=st.text())
def test_whatever_a_table_holds_it_is_read_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_bytes(f"name,lat,lon,country\n{text}\n".encode("utf-8", "surrogatepass"))
    for row in read_or_refused(path):
        assert row.name.strip()
        assert "\n" not in row.name
        assert -90 <= row.latitude <= 90


@given(name=st.text(min_size=1), names=st.lists(st.text()))
def test_names_of_a_dump_stay_on_one_line(tmp_path_factory, name, names):
    path = tmp_path_factory.mktemp("own") / "LY.txt"
    cells = dumped(name="\f", names="\v").split("\t")
    cells[1], cells[3] = name, ",".join(names)
    path.write_bytes("\t".join(cells).encode("utf-8", "surrogatepass"))
    for row in read_or_refused(path):
        assert not any("\n" in one or "\0" in one or one != one.strip() for one in (row.name, *row.names))
