"""Train the trigger model: annotated dispatches in, `geomap/code/weights.json.gz` out.

    python training/coder.py [CORPUS.jsonl[.gz] ...]

Needs scikit-learn. Equal corpora give equal weights.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from geomap.code import triggers
from geomap.model import Document, Span
from geomap.taxonomy import event_types
from geomap.text.analysis import analyze

HERE = Path(__file__).parent
TARGET = Path(triggers.__file__).with_name("weights.json.gz")
SMALL = 0.04
THRESHOLD = 0.5
STRENGTH = 0.25


def documents(corpora: list[Path]):
    """Annotated documents of all corpora."""
    for corpus in corpora:
        opened = gzip.open(corpus, "rt", encoding="utf-8") if corpus.suffix == ".gz" else corpus.open(encoding="utf-8")
        with opened as file:
            yield from map(json.loads, file)


def main(corpora: list[Path]) -> None:
    """Collect, fit, prune, write."""
    told = list(documents(corpora))
    texts = [analyze(Document(id=d["doc_id"], text=d["text"])) for d in told]
    golds = [{k: e["type"] for e in d["events"] for a, b in e["triggers"] for k in range(a, b)} for d in told]
    seen: Counter[str] = Counter()
    for sentences, gold in zip(texts, golds, strict=True):
        seen.update(
            word for s in sentences for word, token in zip(s.lemmas, s.words, strict=True) if token.start in gold
        )
    lemmas = frozenset(word for word, n in seen.items() if n > 1 and word not in triggers.SKIPPED and word.isalpha())
    rows, labels = [], []
    for sentences, gold in zip(texts, golds, strict=True):
        for sentence in sentences:
            topics = triggers.topics_of(sentence)
            for index in triggers.candidates(sentence, lemmas):
                rows.append(dict.fromkeys(triggers.features(sentence, index, topics), 1.0))
                labels.append(gold.get(sentence.words[index].start, triggers.NONE))
    often = Counter(name for row in rows for name in row)
    rows = [{name: 1.0 for name in row if often[name] > 2} for row in rows]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=300, fit_intercept=False)
    model.fit(matrix, labels)
    classes = [triggers.NONE, *(kind for kind in event_types() if kind in set(model.classes_))]
    order = [list(model.classes_).index(kind) for kind in classes]
    table = {
        name: pairs
        for j, name in enumerate(vectorizer.feature_names_)
        if (pairs := [[k, round(float(model.coef_[row, j]), 3)] for k, row in enumerate(order) if abs(model.coef_[row, j]) > SMALL])
    }
    text = json.dumps({"classes": classes, "lemmas": sorted(lemmas), "features": table, "threshold": THRESHOLD}, ensure_ascii=False, sort_keys=True)
    TARGET.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(rows)} words, {len(table)} features, {TARGET.stat().st_size / 1e3:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [HERE / "dispatches_train.jsonl.gz"])
