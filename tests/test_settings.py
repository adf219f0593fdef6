import datetime
from pathlib import Path

import pytest

from geomap.errors import SettingsError
from geomap.settings import Settings, cache_folder, load


@pytest.fixture
def told(tmp_path):
    """Settings from a file's text, an environment and flags."""

    def merge(file=None, environ=None, flags=None):
        if file is not None:
            (tmp_path / "geomap.toml").write_text(file, encoding="utf-8")
        return load(flags or {}, environ=environ or {}, folder=tmp_path)

    return merge


def test_nothing_told_leaves_the_defaults_and_the_network_alone(told):
    assert told() == Settings()
    assert (Settings().geocoder, Settings().workers, Settings().countries) == ("none", 1, ())


def test_a_file(told):
    file = """
        gazetteer = "my.sqlite"
        countries = ["ly", "TN"]
        published = 2011-07-04
        geocoder = "nominatim"
        geocoder_url = "http://localhost:8080"
        workers = 2
    """
    assert told(file) == Settings(
        gazetteer=Path("my.sqlite"),
        countries=("LY", "TN"),
        published=datetime.date(2011, 7, 4),
        geocoder="nominatim",
        geocoder_url="http://localhost:8080",
        workers=2,
    )


def test_the_environment(told):
    environ = {"GEOMAP_COUNTRIES": "LY, tn", "GEOMAP_PUBLISHED": "2011-07-04", "GEOMAP_WORKERS": "3", "HOME": "/"}
    assert told(environ=environ) == Settings(countries=("LY", "TN"), published=datetime.date(2011, 7, 4), workers=3)


def test_flags_win_over_the_environment_over_the_file_over_the_defaults(told):
    file = 'countries = ["SD"]\nworkers = 2\ngeocoder = "nominatim"\n'
    environ = {"GEOMAP_WORKERS": "3", "GEOMAP_COUNTRIES": "UA"}
    assert told(file) == Settings(countries=("SD",), workers=2, geocoder="nominatim")
    assert told(file, environ) == Settings(countries=("UA",), workers=3, geocoder="nominatim")
    assert told(file, environ, {"workers": 4}) == Settings(countries=("UA",), workers=4, geocoder="nominatim")


def test_flags_that_were_not_given_do_not_count(told):
    flags = {"gazetteer": None, "countries": (), "published": None, "geocoder": None, "workers": None}
    assert told("workers = 2\ncountries = ['LY']\n", flags=flags) == Settings(workers=2, countries=("LY",))


def test_countries_are_sorted_and_named_once(told):
    assert told(flags={"countries": ("TN", "ly", "LY")}).countries == ("LY", "TN")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("worker = 2", "'worker'.*known are.*workers"),
        ("workers =", r"geomap\.toml cannot be read"),
        ("workers = 0", "workers"),
        ("workers = 'many'", "workers = 'many'"),
        ("workers = inf", "workers"),
        ("workers = 1.5", "workers"),
        ("workers = true", "workers"),
        ("countries = 5", "countries"),
        ("countries = ['Libya']", "LIBYA.*alpha-2"),
        ("published = 'yesterday'", "published.*yesterday"),
        ("published = 2011", "published"),
        ("geocoder = 'telepathy'", "telepathy.*none, nominatim"),
        ("geocoder_url = 'ftp://localhost'", "ftp://localhost.*http"),
        ("gazetteer = 5", "gazetteer"),
    ],
)
def test_what_a_file_may_not_say(told, file, message):
    with pytest.raises(SettingsError, match=message):
        told(file)


def test_a_file_that_is_not_unicode(told, tmp_path):
    (tmp_path / "geomap.toml").write_bytes(b'geocoder = "\xe9"')
    with pytest.raises(SettingsError, match=r"geomap\.toml"):
        told()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GEOMAP_WORKERS", "many"),
        ("GEOMAP_PUBLISHED", "04/07/2011"),
        ("GEOMAP_COUNTRIES", "Libya"),
        ("GEOMAP_GEOCODER", "telepathy"),
    ],
)
def test_what_the_environment_may_not_say(told, name, value):
    with pytest.raises(SettingsError):
        told(environ={name: value})


def test_a_time_of_day_is_cut_from_a_date(told):
    assert type(told("published = 2011-07-04T10:00:00").published) is datetime.date


def test_an_empty_variable_says_nothing(told):
    assert told(environ={"GEOMAP_GAZETTEER": "", "GEOMAP_PUBLISHED": "", "GEOMAP_COUNTRIES": ""}) == Settings()


def test_an_unknown_flag(told):
    with pytest.raises(SettingsError, match="'color'"):
        told(flags={"color": "red"})


@pytest.mark.parametrize("wrong", [{"workers": 1.5}, {"workers": True}, {"countries": (5,)}, {"published": "2011"}])
def test_what_python_may_not_say(wrong):
    with pytest.raises(SettingsError, match=next(iter(wrong)).rstrip("ies")):
        Settings(**wrong)


def test_the_order_of_countries_does_not_matter():
    assert Settings(countries=("TN", "LY")).digest == Settings(countries=("LY", "TN", "LY")).digest


def test_the_digest_tells_what_can_change_results():
    plain = Settings().digest
    assert Settings(workers=8, gazetteer=Path("my.sqlite")).digest == plain
    told = {
        Settings(countries=("LY",)).digest,
        Settings(published=datetime.date(2011, 7, 4)).digest,
        Settings(geocoder="nominatim").digest,
        Settings(geocoder="nominatim", geocoder_url="http://localhost").digest,
        plain,
    }
    assert len(told) == 5


def test_the_cache_folder_can_be_told(monkeypatch, tmp_path):
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))
    assert cache_folder() == tmp_path / "cache"
    assert not cache_folder().exists()
    monkeypatch.delenv("GEOMAP_CACHE")
    assert "geomap" in cache_folder().parts
