"""Train the recognizer: annotated dispatches in, `geomap/recognize/model.crfsuite` out.

    python training/recognizer.py [CORPUS.jsonl[.gz] ...]

The default corpus is `training/dispatches_train.jsonl.gz` (invented for this project, CC0). Equal
corpora and gazetteer give equal weights.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pycrfsuite
from corpora import documents

from geomap.gazetteer import SqliteGazetteer, ensure
from geomap.model import Document
from geomap.recognize.crf import prepared

HERE = Path(__file__).parent
MODEL = HERE.parent / "geomap" / "recognize" / "model.crfsuite"
PARAMETERS = {"c1": 0.05, "c2": 0.01, "max_iterations": 150, "feature.possible_transitions": True, "feature.minfreq": 2}


def main(corpora: list[Path]) -> None:
    """Read, label, fit, write."""
    gazetteer = SqliteGazetteer(ensure(lambda text: print(text, file=sys.stderr)))
    trainer = pycrfsuite.Trainer(verbose=False)
    for told in documents(corpora):
        golds = [gold for gold in told["gold"] if not gold.get("demonym")]
        starts = {gold["start"] for gold in golds}
        inside = {k for gold in golds for k in range(gold["start"], gold["end"])}
        for words, rows in prepared(Document(id=told["doc_id"], text=told["text"]), gazetteer):
            trainer.append(rows, ["B" if w.start in starts else "I" if w.start in inside else "O" for w in words])
    trainer.set_params(PARAMETERS)
    trainer.train(str(MODEL))
    print(f"{MODEL}: {MODEL.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [HERE / "dispatches_train.jsonl.gz"])
