"""Nominatim through geopy: one question at a time, remembered, and never more than the server allows."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geopy.geocoders import Nominatim

from geomap.errors import GeocoderRateLimited, GeocoderRejected, GeocodingError, SettingsError
from geomap.geocode.judge import LONGEST_NAME, fold, judge, tidy
from geomap.geocode.ledger import LONGEST_WAIT, Ledger
from geomap.geocode.transport import BoundedAdapter
from geomap.protocols import Geocoded, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PUBLIC = "https://nominatim.openstreetmap.org"
PUBLIC_INTERVAL, OWN_INTERVAL = 1.1, 1.0
"""Seconds between requests. The policy of the public server allows one a second for all of a user's
programs together: https://operations.osmfoundation.org/policies/nominatim/"""

MOST_FAILURES = 5
"""Failures in a row after which a server is not asked again in this run."""
MOST_HITS = 10


class NominatimGeocoder:
    """The public Nominatim server of OpenStreetMap, or one's own.

    Nothing is sent and no file is opened before the first name is asked for. What leaves the machine
    is the name and the country code. Implements `geomap.protocols.Geocoder`.

    Parameters
    ----------
    url
        `http` or `https`, host, and where needed port and path; None for the public server.
    cache
        Folder for answers and for the turns that all processes share, see `geomap.settings.cache_folder`.
    version
        Of geomap, for the user agent by which the policy wants to know a program.
    deadline
        Seconds for one request, connecting and reading included.
    clock
        Seconds since the epoch, the same for all processes.
    sleep
        Waits that many seconds.

    Raises
    ------
    SettingsError
        If `url` is anything else.
    """

    def __init__(
        self,
        *,
        url: str | None,
        cache: Path,
        version: str,
        deadline: float = 10.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        scheme, domain = _address(PUBLIC if url is None else url)
        self._interval = PUBLIC_INTERVAL if domain == _address(PUBLIC)[1] else OWN_INTERVAL
        self._ledger = Ledger(cache, endpoint=f"{scheme}://{domain}", clock=clock)
        self._sleep = sleep
        self._failures = 0
        self._server = Nominatim(
            domain=domain,
            scheme=scheme,
            timeout=deadline,
            user_agent=f"geomap/{version}",
            adapter_factory=partial(BoundedAdapter, clock=clock),
        )

    @property
    def name(self) -> str:
        """Of the provider."""
        return "nominatim"

    def geocode(self, name: str, *, country: str | None) -> Geocoded:
        """Ask for one name, or remember what was answered; never raises.

        Parameters
        ----------
        country
            ISO 3166-1 alpha-2 code; a hit elsewhere is not taken.

        Returns
        -------
        Geocoded
            Found with its place; not found, with the reason why hits were not taken; or unavailable,
            which says nothing about the place and is not remembered.
        """
        name = tidy(name)
        if not fold(name) or len(name) > LONGEST_NAME:
            return Geocoded(outcome=Outcome.NOT_FOUND, reason="not the name of a place, so not asked")
        try:
            known = self._ledger.recall(name, country)
            if known is not None:
                return known
            if self._failures >= MOST_FAILURES:
                reason = "the geocoder failed repeatedly and is not asked again in this run"
                return Geocoded(outcome=Outcome.UNAVAILABLE, reason=reason)
            answer = judge(self._ask(name, country), name=name, country=country)
            self._ledger.remember(name, country, answer)
        except GeocodingError as error:
            return Geocoded(outcome=Outcome.UNAVAILABLE, reason=str(error))
        return answer

    def _ask(self, name: str, country: str | None) -> list[dict[str, Any]]:
        self._await_turn()
        try:
            return self._send(name, country)
        except GeocoderRateLimited as error:
            if error.retry_after is None:
                raise
            self._ledger.postpone(error.retry_after)
            self._await_turn()
        return self._send(name, country)

    def _await_turn(self) -> None:
        wait = self._ledger.reserve(self._interval)
        if wait > LONGEST_WAIT:
            msg = f"the geocoder may not be asked for another {wait:.0f} s"
            raise GeocoderRateLimited(msg, retry_after=wait)
        self._sleep(wait)

    def _send(self, name: str, country: str | None) -> list[dict[str, Any]]:
        """Send one request; failures are counted here, and only here."""
        try:
            found = self._server.geocode(
                name,
                exactly_one=False,
                limit=MOST_HITS,
                addressdetails=True,
                namedetails=True,
                language="en",
                country_codes=country.lower() if country else None,
            )
        except GeocoderRejected:
            self._failures = MOST_FAILURES
            raise
        except GeocodingError:
            self._failures += 1
            raise
        self._failures = 0
        return [location.raw for location in found or ()]


def _address(url: str) -> tuple[str, str]:
    """Split into scheme and the rest, as geopy wants it."""
    try:
        parts = urlsplit(url)
        usable = (
            parts.scheme in {"http", "https"}
            and parts.hostname
            and parts.hostname.encode("idna")
            and (parts.port or 1)
            and not (parts.username or parts.password or parts.query or parts.fragment)
            and url.isascii()
            and url.isprintable()
            and " " not in url
        )
    except ValueError:  # a port or a host that is none
        usable = False
    if not usable:
        msg = (
            f"geocoder URL {url!r} is not http:// or https:// with a host and perhaps a path; give one such as {PUBLIC}"
        )
        raise SettingsError(msg)
    return parts.scheme, (parts.netloc.lower() + parts.path).rstrip("/")
