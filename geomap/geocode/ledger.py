"""What all processes of a user share about a geocoder: its answers, and when it was last asked.

One SQLite file, which only the user can read, for it lists what was searched for. It is opened for
each step and closed again, so that any number of processes can use it and none leaves it locked.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from geomap.errors import GeocoderUnavailable
from geomap.model import Kind, Place, Point
from geomap.protocols import Geocoded, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DAY = 86_400.0
KEPT = {Outcome.FOUND: 180 * DAY, Outcome.NOT_FOUND: 30 * DAY}
"""Seconds for which an answer holds. That a server could not be asked is no answer and never kept."""

LONGEST_WAIT = 30.0
"""Seconds that a name is worth waiting for."""
LONGEST_REST = 3600.0
"""Seconds for which a server can have itself left alone; it may not stop the geocoder for good."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    endpoint TEXT, name TEXT, country TEXT, expires REAL, outcome TEXT, place TEXT, reason TEXT,
    PRIMARY KEY (endpoint, name, country)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turns (endpoint TEXT PRIMARY KEY, taken REAL, free REAL) WITHOUT ROWID;
"""


class Ledger:
    """Answers and turns of one endpoint.

    Parameters
    ----------
    folder
        Made on first use.
    endpoint
        Address of the server; answers of one are not those of another.
    clock
        Seconds since the epoch, the same for all processes.

    Raises
    ------
    GeocoderUnavailable
        By every method, if the file cannot be used.
    """

    def __init__(self, folder: Path, *, endpoint: str, clock: Callable[[], float]) -> None:
        # The number rises when answers would be judged differently.
        self._path = folder / "geocoder-1.sqlite"
        self._endpoint = endpoint
        self._clock = clock

    def recall(self, name: str, country: str | None) -> Geocoded | None:
        """Return an answer that still holds, or None."""
        with self._open() as db:
            row = db.execute(
                "SELECT outcome, place, reason FROM answers"
                " WHERE endpoint = ? AND name = ? AND country = ? AND expires > ?",
                (*self._key(name, country), self._clock()),
            ).fetchone()
            return None if row is None else _answer(*row)

    def remember(self, name: str, country: str | None, answer: Geocoded) -> None:
        """Keep a found or not-found answer for its time, and forget those whose time is over."""
        if answer.outcome not in KEPT:
            return
        now = self._clock()
        place = json.dumps(asdict(answer.place)) if answer.place else None
        row = (*self._key(name, country), now + KEPT[answer.outcome], answer.outcome.value, place, answer.reason)
        with self._open() as db, _transaction(db):
            db.execute("DELETE FROM answers WHERE expires <= ?", (now,))
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def reserve(self, interval: float) -> float:
        """Take the next free turn, `interval` seconds after the one before.

        Returns
        -------
        float
            Seconds to wait before asking. If it is more than `LONGEST_WAIT`, no turn was taken.
        """
        with self._open() as db, _transaction(db):
            now = self._clock()
            free = self._free(db, now, interval)
            wait = max(0.0, free - now)
            if wait <= LONGEST_WAIT:
                self._set_free(db, now, now + wait + interval)
            return wait

    def postpone(self, seconds: float) -> None:
        """Leave the server alone for that long, but for no longer than `LONGEST_REST`."""
        with self._open() as db, _transaction(db):
            now = self._clock()
            self._set_free(db, now, max(self._free(db, now, 0.0), now + min(seconds, LONGEST_REST)))

    def _free(self, db: sqlite3.Connection, now: float, interval: float) -> float:
        row = db.execute("SELECT taken, free FROM turns WHERE endpoint = ?", (self._endpoint,)).fetchone()
        if row is None:
            return now
        taken, free = row
        # A turn taken in the future: the clock was set back, and the times in the file mean nothing now.
        return float(free) if taken <= now else now + interval

    def _set_free(self, db: sqlite3.Connection, now: float, free: float) -> None:
        db.execute("INSERT OR REPLACE INTO turns VALUES (?, ?, ?)", (self._endpoint, now, free))

    def _key(self, name: str, country: str | None) -> tuple[str, str, str]:
        return self._endpoint, name.casefold(), country or ""

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self._path, timeout=30.0, isolation_level=None)) as db:
                db.executescript(_SCHEMA)
                yield db
        except (sqlite3.Error, OSError) as error:
            msg = f"the geocoder's cache {self._path} cannot be used: {error}; delete it, or make its folder writable"
            raise GeocoderUnavailable(msg) from error


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")  # a read that a write follows must not let another process in between
    with db:
        yield


def _answer(outcome: str, place: str | None, reason: str | None) -> Geocoded:
    try:
        if place is None:
            return Geocoded(outcome=Outcome(outcome), reason=reason)
        fields = json.loads(place)
        point, kind = Point(**fields["point"]), Kind(fields["kind"])
        return Geocoded(outcome=Outcome(outcome), place=Place(**fields | {"point": point, "kind": kind}), reason=reason)
    except (KeyError, TypeError, ValueError) as error:
        msg = "a row holds no answer"
        raise sqlite3.DataError(msg) from error
