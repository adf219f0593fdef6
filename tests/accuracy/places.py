"""Places of given names, on any annotated corpora, beside the most populous place of each name.

    python tests/accuracy/places.py CORPUS.jsonl[.gz] ...

Every name with a position counts, also one that is not answered. Weights are fitted on some corpora
(`training/README.md`); of those the figures say how well the weights fit, not what to expect elsewhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

from baseline import baseline
from figures import measured, records

from geomap.pipeline import prepare, process, tools
from geomap.settings import Settings


def main(corpora: list[Path]) -> None:
    """Print a table, a corpus a row."""
    settings = prepare(Settings(), print)
    gazetteer = tools(settings).gazetteer
    print("| corpus | names | baseline, 161 km | geomap, 161 km | 25 km | 161 km, of answered | ECE |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for corpus in corpora:
        simplest = measured(corpus, (baseline(r.document, r.mentions, gazetteer) for r in records(corpus, spans=True)))
        told = measured(corpus, process(records(corpus, spans=True), "resolve", settings))["resolution"]
        every = told["all"]
        row = (every["within_161_km"], every["within_25_km"], told["answered"]["within_161_km"])
        shares = (simplest["resolution"]["all"]["within_161_km"], *row, told["calibration_error"])
        print(f"| {corpus.name} | {every['n']} |", " | ".join(f"{value:.3f}" for value in shares), "|")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
