"""The verbs of the contract, and what each says of itself."""

from importlib.metadata import version

import pytest

VERBS = "map read recognize resolve code locate draw export gazetteer evaluate".split()
STAGES = "map read recognize resolve code locate".split()
COMMON = "--gazetteer --country --published --geocoder --workers -q".split()


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_lists_every_verb_and_the_exit_codes(geomap, flag):
    done = geomap(flag)
    assert done.code == 0
    assert [verb for verb in VERBS if f"\n  {verb} " in done.out] == VERBS
    assert all(f"{number} " in done.out for number in range(8))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(geomap, verb):
    done = geomap(verb, "--help")
    assert done.code == 0
    assert f"Usage: command {verb}" in done.out
    assert done.err == ""


@pytest.mark.parametrize("verb", STAGES)
def test_stages_share_their_options(geomap, verb):
    told = geomap(verb, "--help").out
    assert [option for option in COMMON if option not in told] == []


@pytest.mark.parametrize("verb", ["build", "info", "lookup", "near"])
def test_the_gazetteer_has_verbs_of_its_own(geomap, verb):
    assert geomap("gazetteer", verb, "--help").code == 0


def test_version(geomap):
    assert geomap("--version").out.strip().endswith(version("geomap"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["map"],
        ["read"],
        ["map", "x", "--nonsense"],
        ["code", "--country", "Libya"],
        ["code", "--published", "31.12.2020"],
        ["code", "--workers", "0"],
        ["code", "--workers", "many"],
        ["code", "--geocoder", "oracle"],
        ["code", "--geocoder-url", "example.org"],
        ["export", "x.geojson"],
        ["gazetteer", "near", "91", "0"],
        ["gazetteer", "near", "north", "0"],
    ],
    ids=" ".join,
)
def test_usage_and_settings_are_two(geomap, arguments):
    done = geomap(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err


def test_an_unknown_setting_of_the_file_is_named(geomap, tmp_path):
    (tmp_path / "geomap.toml").write_text('contry = "LY"\n', encoding="utf-8")
    done = geomap("code")
    assert done.code == 2
    assert "contry" in done.err


def test_settings_come_from_file_environment_and_flags(geomap, tmp_path, monkeypatch):
    (tmp_path / "geomap.toml").write_text('countries = ["libya"]\n', encoding="utf-8")
    assert geomap("code").code == 2
    monkeypatch.setenv("GEOMAP_COUNTRIES", "lb")
    assert geomap("code").code == 0
    assert geomap("code", "--country", "Lebanon").code == 2


def test_a_country_that_is_none_is_refused(geomap):
    done = geomap("map", "-", "--country", "ZZ", told="Rebels shelled Goma.")
    assert done.code == 2
    assert "'ZZ'" in done.err
