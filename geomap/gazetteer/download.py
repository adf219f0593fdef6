"""Dumps of GeoNames onto the user's machine: whole or not at all, and only from where they are meant to come."""

from __future__ import annotations

import hashlib
import http.client
import os
import ssl
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from geomap.errors import GazetteerError
from geomap.gazetteer.divisions import country_codes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

GEONAMES = "https://download.geonames.org/export/dump/"
LARGEST = 2_000_000_000
"""Bytes; all countries together take 400 million."""
_FILES = {"{}.zip": "{}.zip", "{}-names.zip": "alternatenames/{}.zip"}
"""Name of a country's files here, and there."""
_WAIT_S = 30
_CHUNK = 1 << 16
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PARTIAL, _NOT_FOUND, _NO_SUCH_RANGE = 206, 404, 416


@dataclass(frozen=True, slots=True)
class GeoNames:
    """The server of GeoNames' dumps, or a copy of it.

    Parameters
    ----------
    base
        Address of the folder of dumps, ending in a slash: https, or on this machine http.
    largest
        Bytes of the largest file taken.

    Raises
    ------
    GazetteerError
        If the address is not https.
    """

    base: str = GEONAMES
    largest: int = LARGEST

    def __post_init__(self) -> None:
        """Refuse what others could read or change on the way."""
        parts = urlsplit(self.base)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            msg = f"{self.base} is not an https:// address"
            raise GazetteerError(msg)

    def fetch(self, country: str, folder: Path) -> tuple[Path, ...]:
        """Places and names of a country, as files in `folder` that a gazetteer can be built with.

        What arrived of a file stays as `.part` when the connection breaks, and the next call goes on from there. A
        whole file takes the place of an older one at once, and its SHA-256 digest lies beside it.

        Parameters
        ----------
        country
            ISO 3166-1 alpha-2 code in capitals.

        Raises
        ------
        GazetteerError
            If the server cannot be reached, has no such file, or sends one that is too large, broken, or from
            elsewhere; if the folder cannot be written. Says which file.
        """
        return tuple(
            self._file(self.base + there.format(country), folder / here.format(country))
            for here, there in _FILES.items()
        )

    def _file(self, url: str, path: Path) -> Path:
        part = path.with_name(f"{path.name}.part")
        with _told(url, path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._download(url, part)
            if not zipfile.is_zipfile(part):
                part.unlink()
                msg = "what came is no zip file"
                raise GazetteerError(msg)
            with part.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")
            os.replace(part, path)  # noqa: PTH105 - atomic also over an existing file
            _version(part).unlink(missing_ok=True)
        return path

    def _download(self, url: str, part: Path) -> None:
        """Get what is missing of `part`, or all of it if the server has another version by now."""
        version = _version(part)
        known = version.read_text(encoding="latin-1") if version.is_file() and part.is_file() else ""
        begun = part.stat().st_size if known else 0
        headers = {"User-Agent": "geomap", "Accept-Encoding": "identity"}
        if begun:
            headers |= {"Range": f"bytes={begun}-", "If-Range": known}
        try:
            answer = _OPENER.open(Request(url, headers=headers), timeout=_WAIT_S)  # noqa: S310 - checked above
        except HTTPError as error:
            if error.code != _NO_SUCH_RANGE or not begun:
                raise
            part.unlink()  # more than there is
            self._download(url, part)
            return
        with answer:
            goes_on = answer.status == _PARTIAL
            if goes_on and not (answer.headers.get("Content-Range") or "").startswith(f"bytes {begun}-"):
                part.unlink()
                msg = "the server went on at another place than asked for; run it again"
                raise GazetteerError(msg)
            begun = begun if goes_on else 0
            announced = answer.headers.get("Content-Length", "")
            whole = begun + int(announced) if announced.isdecimal() else None
            if whole is not None and whole > self.largest:
                msg = f"the server announces {whole} bytes, more than {self.largest}"
                raise GazetteerError(msg)
            version.write_text(_validator(answer.headers), encoding="latin-1")
            with part.open("ab" if goes_on else "wb") as file:
                arrived = begun + self._copy(answer, file, self.largest - begun)
        if arrived > self.largest:
            part.unlink()
            msg = f"more than {self.largest} bytes came"
            raise GazetteerError(msg)
        if whole is not None and arrived < whole:
            msg = f"the connection broke after {arrived} of {whole} bytes; run it again, and it goes on from there"
            raise GazetteerError(msg)

    @staticmethod
    def _copy(answer: http.client.HTTPResponse, file: IO[bytes], most: int) -> int:
        """Bytes copied: all of them, or some more than `most`."""
        copied = 0
        while copied <= most and (chunk := answer.read1(_CHUNK)):
            file.write(chunk)
            copied += len(chunk)
        return copied


class _SameHost(HTTPRedirectHandler):
    """Follows a server to another path of its own only."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        """Go on at `newurl`, or raise GazetteerError."""
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            told = f"the server points to {newurl}, which is elsewhere"
            raise GazetteerError(told)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = build_opener(_SameHost)


def checked(countries: tuple[str, ...], folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of countries in capitals, once each: those that `folder`, of the shipped sources, knows, and others."""
    codes = tuple(dict.fromkeys(code.upper() for code in countries))
    known = country_codes(folder)
    return tuple(code for code in codes if code in known), tuple(code for code in codes if code not in known)


def _version(part: Path) -> Path:
    """File that tells which version of the file on the server `part` is of."""
    return part.with_name(f"{part.name}.version")


def _validator(headers: Message) -> str:
    """What tells one version of a file on the server from another; empty if nothing does for sure."""
    tag: str = headers.get("ETag") or ""
    return tag if tag.startswith('"') else headers.get("Last-Modified") or ""


@contextmanager
def _told(url: str, path: Path) -> Iterator[None]:
    """Whatever goes wrong is a GazetteerError that names the file."""
    try:
        yield
    except GazetteerError as error:
        said = str(error)
    except HTTPError as error:
        said = "there is no such file" if error.code == _NOT_FOUND else f"the server answers with status {error.code}"
    except URLError as error:
        unsafe = isinstance(error.reason, ssl.SSLError)
        said = f"{'the server is not who it says' if unsafe else 'no connection'} ({error.reason})"
    except (TimeoutError, ConnectionError, ssl.SSLError, http.client.HTTPException) as error:
        said = f"the connection broke ({error or type(error).__name__}); run it again, and it goes on from there"
    except OSError as error:
        said = f"it cannot be written to {path} ({error.strerror or error})"
    else:
        return
    msg = f"{url} was not downloaded: {said}"
    raise GazetteerError(msg)
