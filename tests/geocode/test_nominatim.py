import logging
import socket
import stat

import pytest

from geomap.errors import SettingsError
from geomap.geocode import NominatimGeocoder
from geomap.model import Kind, Point
from geomap.protocols import Outcome

DAY = 86_400


def limited(seconds, status=429):
    return lambda handler: handler.answer(status=status, headers={"Retry-After": seconds})


def test_a_known_name_becomes_a_place(make):
    found = make().geocode("Misurata", country="LY")
    assert found.outcome is Outcome.FOUND
    place = found.place
    assert (place.id, place.name, place.kind, place.country) == ("osm:node/27565072", "Misrata", Kind.SETTLEMENT, "LY")
    assert place.point == Point(latitude=32.3773, longitude=15.092)
    assert (place.admin1, place.population) == ("Misrata District", 0)
    assert place.attribution == "© OpenStreetMap contributors, ODbL"
    assert 20 < place.uncertainty_km < 26


def test_an_unknown_name_is_not_found(make, server):
    server.replies = [b"[]"]
    found = make().geocode("Xyzzy", country=None)
    assert (found.outcome, found.place) == (Outcome.NOT_FOUND, None)
    assert found.reason


def test_only_name_country_and_format_leave_the_machine(make, server):
    make().geocode("Misrata", country="LY")
    [(path, asked)] = server.asked
    assert path == "/search"
    assert asked == {
        "q": ["Misrata"],
        "countrycodes": ["ly"],
        "format": ["json"],
        "limit": ["10"],
        "addressdetails": ["1"],
        "namedetails": ["1"],
        "accept-language": ["en"],
    }
    assert server.agents == ["geomap/1.2"]


def test_without_a_country_none_is_sent(make, server):
    make().geocode("Misrata", country=None)
    assert "countrycodes" not in server.asked[0][1]


def test_a_path_before_the_search_is_kept(make, server):
    make(url=f"{server.url}/maps/nominatim/").geocode("Misrata", country="LY")
    assert server.asked[0][0] == "/maps/nominatim/search"


def test_building_one_opens_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    geocoder = NominatimGeocoder(url=None, cache=tmp_path / "cache", version="1.2")
    assert geocoder.name == "nominatim"
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "http://",
        "http://user:secret@example.org",
        "http://example.org?key=1",
        "http://example.org/#a",
        "http://example.org:99999",
        "http://example.org/a b",
        "http://exämple.org",
        "http://" + "a" * 64 + ".org",
    ],
)
def test_other_addresses_are_refused(url, tmp_path):
    with pytest.raises(SettingsError):
        NominatimGeocoder(url=url, cache=tmp_path, version="1.2")


def test_an_answer_is_remembered_for_180_days(make, server, clock):
    first = make().geocode("Misrata", country="LY")
    clock.now += 179 * DAY
    assert make().geocode("MISRATA ", country="LY") == first
    assert len(server.asked) == 1
    clock.now += 2 * DAY
    make().geocode("Misrata", country="LY")
    assert len(server.asked) == 2


def test_that_a_name_is_unknown_is_remembered_for_30_days(make, server, clock):
    server.replies = [b"[]"]
    first = make().geocode("Xyzzy", country=None)
    clock.now += 29 * DAY
    assert make().geocode("Xyzzy", country=None) == first
    clock.now += 2 * DAY
    make().geocode("Xyzzy", country=None)
    assert len(server.asked) == 2


def test_a_failure_is_not_remembered(make, server):
    server.replies = [lambda handler: handler.answer(status=500), server.good]
    geocoder = make()
    assert geocoder.geocode("Misrata", country="LY").outcome is Outcome.UNAVAILABLE
    assert geocoder.geocode("Misrata", country="LY").outcome is Outcome.FOUND


def test_answers_of_other_countries_and_servers_are_others(make, server):
    make().geocode("Misrata", country="LY")
    assert make().geocode("Misrata", country="TN").outcome is Outcome.NOT_FOUND
    make(url=f"{server.url}/other").geocode("Misrata", country="LY")
    assert len(server.asked) == 3


def test_the_cache_is_for_its_user_alone(make, tmp_path):
    make().geocode("Misrata", country="LY")
    [file] = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_broken_cache_is_named_and_nothing_is_asked(make, server, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "geocoder-1.sqlite").write_bytes(b"no database" * 100)
    found = make().geocode("Misrata", country="LY")
    assert found.outcome is Outcome.UNAVAILABLE
    assert str(tmp_path / "cache") in found.reason
    assert not server.asked


def test_requests_keep_their_distance(make, clock):
    geocoder = make()
    for name in ("Misrata", "Misratah", "Misurata"):
        geocoder.geocode(name, country="LY")
    assert clock.waits == pytest.approx([0, 1, 1])


