"""Train the linker: annotated dispatches in, `geomap/locate/weights.json.gz` out.

    python training/linker.py [CORPUS.jsonl[.gz] ...]

Needs SciPy. A conditional logit over the mentions near a trigger and "nowhere", ridge 1.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from corpora import DISPATCHES, documents
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from geomap.locate import linking
from geomap.model import Document, Kind, Mention, Span
from geomap.text.analysis import analyze

HERE = Path(__file__).parent
TARGET = Path(linking.__file__).with_name("weights.json.gz")
RIDGE = 2
RARE = 2


def cases(told):
    """Features of each candidate of each event of a document, and which are right."""
    document = Document(id=told["doc_id"], text=told["text"])
    golds = sorted(told["gold"], key=lambda g: g["start"])
    mentions = [Mention(span=Span(g["start"], g["end"]), text=g["surface"], kind=Kind(g["kind"])) for g in golds]
    scene = linking.prepare(document, analyze(document), mentions)
    spans = [(Span(a, b), e) for e in told["events"] for a, b in e["triggers"]]
    spans.sort(key=lambda pair: pair[0])
    places = [linking.position(scene, span) for span, _ in spans]
    triggers = linking.grouped(places)
    before = linking.NOWHERE
    for at, (_, event) in zip(places, spans, strict=True):
        options = [linking.NOWHERE, *linking.candidates(scene, at)]
        wanted = event["at"][:1] if event.get("relation") == "from_to" else event["at"]
        right = [(golds[i]["place"] in wanted) if i >= 0 else not event["at"] for i in options]
        if any(right):
            yield [linking.features(scene, at, event["type"], i, triggers, before) for i in options], right
            chosen = [i for i, ok in zip(options, right, strict=True) if ok and i >= 0]
            same = [i for i in chosen if scene.named[i].sentence == at[0]]
            before = (same or chosen or [linking.NOWHERE])[-1]


def main(corpora: list[Path]) -> None:
    """Collect, fit, write."""
    data = [case for told in documents(corpora) for case in cases(told)]
    often = Counter(name for rows, _ in data for row in rows for name in row)
    names = sorted(name for name, n in often.items() if n > RARE)
    index = {name: k for k, name in enumerate(names)}
    rows = [[index[name] for name in row if name in index] for group, _ in data for row in group]
    flat = csr_matrix(
        (np.ones(sum(map(len, rows))), [k for row in rows for k in row], np.cumsum([0, *map(len, rows)])),
        shape=(len(rows), len(names)),
    )
    starts = np.cumsum([0, *(len(group) for group, _ in data)])[:-1]
    owner = np.repeat(np.arange(len(data)), [len(group) for group, _ in data])
    right = np.array([ok for _, group in data for ok in group], dtype=float)

    def loss(w):
        scores = flat @ w
        scores -= np.maximum.reduceat(scores, starts)[owner]
        powers = np.exp(scores)
        p = powers / np.add.reduceat(powers, starts)[owner]
        inside = np.maximum(np.add.reduceat(p * right, starts), 1e-12)
        target = p * right / inside[owner]
        return -np.log(inside).sum() + RIDGE / 2 * w @ w, flat.T @ (p - target) + RIDGE * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    table = {name: round(float(w), 3) for name, w in zip(names, found.x, strict=True) if abs(w) > 0.02}
    TARGET.write_bytes(gzip.compress(json.dumps(table, ensure_ascii=False, sort_keys=True).encode(), mtime=0))
    print(f"{len(data)} triggers, {len(table)} weights, loss {found.fun / len(data):.3f}", file=sys.stderr)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or DISPATCHES)
