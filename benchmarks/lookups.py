"""Print how fast a built gazetteer answers, on a sample of its own names and misspellings of them.

python benchmarks/lookups.py GAZETTEER.sqlite
"""

from __future__ import annotations

import contextlib
import random
import resource
import sqlite3
import statistics
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from geomap.gazetteer import SqliteGazetteer

if TYPE_CHECKING:
    from collections.abc import Callable

ASKED = 2000


def sample(path: Path) -> list[tuple[str, str]]:
    """Names of places with their countries, the same ones every time."""
    chance = random.Random(2011)  # noqa: S311 - no secrets
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (last,) = connection.execute("SELECT max(row) FROM place").fetchone()
        rows = (chance.randint(1, last) for _ in range(ASKED))
        query = "SELECT name, country FROM place WHERE row = ?"
        return [(name, country or "LY") for row in rows for name, country in connection.execute(query, (row,))]


def misspelled(name: str) -> str:
    """The name with a letter in the middle doubled or another vowel."""
    middle = len(name) // 2
    letter = {"a": "e", "e": "i", "i": "e", "o": "u", "u": "o"}.get(name[middle], name[middle] * 2)
    return name[:middle] + letter + name[middle + 1 :]


def memory() -> float:
    """Peak memory of this process in MB."""
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def timed(ask: Callable[..., object], *told: object) -> float:
    """Seconds that an answer takes."""
    started = perf_counter()
    ask(*told)
    return perf_counter() - started


def main(path: Path) -> None:
    """Measure and print."""
    asked = sample(path)
    before, started = memory(), perf_counter()
    gazetteer = SqliteGazetteer(path)
    gazetteer.lookup("Tripoli")
    opening, opened = perf_counter() - started, memory() - before
    print(f"opening the gazetteer      {opening * 1000:8.2f} ms    {opened:8.0f} MB more")
    times = {
        "exact look-up": [timed(gazetteer.lookup, name) for name, _ in asked],
        "fuzzy with country": [timed(gazetteer.similar, misspelled(name), [code]) for name, code in asked],
    }
    for what, taken in times.items():
        median, late = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        unit, factor = ("µs", 1e6) if what == "exact look-up" else ("ms", 1e3)
        print(f"{what:26} {median * factor:8.2f} {unit} median {late * factor:8.2f} {unit} p95")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
