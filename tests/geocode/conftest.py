import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from geomap.geocode import NominatimGeocoder

MISRATA = {
    "osm_type": "node",
    "osm_id": 27565072,
    "lat": "32.3773",
    "lon": "15.0920",
    "class": "place",
    "type": "city",
    "place_rank": 16,
    "addresstype": "city",
    "name": "Misrata",
    "display_name": "Misrata, Libya",
    "address": {"city": "Misrata", "state": "Misrata District", "country": "Libya", "country_code": "ly"},
    "namedetails": {"name": "مصراتة", "name:en": "Misrata", "alt_name:en": "Misurata;Misratah"},
    "boundingbox": ["32.2173", "32.5373", "14.9320", "15.2520"],
}


@pytest.fixture(scope="session")
def misrata():
    """A good hit."""
    return MISRATA


class Server(ThreadingHTTPServer):
    """Answers every request with what `reply` does to the handler, and keeps what was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.agents, self.stopping = [], [], threading.Event()
        self.good = json.dumps([MISRATA]).encode()
        self.replies = [self.good]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """Clients that hang up are what is tested."""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append((urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)))
        server.agents.append(self.headers["User-Agent"])
        reply = server.replies[min(len(server.asked), len(server.replies)) - 1]
        with suppress(ConnectionError):
            if callable(reply):
                reply(self)
            else:
                self.answer(reply)

    def answer(self, content=b"[]", status=200, headers=None):
        self.send_response(status)
        for key, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Stay silent."""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with Server() as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield one
        one.stopping.set()
        one.shutdown()
        thread.join()


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self):
        self.now, self.waits = 1_700_000_000.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        assert seconds >= 0
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make(server, clock, tmp_path):
    """Build a geocoder that asks the fake server."""

    def build(**changes):
        told = {"url": server.url, "cache": tmp_path / "cache", "version": "1.2", "deadline": 5.0}
        return NominatimGeocoder(**told | {"clock": clock, "sleep": clock.sleep} | changes)

    return build
