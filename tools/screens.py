"""Take pictures of the map page for a reviewer: `python tools/screens.py MAP.html [--into docs/screens] [--compare]`.

Zoom 5, 8 and 11 around the place with most events, 1400 and 390 pixels wide, by day and night. With `--compare` nothing
is written; each picture is held against the one in the folder, and the share of pixels that differ is printed, since
fonts differ between machines and a person has to judge. Needs Chromium, playwright and pillow (matplotlib has it).
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

ZOOMS = (5, 8, 11)
SIZES = ((1400, 900), (390, 800))
SEEN = 24
"""Difference of a color channel, of 255, from which on a pixel differs."""
LOOK = """zoom => {
    const map = window[document.querySelector('.folium-map').id], { store, filter } = map.geomap, counts = new Map();
    const spot = (i) => `${store.number('latitude', i)} ${store.number('longitude', i)}`;
    for (const i of filter.rows()) counts.set(spot(i), (counts.get(spot(i)) || 0) + 1);
    const [[busiest]] = [...counts].sort((a, b) => b[1] - a[1]);
    map.setView(busiest.split(' ').map(Number), zoom, { animate: false });
}"""


def main() -> None:
    """Take or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("--into", type=Path, default=Path(__file__).parents[1] / "docs" / "screens")
    parser.add_argument("--compare", action="store_true")
    told = parser.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        sys.exit("there is no Chromium; apt-get install chromium")
    told.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for width, height in SIZES:
            for scheme in ("light", "dark"):
                size = {"width": width, "height": height}
                page = chromium.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
                page.goto(told.page.resolve().as_uri())
                page.wait_for_selector("html.gm-ready", state="attached")
                for zoom in ZOOMS:
                    page.evaluate(LOOK, zoom)
                    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                    keep(taken, told.into / f"{width}-{scheme}-{zoom}.png", compare=told.compare)
        chromium.close()


def keep(taken: Image.Image, path: Path, *, compare: bool) -> None:
    """Write a picture, or say how far it is from the one that is there."""
    if not compare:
        taken.save(path, optimize=True)
        return
    old = np.asarray(Image.open(path).convert("RGB"), dtype=int)
    new = np.asarray(taken, dtype=int)
    same = old.shape == new.shape
    share = float((np.abs(old - new).max(axis=2) > SEEN).mean()) if same else 1.0
    print(f"{path.name}: {share:.2%} of the pixels differ")


if __name__ == "__main__":
    main()
