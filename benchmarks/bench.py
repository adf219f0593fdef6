"""Print speed and memory, in CPU seconds and MB.

    python benchmarks/bench.py [--million N]

With `--million`, also what becomes of a GeoNames dump of N million made-up places added to the gazetteer. Every
figure is measured in a process of its own, on the annotated dispatches of tests/accuracy.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from geomap.evaluate.rows import json_lines, read_text

HERE = Path(__file__).parents[1]
GOLD = HERE / "tests" / "accuracy" / "dispatches_dev.jsonl.gz"
COPIES = 3


def reports(folder: Path) -> tuple[Path, int]:
    """The dispatches as JSON Lines, several times over under different ids, and their number of characters."""
    lines, characters = [], 0
    golds = [told for _, told in json_lines(read_text(GOLD), GOLD)]
    for copy in range(COPIES):
        for told in golds:
            report = {"id": f"{copy}-{told['doc_id']}", "text": told["text"], "published": told["published"]}
            lines.append(json.dumps(report))
            characters += len(told["text"])
    path = folder / "reports.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path, characters


def spent(*command: str, **environment: str) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of a command."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime, u.ru_maxrss)"
    )
    told = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-c", code, *command],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )
    seconds, memory = told.stdout.split()[-2:]
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return float(seconds), float(memory) / scale


def dump(path: Path, million: int) -> None:
    """Write made-up places in the form of a GeoNames dump."""
    chance = random.Random(2011)  # noqa: S311 - no secrets
    syllables = (
        "ba da fa ga ha ja ka la ma na ra sa ta wa ya za bar dan fir gul hir jis kum lor mis nur raq sul".split()
    )
    kinds = [("P", "PPL")] * 4 + [("H", "STM"), ("T", "HLL"), ("S", "SCH"), ("S", "FRM"), ("L", "LCTY"), ("R", "RD")]
    countries = "LY SY IQ ML NG UA SD SO CD ET AF PK IN CN US RU".split()
    with path.open("w", encoding="utf-8") as file:
        for number in range(million * 1_000_000):
            names = ["".join(chance.choices(syllables, k=chance.randint(2, 5))).title() for _ in range(3)]
            group, code = chance.choice(kinds)
            latitude, longitude = chance.uniform(-35, 65), chance.uniform(-120, 140)
            told = [20_000_000 + number, names[0], names[0], ",".join(names[1:]), f"{latitude:.5f}", f"{longitude:.5f}"]
            people = chance.randint(0, 5000) if group == "P" else 0
            told += [group, code, chance.choice(countries), "", "00", "", "", "", people, "", "", "UTC", "2011-07-04"]
            file.write("\t".join(map(str, told)) + "\n")


def answers(built: Path) -> None:
    """Print how fast a gazetteer answers, measured in a process of its own."""
    subprocess.run([sys.executable, str(HERE / "benchmarks" / "lookups.py"), str(built)], check=True)  # noqa: S603


def main(million: int) -> None:
    """Measure and print."""
    geomap = str(Path(sys.executable).with_name("geomap"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, characters = reports(folder)
        one = folder / "one.txt"
        one.write_text("SIRTE, Libya - Two shells fell in Sirte on Monday.\n", encoding="utf-8")
        docs = folder / "docs.jsonl"
        docs.write_text('{"id": "one", "text": "Two shells fell in Sirte on Monday."}\n', encoding="utf-8")
        built, memory = spent(geomap, "gazetteer", "build", "--to", str(folder / "g.sqlite"))
        print(f"gazetteer build            {built:8.1f} CPU s {memory:8.0f} MB")
        answers(folder / "g.sqlite")
        if million:
            dump(folder / "dump.txt", million)
            big = folder / "big.sqlite"
            added = spent(geomap, "gazetteer", "build", "--add", str(folder / "dump.txt"), "--to", str(big))
            print(f"  with {million:2} million rows more {added[0]:8.1f} CPU s {added[1]:8.0f} MB")
            print(f"  its file                 {big.stat().st_size / 1e6:8.0f} MB")
            answers(big)
        start, memory = spent(geomap, "read", str(one))
        print(f"start of read              {start:8.2f} CPU s {memory:8.0f} MB")
        for reader in ("light", "full"):
            told = ("--reader", reader, "-q")
            locating, memory = spent(geomap, "locate", *told, str(docs))
            print(f"{reader}: start of locate      {locating:8.2f} CPU s {memory:8.0f} MB")
            small, memory = spent(geomap, "map", *told, str(one), "-o", str(folder / "small"))
            print(f"{reader}: map of one report    {small:8.2f} CPU s {memory:8.0f} MB")
            total, memory = spent(geomap, "map", *told, str(path), "-o", str(folder / "out"))
            print(f"{reader}: map of {characters / 2000:4.0f} x 2,000 characters {total:5.1f} CPU s {memory:8.0f} MB")
            rate = characters / 2000 / (total - small)
            print(f"{reader}: documents a CPU second {rate:6.0f}  (of 2,000 characters, after start)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print speed and memory.")
    parser.add_argument("--million", type=int, default=0, help="rows of a made-up dump to add, in millions")
    main(parser.parse_args().million)