def test_what_is_remembered_does_not_wait(make, clock):
    geocoder = make()
    for _ in range(5):
        geocoder.geocode("Misrata", country="LY")
    assert clock.waits == [0]


def test_two_processes_share_the_turns(make, clock):
    frozen = []  # both want to go at the same moment
    one, two = make(sleep=frozen.append), make(sleep=frozen.append)
    for geocoder, name in ((one, "Misrata"), (two, "Misratah"), (one, "Misurata")):
        geocoder.geocode(name, country="LY")
    assert frozen == pytest.approx([0, 1, 2])
    clock.now += 60
    two.geocode("مصراتة", country="LY")
    assert frozen[3] == 0


def test_a_clock_set_back_does_not_stop_the_geocoder(make, clock):
    geocoder = make()
    geocoder.geocode("Misrata", country="LY")
    clock.now -= 30 * DAY
    assert geocoder.geocode("Misurata", country="LY").outcome is Outcome.FOUND
    assert clock.waits == [0, 1]


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_is_waited_once(make, server, clock, status):
    server.replies = [limited("20", status), server.good]
    assert make().geocode("Misrata", country="LY").outcome is Outcome.FOUND
    assert clock.waits == [0, 20]


def test_a_date_to_wait_for_is_understood(make, server, clock):
    server.replies = [limited("Tue, 14 Nov 2023 22:13:45 GMT"), server.good]
    assert make().geocode("Misrata", country="LY").outcome is Outcome.FOUND
    assert clock.waits == [0, 25]


def test_a_long_wait_is_respected_without_waiting(make, server, clock):
    server.replies = [limited("300"), server.good]
    geocoder = make()
    for name in ("Misrata", "Misurata", "Misratah", "Misrate", "Misrat", "Mesrata", "Masrata"):
        assert geocoder.geocode(name, country="LY").outcome is Outcome.UNAVAILABLE
    assert len(server.asked) == 1
    assert clock.waits == [0]
    clock.now += 301
    assert geocoder.geocode("Misrata", country="LY").outcome is Outcome.FOUND


def test_nobody_is_told_to_wait_for_ever(make, server, clock):
    server.replies = [limited("99999999999999999999"), server.good]
    geocoder = make()
    assert geocoder.geocode("Misrata", country="LY").outcome is Outcome.UNAVAILABLE
    clock.now += 3601
    assert geocoder.geocode("Misrata", country="LY").outcome is Outcome.FOUND


def test_asked_to_wait_twice_it_gives_up(make, server, clock):
    server.replies = [limited("5")]
    assert make().geocode("Misrata", country="LY").outcome is Outcome.UNAVAILABLE
    assert clock.waits == [0, 5]


def test_after_five_failures_in_a_row_it_stops_asking(make, server):
    broken = [lambda handler: handler.answer(status=500)]
    server.replies = [*broken * 4, server.good, *broken * 5, server.good]
    geocoder = make()
    outcomes = [geocoder.geocode(f"Misrata {i}", country="LY").outcome for i in range(12)]
    assert [i for i, outcome in enumerate(outcomes) if outcome is Outcome.FOUND] == [4]
    assert len(server.asked) == 10
    assert geocoder.geocode("Misrata 4", country="LY").outcome is Outcome.FOUND  # remembered


def test_who_is_refused_stops_at_once(make, server):
    server.replies = [lambda handler: handler.answer(status=403), server.good]
    geocoder = make()
    for name in ("Misrata", "Misurata"):
        assert geocoder.geocode(name, country="LY").outcome is Outcome.UNAVAILABLE
    assert len(server.asked) == 1


@pytest.mark.parametrize("name", ["", " \n", "...", "\ud800", "\0", "a" * 201])
def test_what_is_no_name_is_not_asked(make, server, name):
    assert make().geocode(name, country=None).outcome is Outcome.NOT_FOUND
    assert not server.asked


def test_neither_name_nor_address_is_logged(make, server, caplog):
    caplog.set_level(logging.INFO)
    server.replies = [
        lambda handler: handler.answer(b"no place Misrata", status=500),
        lambda handler: handler.answer(b"Misrata", status=429),
        b"Misrata",
        server.good,
    ]
    geocoder = make()
    reasons = [geocoder.geocode("Misrata", country="LY").reason or "" for _ in range(4)]
    assert "Misrata" not in caplog.text + "".join(reasons)
    assert server.url not in caplog.text


def test_a_proxy_that_cannot_be_used_is_not_passed_by(make, server, monkeypatch):
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
    found = make().geocode("Misrata", country="LY")
    assert found.outcome is Outcome.UNAVAILABLE
    assert not server.asked


def test_a_proxy_is_used(make, server, monkeypatch):
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", server.url)
    assert make(url="http://nominatim.invalid").geocode("Misrata", country="LY").outcome is Outcome.FOUND
    assert server.asked[0][0] == "/search"
