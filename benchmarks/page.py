"""Print what the map page costs: writing it, opening it, filtering it, at some numbers of events.

    python benchmarks/page.py [--events 1000 100000] [--keep FOLDER]

Events are made up: each has a quote of its own of some 140 characters, a source and a claimant. Pages are opened from
disk in headless Chromium without a network. `ready`: from the start of loading until the map can be used; `frame`:
one step of the time window, filter, counts and canvas, the middle one of sixty; memory: of the renderer process alone,
shared pages counted by share (PSS, Linux).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import shapely
from playwright.sync_api import Page, sync_playwright

import geomap
from geomap.taxonomy import event_types

BOX = (9.5, 20.0, 25.0, 33.0)
WORDS = (
    "fighters shelled the western quarter before dawn and residents counted blasts while hospital staff spoke of "
    "wounded men carried from a checkpoint on the coast road where the column had turned back toward the market after "
    "talks failed between elders officers drivers and a council that denied every word of it"
).split()
FRAMES = """() => {
    const { filter, time } = window[document.querySelector('.folium-map').id].geomap, spent = [];
    const { first, last } = time.bins;
    for (let k = 0; k < 60; k += 1) {
        const from = performance.now();
        const start = first + Math.floor(((last - first) * k) / 80);
        filter.set({ days: [start, start + Math.floor((last - first) / 4)] });
        spent.push(performance.now() - from);
    }
    return spent;
}"""


def events(count: int) -> gpd.GeoDataFrame:
    """Made-up events around 2,000 places."""
    chance = random.Random(count)  # noqa: S311 - made-up events, the same at each run
    west, south, east, north = BOX
    places = [(round(chance.uniform(west, east), 4), round(chance.uniform(south, north), 4)) for _ in range(2000)]
    kinds = list(event_types())
    rows = []
    for number in range(count):
        where = chance.randrange(len(places))
        day = dt.date(2011, 2, 15) + dt.timedelta(days=int(chance.triangular(0, 400, 120)))
        kind = chance.choice(kinds)
        quote = " ".join(chance.choices(WORDS, k=22))
        by = chance.choice(("rebel commanders", "state television", "residents", "a hospital doctor", None))
        rows.append(
            {
                "id": f"made:{number}",
                "type": kind,
                "date_start": day.isoformat(),
                "date_end": (day + dt.timedelta(days=chance.choice((0, 0, 0, 0, 1, 20)))).isoformat(),
                "date_precision": 1,
                "place_name": f"Place {where}",
                "place_id": f"geonames:{where}",
                "place_mention": f"Place {where}",
                "country": "LY",
                "geo_precision": 1,
                "uncertainty_km": 5.0,
                "spatial_relation": "in",
                "actor": chance.choice(("rebels", "government forces", None)),
                "deaths_best": chance.choice((None, None, None, 1, 4)),
                "support": chance.choice(("weak", "fair", "confirmed", "contested")),
                "claimed_by": by,
                "claims": json.dumps([{"by": by, "stance": "asserts"}]) if by else None,
                "quote": f"{quote[:1].upper()}{quote[1:]}.",
                "trigger": quote.split()[1],
                "document_id": f"report-{number // 5}",
                "source": chance.choice(("Agency", "Herald", "Monitor")),
                "source_url": f"https://example.org/{number // 5}",
                "published": (day + dt.timedelta(days=1)).isoformat(),
                "confidence": round(chance.uniform(0.3, 0.99), 2),
                "attribution": "GeoNames",
                "geometry": shapely.Point(places[where]),
            }
        )
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def memory(page: Page) -> float:
    """Memory of the renderer of the page in MB."""
    session = page.context.browser.new_browser_cdp_session()
    found = [p["id"] for p in session.send("SystemInfo.getProcessInfo")["processInfo"] if p["type"] == "renderer"]
    sizes = []
    for process in found:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        sizes.append(next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")))
    return max(sizes) / 1024


def measured(count: int, folder: Path) -> str:
    """One row of the table."""
    table = events(count) if count else events(1).iloc[:0]
    path = folder / f"page-{count}.html"
    begun = time.process_time()
    path.write_text(geomap.draw(table).get_root().render(), encoding="utf-8")
    written = time.process_time() - begun
    with sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        page.goto(path.as_uri())
        ready = page.evaluate("() => window.geomap.ready.then(() => performance.now())")
        used = memory(page)
        frames = page.evaluate(FRAMES) if count else [0.0]
        chromium.close()
    return (
        f"| {count:,} | {written:.2f} | {path.stat().st_size / 1e6:.2f} | {ready / 1000:.2f} | {used:.0f} | "
        f"{statistics.median(frames):.1f} | {max(frames):.1f} |"
    )


def browser() -> str:
    """Where Chromium is."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        sys.exit("there is no Chromium; apt-get install chromium")
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[0, 1000, 100_000])
    parser.add_argument("--keep", type=Path, help="folder for the pages")
    told = parser.parse_args()
    print("| events | written, CPU s | file, MB | ready, s | memory, MB | frame, ms | slowest frame, ms |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        folder = told.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for count in told.events:
            print(measured(count, folder), flush=True)


if __name__ == "__main__":
    main()
