"""Print speed and memory, in CPU seconds and MB.

    python benchmarks/bench.py

Every figure is measured in a process of its own, on the annotated dispatches of tests/accuracy.
"""

from __future__ import annotations

import json
import os
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


def main() -> None:
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
        start, memory = spent(geomap, "read", str(one))
        print(f"start of read              {start:8.2f} CPU s {memory:8.0f} MB")
        locating, memory = spent(geomap, "locate", "-q", str(docs))
        print(f"start of locate            {locating:8.2f} CPU s {memory:8.0f} MB")
        small, memory = spent(geomap, "map", "-q", str(one), "-o", str(folder / "small"))
        print(f"map of one report          {small:8.2f} CPU s {memory:8.0f} MB")
        total, memory = spent(geomap, "map", "-q", str(path), "-o", str(folder / "out"))
        print(f"map of {characters / 2000:5.0f} x 2,000 chars  {total:8.1f} CPU s {memory:8.0f} MB")
        rate = characters / 2000 / (total - small)
        print(f"documents per CPU second   {rate:8.0f}  (of 2,000 characters, after start)")


if __name__ == "__main__":
    main()
