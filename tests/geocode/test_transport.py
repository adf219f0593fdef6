import socket
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GeocodingError
from geomap.geocode.judge import judge
from geomap.geocode.transport import LARGEST_BODY, BoundedAdapter
from geomap.protocols import Geocoded, Outcome

DEADLINE = 0.3


def drip(handler):
    handler.answer(headers={"Content-Length": "1000"})
    while not handler.server.stopping.wait(0.02):
        handler.wfile.write(b" ")


def drip_headers(handler):
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nA: ")
    while not handler.server.stopping.wait(0.02):
        handler.wfile.write(b"a")


def drip_without_length(handler):
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n[")
    while not handler.server.stopping.wait(0.02):
        handler.wfile.write(b" ")


def silence(handler):
    handler.server.stopping.wait(10)


def reset(handler):
    # Closing with a linger of zero seconds sends a reset.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def flood(handler):
    size = 300_000_000
    handler.send_response(200)
    handler.send_header("Content-Length", str(size))
    handler.end_headers()
    for _ in range(size // 100_000):
        handler.wfile.write(b" " * 100_000)
        handler.server.sent = getattr(handler.server, "sent", 0) + 100_000


def redirect(handler):
    handler.answer(status=302, headers={"Location": f"{handler.server.url}/internal"})


FAULTS = {
    "redirect": redirect,
    "redirect to a file": lambda handler: handler.answer(status=301, headers={"Location": "file:///etc/passwd"}),
    "rate limit without a time": lambda handler: handler.answer(status=429),
    "rate limit of nonsense": lambda handler: handler.answer(status=429, headers={"Retry-After": "soon"}),
    "server error": lambda handler: handler.answer(status=500),
    "overload": lambda handler: handler.answer(status=503),
    "no content": lambda handler: handler.answer(status=204),
    "reset": reset,
    "hang up": lambda handler: handler.connection.shutdown(socket.SHUT_RDWR),
    "cut short": lambda handler: handler.answer(b'[{"lat": "1",', headers={"Content-Length": "5000"}),
    "no HTTP": lambda handler: handler.wfile.write(b"220 ftp ready\r\n"),
    "endless header": lambda handler: handler.wfile.write(b"HTTP/1.0 200 OK\r\nA: " + b"a" * 100_000),
    "empty": b"",
    "no JSON": b"<html>",
    "compressed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "nested": b"[" * 200_000,
    "nested whole": b"[" * 200_000 + b"]" * 200_000,
    "an object": b'{"error": "Unable to geocode"}',
    "a string": b'"abc"',
    "a number": b"1",
    "null": b"null",
    "empty hit": b"[{}]",
    "list of lists": b"[[1, 2]]",
    "nulls": b'[{"lat": null, "lon": "1"}]',
    "words": b'[{"lat": "north", "lon": "1"}]',
    "a yes": b'[{"lat": true, "lon": "1"}]',
    "a list": b'[{"lat": ["1"], "lon": "1"}]',
    "NaN": b'[{"lat": NaN, "lon": 1}]',
    "NaN as text": b'[{"lat": "NaN", "lon": "1"}]',
    "infinite": b'[{"lat": "1e999", "lon": "1"}]',
    "off the Earth": b'[{"lat": "999", "lon": "1"}]',
    "huge number": b'[{"lat": 1' + b"0" * 1000 + b', "lon": 1}]',
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_says_nothing_about_the_place(make, server, fault):
    server.replies = [FAULTS[fault]]
    found = make().geocode("Misrata", country="LY")
    assert (found.outcome, found.place) == (Outcome.UNAVAILABLE, None)
    assert found.reason.startswith("the geocoder")
    assert len(server.asked) == 1


@pytest.mark.parametrize("fault", [drip, drip_headers, drip_without_length, silence])
def test_the_deadline_is_for_the_whole_request(make, server, fault):
    server.replies = [fault]
    started = time.monotonic()
    found = make(deadline=DEADLINE).geocode("Misrata", country="LY")
    assert time.monotonic() - started < 5  # each of them would go on for ever
    assert found.outcome is Outcome.UNAVAILABLE
    assert found.reason == "the geocoder did not answer within 0.3 s"


def test_a_flood_is_cut_off(make, server):
    server.replies = [flood]
    found = make().geocode("Misrata", country="LY")
    assert found.outcome is Outcome.UNAVAILABLE
    assert str(LARGEST_BODY) in found.reason
    assert getattr(server, "sent", 0) < 100_000_000


def test_a_server_that_is_not_there(make, server):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        assert make(url=url).geocode("Misrata", country="LY").outcome is Outcome.UNAVAILABLE
    assert not server.asked


class Canned(BoundedAdapter):
    """Answers with a text."""

    def __init__(self, text):
        super().__init__(proxies=None, ssl_context=None, clock=lambda: 0.0)
        self.text = text

    def get_text(self, *_, **__):
        return self.text


@given(st.text() | st.recursive(st.none() | st.text(max_size=5), st.lists, max_leaves=5).map(str))
def test_any_text_is_understood_or_refused(text):
    try:
        hits = Canned(text).get_json("", timeout=1, headers={})
    except GeocodingError:
        return
    assert isinstance(judge(hits, name="Misrata", country="LY"), Geocoded)
