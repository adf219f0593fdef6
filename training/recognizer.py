"""Train the recognizer: annotated corpora in, `geomap/recognize/model.crfsuite` out.

    python training/recognizer.py [CORPUS.jsonl[.gz] ...]

Given corpora come on top of the dispatches, which count three times, and those of `open/` named below:
dispatches name few people, so openly licensed news and encyclopedia text, with its names marked, teaches what is not a
place. README.md beside this file lists what the weights that ship were fitted on. Equal corpora and gazetteer give
equal weights.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pycrfsuite
from corpora import DISPATCHES, documents

from geomap.gazetteer import SqliteGazetteer, ensure
from geomap.model import Document
from geomap.recognize.crf import prepared

HERE = Path(__file__).parent
MODEL = HERE.parent / "geomap" / "recognize" / "model.crfsuite"
PARAMETERS = {"c1": 0.05, "c2": 0.01, "max_iterations": 150, "feature.possible_transitions": True, "feature.minfreq": 2}
OPEN = ("wikigold", "uner_english_ewt", "uner_english_pud", "meantime_wikinews_en", "gum_open_genres")
PLACES = frozenset("LOC location place country GPE PROP_GPE PROP_LOC Location LOCATION".split())
"""Labels that corpora of names give to places."""


def places(told, gazetteer):
    """Start and end of each place name of a document; words for peoples are none."""
    found = []
    for gold in told["gold"]:
        if gold.get("demonym") or gold.get("named") is False or gold.get("label", "LOC") not in PLACES:
            continue
        core = gold.get("core", gold)
        if not gazetteer.demonyms([core["surface"]]):
            found.append((core["start"], core["end"]))
    return found


def main(corpora: list[Path]) -> None:
    """Read, label, fit, write."""
    gazetteer = SqliteGazetteer(ensure(lambda text: print(text, file=sys.stderr)))
    trainer = pycrfsuite.Trainer(verbose=False)
    for told in documents(corpora):
        spans = places(told, gazetteer)
        starts = {start for start, _ in spans}
        inside = {k for start, end in spans for k in range(start, end)}
        for words, rows in prepared(Document(id=told["doc_id"], text=told["text"]), gazetteer):
            trainer.append(rows, ["B" if w.start in starts else "I" if w.start in inside else "O" for w in words])
    trainer.set_params(PARAMETERS)
    trainer.train(str(MODEL))
    print(f"{MODEL}: {MODEL.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    always = DISPATCHES * 3
    opened = [HERE / "open" / f"{name}.jsonl.gz" for name in OPEN]
    main([*always, *map(Path, sys.argv[1:]), *opened])
