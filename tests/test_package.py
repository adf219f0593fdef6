"""What `import geomap` gives."""

import datetime as dt
import subprocess
import sys
from importlib.metadata import version

import geopandas as gpd
import pytest

import geomap
from geomap.errors import GazetteerMissing, InputError, SettingsError
from geomap.frame import COLUMNS

GOMA = "Rebels shelled a market in Goma on Monday, killing eight people."
NOWHERE = "Police arrested three journalists."


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    (folder / "goma.txt").write_text(GOMA, encoding="utf-8")
    (folder / "nowhere.txt").write_text(NOWHERE, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def events(reports):
    return geomap.map_reports([reports], published=dt.date(2022, 5, 18))


def test_reports_become_a_table(events):
    assert isinstance(events, gpd.GeoDataFrame)
    assert [*events.columns] == [*COLUMNS, "geometry"]
    assert events.crs == "EPSG:4326"
    shelled = events[events["type"] == "shelling"].iloc[0]
    assert (shelled["place_name"], shelled["country"], shelled["deaths_best"]) == ("Goma", "CD", 8)
    assert (shelled["date_start"], shelled["quote"]) == ("2022-05-16", GOMA)
    assert shelled.geometry.x == pytest.approx(29.2, abs=0.1)
    assert shelled.geometry.y == pytest.approx(-1.7, abs=0.1)


def test_an_event_without_a_place_has_no_geometry(events):
    arrested = events[events["type"] == "arrest"]
    assert arrested.geometry.isna().all()
    assert arrested["place_id"].isna().all()
    assert [*arrested["document_id"]] == ["nowhere.txt"]


def test_reports_set_aside_are_told(events):
    assert list(events.attrs["set_aside"]) == ["empty.txt"]


def test_names_may_be_strings_and_files(reports, events):
    named = [str(reports / "nowhere.txt"), reports / "goma.txt"]
    again = geomap.map_reports(named, published=dt.date(2022, 5, 18))
    assert [*again["id"]] == [*events["id"]]


def test_the_two_lines_of_the_documentation_work(reports):
    code = "import sys, geomap; print(type(geomap.draw(geomap.map_reports(sys.argv[1:]))).__mro__)"
    told = [sys.executable, "-c", code, str(reports)]
    done = subprocess.run(told, capture_output=True, text=True, check=True)  # noqa: S603
    assert "folium.folium.Map" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"countries": ["Libya"]}, SettingsError),
        ({"geocoder": "oracle"}, SettingsError),
        ({"workers": 0}, SettingsError),
        ({"gazetteer": "nowhere.sqlite"}, GazetteerMissing),
    ],
)
def test_settings_that_cannot_be_used(reports, told, error):
    with pytest.raises(error) as caught:
        geomap.map_reports([reports], **told)
    assert isinstance(caught.value, geomap.GeomapError)


def test_a_report_that_is_not_there():
    with pytest.raises(InputError, match="nowhere"):
        geomap.map_reports(["nowhere"])


def test_everything_promised_is_there():
    assert all(getattr(geomap, name) is not None for name in geomap.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = geomap.nonsense


def test_importing_is_cheap():
    """Tables, maps and models are loaded when they are first needed."""
    code = "import sys, geomap; print(sorted({'pandas', 'geopandas', 'folium', 'shapely', 'lxml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


def test_it_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "geomap", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith(version("geomap"))


def test_a_map_can_be_drawn_twice(events):
    assert type(geomap.draw(events)) is type(geomap.draw(events))
