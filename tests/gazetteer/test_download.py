"""Downloads of GeoNames' dumps, from a server on this machine that does what servers do."""

import hashlib
import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.download import GeoNames


def zipped(text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("LY.txt", text)
    return packed.getvalue()


class Server:
    """Files by path, and how they are served."""

    def __init__(self):
        self.files = {"/dump/LY.zip": zipped("places" * 5000), "/dump/alternatenames/LY.zip": zipped("names")}
        self.tag = '"one"'
        self.cut = None
        """Bytes after which the connection breaks."""
        self.announced = True
        self.ranges = True
        self.redirect = None
        self.status = None
        self.asked = []


@pytest.fixture
def server():
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            told.asked.append((self.path, self.headers.get("Range"), self.headers.get("If-Range")))
            if told.redirect and self.path.startswith("/dump"):
                self.send_response(302)
                self.send_header("Location", told.redirect + self.path.removeprefix("/dump"))
                self.end_headers()
                return
            body = told.files.get(self.path.replace("/moved", "/dump"))
            if body is None or told.status:
                self.send_error(told.status or 404)
                return
            begun = 0
            if told.ranges and self.headers.get("Range") and self.headers.get("If-Range") == told.tag:
                begun = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            if begun >= len(body):
                self.send_error(416)
                return
            self.send_response(206 if begun else 200)
            if begun:
                self.send_header("Content-Range", f"bytes {begun}-{len(body) - 1}/{len(body)}")
            if told.announced:
                self.send_header("Content-Length", str(len(body) - begun))
            if told.tag:
                self.send_header("ETag", told.tag)
            self.end_headers()
            self.wfile.write(body[begun : told.cut])

        def log_message(self, *_):
            """Say nothing among the lines of the tests."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    told.base = f"http://127.0.0.1:{http.server_port}/dump/"
    yield told
    http.shutdown()
    thread.join()
    http.server_close()


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_places_and_names_come_with_their_digests(server, tmp_path):
    places, others = GeoNames(base=server.base).fetch("LY", tmp_path / "new")
    assert places.read_bytes() == server.files["/dump/LY.zip"]
    assert others.read_bytes() == server.files["/dump/alternatenames/LY.zip"]
    assert names(tmp_path / "new") == ["LY-names.zip", "LY-names.zip.sha256", "LY.zip", "LY.zip.sha256"]
    told = (tmp_path / "new" / "LY.zip.sha256").read_text(encoding="ascii")
    assert told == f"{hashlib.sha256(places.read_bytes()).hexdigest()}  LY.zip\n"


def test_a_download_goes_on_where_it_broke(server, tmp_path):
    server.cut = 1000
    with pytest.raises(GazetteerError, match=r"LY\.zip was not downloaded.*1000 of \d+ bytes.*goes on from there"):
        GeoNames(base=server.base).fetch("LY", tmp_path)
    assert names(tmp_path) == ["LY.zip.part", "LY.zip.part.version"]
    server.cut = None
    places, _ = GeoNames(base=server.base).fetch("LY", tmp_path)
    assert server.asked[1] == ("/dump/LY.zip", "bytes=1000-", '"one"')
    assert places.read_bytes() == server.files["/dump/LY.zip"]
    assert not list(tmp_path.glob("*.part*"))


@pytest.mark.parametrize("change", ["version", "no ranges", "no tag", "longer"])
def test_what_cannot_go_on_begins_anew(server, tmp_path, change):
    server.cut = 1000
    server.tag = None if change == "no tag" else '"one"'
    with pytest.raises(GazetteerError):
        GeoNames(base=server.base).fetch("LY", tmp_path)
    server.cut = None
    if change == "version":
        server.tag = '"two"'
        server.files["/dump/LY.zip"] = zipped("other places" * 5000)
    server.ranges = change != "no ranges"
    if change == "longer":
        (tmp_path / "LY.zip.part").write_bytes(b"x" * 99_999)
    places, _ = GeoNames(base=server.base).fetch("LY", tmp_path)
    assert places.read_bytes() == server.files["/dump/LY.zip"]


def test_a_failed_download_leaves_the_file_of_before(server, tmp_path):
    places, _ = GeoNames(base=server.base).fetch("LY", tmp_path)
    before = places.read_bytes()
    server.cut = 1000
    with pytest.raises(GazetteerError):
        GeoNames(base=server.base).fetch("LY", tmp_path)
    assert places.read_bytes() == before


@pytest.mark.parametrize(("announced", "told"), [(True, "announces"), (False, "more than 500 bytes came")])
def test_files_that_are_too_large_are_refused(server, tmp_path, announced, told):
    server.announced = announced
    with pytest.raises(GazetteerError, match=told):
        GeoNames(base=server.base, largest=500).fetch("LY", tmp_path)
    assert names(tmp_path) in ([], ["LY.zip.part.version"])


def test_what_is_no_zip_file_is_refused(server, tmp_path):
    server.files["/dump/LY.zip"] = b"<html>Please log in"
    with pytest.raises(GazetteerError, match="no zip file"):
        GeoNames(base=server.base).fetch("LY", tmp_path)
    assert "LY.zip" not in names(tmp_path)


def test_redirects_lead_elsewhere_on_the_same_server_only(server, tmp_path):
    server.redirect = "/moved"
    assert GeoNames(base=server.base).fetch("LY", tmp_path / "moved")
    for elsewhere in ("http://localhost:1/dump", "https://127.0.0.1:1/dump", "file:///etc", "//example.org"):
        server.redirect = elsewhere
        with pytest.raises(GazetteerError, match=r"elsewhere|status 302"):
            GeoNames(base=server.base).fetch("LY", tmp_path)
    assert names(tmp_path) == ["moved"]


@pytest.mark.parametrize(("status", "told"), [(404, "there is no such file"), (503, "status 503")])
def test_what_the_server_refuses_is_said(server, tmp_path, status, told):
    server.status = status
    with pytest.raises(GazetteerError, match=told):
        GeoNames(base=server.base).fetch("LY", tmp_path)


def test_no_network_is_said(tmp_path):
    with pytest.raises(GazetteerError, match="no connection"):
        GeoNames(base="http://127.0.0.1:1/").fetch("LY", tmp_path)


def test_a_folder_that_is_none_is_said(server, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GazetteerError, match="cannot be written"):
        GeoNames(base=server.base).fetch("LY", tmp_path / "file")


def test_a_full_disk_is_said(server, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(GeoNames, "_copy", staticmethod(full))
    with pytest.raises(GazetteerError, match="No space left"):
        GeoNames(base=server.base).fetch("LY", tmp_path)
    assert "LY.zip" not in names(tmp_path)


@pytest.mark.parametrize("base", ["http://download.geonames.org/", "ftp://localhost/", "file:///tmp/", "localhost/"])
def test_only_https_is_spoken_to_others(base):
    with pytest.raises(GazetteerError, match="not an https"):
        GeoNames(base=base)
