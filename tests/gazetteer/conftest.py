import json
import lzma
import sqlite3

import pytest
import shapely

from geomap.gazetteer import SqliteGazetteer, build_to

HEAD = "id\tname\tcountry\tfeature\tlatitude\tlongitude\tuncertainty_km\tnames\tsource\n"
TOWNS_HEAD = "id\tname\tcc\tregion\tfcode\tlat\tlon\tpopulation\tknown\tnames\n"
BY_HAND = '[[source]]\nfile = "handmade/rows.tsv"\nform = "table"\nlicence = "CC0"\nattribution = "geomap"\n'
TOWNS = '\n[[source]]\nfile = "places.tsv.xz"\nform = "places"\nlicence = "CC BY 4.0"\nattribution = "GeoNames"\n'
PROVINCES = (
    '[[source]]\nfile = "naturalearth/admin1.geojson"\nform = "provinces"\nlicence = "PD"\nattribution = "NE"\n\n'
)

KIKLAH = "t:kiklah\tKiklah\tLY\tPPL\t32.06\t12.70\t2\tKikla|ككلة\tnobody"
NAFUSAH = "t:nafusah\tNafusah Mountains\tLY\tMTS\t32\t12.25\t60\tWestern Mountains\tnobody"
SQUARE = {"type": "Polygon", "coordinates": [[[11, 31.5], [13, 31.5], [13, 32.5], [11, 32.5], [11, 31.5]]]}


def _write(folder, rows=(KIKLAH, NAFUSAH), *, towns=()):
    """Sources of a small gazetteer: rows by hand, the area of the mountains, and `towns` from a second source."""
    handmade = folder / "handmade"
    handmade.mkdir(parents=True, exist_ok=True)
    (handmade / "rows.tsv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    area = {"type": "Feature", "properties": {"id": "t:nafusah"}, "geometry": SQUARE}
    (handmade / "shapes.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [area]}), encoding="utf-8"
    )
    (handmade / "countries.tsv").write_text(
        "country\tdemonyms\tnames\tlatitude\tlongitude\nLY\tLibyan|Libyans\t\t\t\n", encoding="utf-8"
    )
    lines = TOWNS_HEAD + "".join(f"{town}\n" for town in towns)
    (folder / "places.tsv.xz").write_bytes(lzma.compress(lines.encode()))
    (folder / "sources.toml").write_text(BY_HAND + TOWNS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def write_sources():
    return _write


@pytest.fixture
def sources(tmp_path):
    """A folder of sound sources."""
    return _write(tmp_path / "sources")


def _province(west, **properties):
    """A square degree."""
    area = json.loads(shapely.to_geojson(shapely.box(west, 31, west + 1, 32)))
    return {"type": "Feature", "properties": properties, "geometry": area}


@pytest.fixture
def world_of(write_sources, tmp_path):
    """Shipped sources with two provinces beside each other: Nalut in Libya, Tataouine in Tunisia."""

    def write(*towns):
        folder = write_sources(tmp_path / "sources", towns=towns)
        (folder / "naturalearth").mkdir()
        provinces = [
            _province(11, name="Nalut", adm1_code="LBY-1", iso_a2="LY", gn_id=77),
            _province(10, name="Tataouine", name_ar="تطاوين", adm1_code="TUN-1", iso_a2="TN", gn_id=None),
        ]
        (folder / "naturalearth" / "admin1.geojson").write_text(
            json.dumps({"type": "FeatureCollection", "features": provinces}), encoding="utf-8"
        )
        (folder / "handmade" / "provinces.tsv").write_text("country\tname\tnames\n", encoding="utf-8")
        (folder / "geonames").mkdir()
        (folder / "geonames" / "countryInfo.txt").write_text("#ISO\tISO3\nLY\tLBY\nTN\tTUN\n", encoding="utf-8")
        (folder / "geonames" / "people.tsv.xz").write_bytes(lzma.compress(b"code\tpeople\nLBY-1\t9\n"))
        toml = folder / "sources.toml"
        toml.write_text(PROVINCES + toml.read_text(encoding="utf-8"), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty folder for built gazetteers."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("GEOMAP_CACHE", str(folder))
    return folder


@pytest.fixture
def opened(tmp_path):
    """Build and open the gazetteer of a folder of sources."""

    def build(folder):
        path = tmp_path / "built.sqlite"
        build_to(folder, path)
        return SqliteGazetteer(path)

    return build


@pytest.fixture
def foreign(tmp_path):
    """Run SQL on the database `foreign.sqlite`."""

    def run(statement):
        path = tmp_path / "foreign.sqlite"
        connection = sqlite3.connect(path)
        with connection:
            connection.execute(statement)
        connection.close()
        return path

    return run
