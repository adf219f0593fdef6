"""HTTP under geopy that a hostile or broken server cannot hold up, flood or lead astray.

The adapters that geopy brings follow redirects, read bodies of any size, take their time limit anew
with every byte, and sleep as long as a server asks for. This one does none of it.
"""

from __future__ import annotations

import json
import math
import socket
from contextlib import closing, suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from geopy.adapters import BaseSyncAdapter

from geomap.errors import GeocoderRateLimited, GeocoderRejected, GeocoderUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import Message
    from ssl import SSLContext

LARGEST_BODY = 1_000_000
"""Bytes; ten hits with all their names take about 30,000."""

_OK, _TOO_MANY, _OVERLOADED = 200, 429, 503
_REFUSED = frozenset({401, 402, 403, 407, 451})
_PORTS = {"http": 80, "https": 443}


class BoundedAdapter(BaseSyncAdapter):  # type: ignore[misc] # geopy has no types
    """One GET at a time, with a deadline for the whole of it, a largest body and no redirects.

    Parameters
    ----------
    proxies
        Scheme to address, as geopy hands it over; None for those of the system.
    ssl_context
        None for the system's certificates.
    clock
        Seconds since the epoch; `Retry-After` may name a point in time.
    """

    def __init__(
        self, *, proxies: Mapping[str, str] | None, ssl_context: SSLContext | None, clock: Callable[[], float]
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._proxies = proxies
        self._context = ssl_context
        self._clock = clock

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the hits of a search: objects whose `lat` and `lon` are degrees on Earth.

        Raises
        ------
        GeocodingError
            As `get_text`.
        GeocoderUnavailable
            If the answer is anything else; one hit that makes no sense condemns them all.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            hits = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            msg = "the geocoder's answer is not JSON"
            raise GeocoderUnavailable(msg) from error
        if not isinstance(hits, list):
            msg = "the geocoder's answer is not a list of places"
            raise GeocoderUnavailable(msg)
        if not all(map(_is_hit, hits)):
            msg = "the geocoder's answer holds a place without coordinates on Earth"
            raise GeocoderUnavailable(msg)
        return hits

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Return the body of an answer with status 200.

        Parameters
        ----------
        timeout
            Seconds for everything from connecting to the last byte. Only the lookup of the host's
            address, which the system does, may add to it.

        Raises
        ------
        GeocoderUnavailable
            If there is no whole, small, successful answer in time.
        GeocoderRateLimited
            If the server asks to wait.
        GeocoderRejected
            If the server refuses this user.
        """
        connection, target = self._connection(url, timeout)
        ends = monotonic() + timeout
        late = f"the geocoder did not answer within {timeout:g} s"
        try:
            status, answered, body = _exchange(connection, target, headers, ends)
        except (OSError, HTTPException) as error:
            over = isinstance(error, TimeoutError) or monotonic() >= ends
            msg = late if over else f"the geocoder cannot be reached: {type(error).__name__}"
            raise GeocoderUnavailable(msg) from error
        if status != _OK:
            _complain(status, answered, self._clock())
        if monotonic() >= ends:
            raise GeocoderUnavailable(late)
        if len(body) > LARGEST_BODY:
            msg = f"the geocoder's answer is larger than {LARGEST_BODY} bytes"
            raise GeocoderUnavailable(msg)
        return body.decode("utf-8", "replace")

    def _connection(self, url: str, timeout: float) -> tuple[HTTPConnection, str]:
        """Return a connection, not yet opened, and the target to ask it for."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        proxy = None if proxy_bypass(host) else self._proxy(parts.scheme)
        target = url if proxy and parts.scheme == "http" else f"{parts.path}?{parts.query}"
        if parts.scheme == "http":
            return HTTPConnection(*(proxy or (host, port)), timeout=timeout), target
        connection = HTTPSConnection(*(proxy or (host, port)), timeout=timeout, context=self._context)
        if proxy:
            connection.set_tunnel(host, port)
        return connection, target

    def _proxy(self, scheme: str) -> tuple[str, int] | None:
        proxies = getproxies() if self._proxies is None else self._proxies
        address = proxies.get(scheme) or proxies.get("all")
        if not address:
            return None
        try:
            parts = urlsplit(address if "://" in address else f"http://{address}")
            if parts.scheme == "http" and parts.hostname:
                return parts.hostname, parts.port or _PORTS["http"]
        except ValueError:  # a port that is none: as unusable as another scheme
            pass
        # Whoever set a proxy does not want the names to leave by another way.
        msg = f"the proxy set for {scheme} is not an http:// address, so the geocoder is not asked"
        raise GeocoderUnavailable(msg)


def _exchange(
    connection: HTTPConnection, target: str, headers: Mapping[str, str], ends: float
) -> tuple[int, Message, bytes]:
    """Ask and read, and hang up at `ends` whatever the server is doing."""
    sockets: list[socket.socket | None] = []

    def hang_up() -> None:
        for one in (connection.sock, *sockets):
            if one is not None:
                with suppress(OSError):  # closed already
                    # An SSL socket's own method would change state that the reading thread uses.
                    socket.socket.shutdown(one, socket.SHUT_RDWR)

    alarm = Timer(ends - monotonic(), hang_up)
    alarm.daemon = True
    with closing(connection):
        alarm.start()
        try:
            connection.connect()
            if monotonic() >= ends:
                raise TimeoutError
            sockets.append(connection.sock)  # the connection forgets it when the server means to close
            connection.request("GET", target, headers=dict(headers))
            with connection.getresponse() as response:
                return response.status, response.headers, response.read(LARGEST_BODY + 1)
        finally:
            alarm.cancel()


def _complain(status: int, answered: Message, now: float) -> NoReturn:
    retry_after = _retry_after(answered.get("Retry-After"), now)
    if status == _TOO_MANY or (status == _OVERLOADED and retry_after is not None):
        msg = f"the geocoder asks to wait (status {status})"
        raise GeocoderRateLimited(msg, retry_after=retry_after)
    if status in _REFUSED:
        msg = f"the geocoder refuses to answer (status {status}); see its usage policy, or use a server of your own"
        raise GeocoderRejected(msg)
    msg = f"the geocoder answered with status {status}"
    raise GeocoderUnavailable(msg)


def _retry_after(value: str | None, now: float) -> float | None:
    """Seconds to wait, from a number of seconds or a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        when = parsedate_to_datetime(value)
        return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _is_hit(hit: object) -> bool:
    return isinstance(hit, dict) and _degrees(hit.get("lat"), 90) and _degrees(hit.get("lon"), 180)


def _degrees(value: object, limit: float) -> bool:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(float(value)) and abs(float(value)) <= limit
    except (ValueError, OverflowError):
        return False


def _refuse(constant: str) -> NoReturn:
    msg = f"{constant} is not JSON"
    raise ValueError(msg)
