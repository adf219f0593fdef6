"""Train the models of coding: annotated dispatches in, `geomap/code/weights.json.gz` out.

    python training/coder.py [CORPUS.jsonl[.gz] ...]

Needs scikit-learn. Equal corpora give equal weights.
"""

from __future__ import annotations

import datetime
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from corpora import DISPATCHES, documents, plain_sentences
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from geomap.code import modality, triggers
from geomap.code import model as fitted
from geomap.model import Document, Modality, Span
from geomap.taxonomy import event_types
from geomap.text.analysis import analyze
from geomap.text.lemmas import stems

HERE = Path(__file__).parent
TARGET = Path(fitted.__file__).with_name("weights.json.gz")
SMALL = 0.04
THRESHOLD = 0.45
STRENGTH = 0.25
RARE = 2


def fit(rows: list[list[str]], labels: list[str], classes: list[str]) -> dict:
    """Fit a maximum-entropy model, leave out what is rare or weighs little."""
    often = Counter(name for row in rows for name in set(row))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{name: 1.0 for name in row if often[name] > RARE} for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=400, fit_intercept=False).fit(matrix, labels)
    classes = [name for name in classes if name in set(model.classes_)]
    order = [list(model.classes_).index(name) for name in classes]
    table = {}
    for j, name in enumerate(vectorizer.feature_names_):
        column = [round(float(model.coef_[k, j]), 3) for k in order]
        pairs = [[k, weight] for k, weight in enumerate(column) if abs(weight) > SMALL]
        if pairs:
            table[name] = pairs
    print(f"{len(rows)} rows, {len(table)} features, {len(classes)} classes", file=sys.stderr)
    return {"classes": classes, "weights": table}


def trigger_rows(data, lemmas: frozenset[str]):
    """Features of each word that may be a trigger, and its type."""
    rows, labels = [], []
    for told, sentences in data:
        gold = {k: e["type"] for e in told["events"] for a, b in e["triggers"] for k in range(a, b)}
        subject = triggers.subject(sentences)
        for number, sentence in enumerate(sentences):
            about = subject if number % 2 else ()  # short texts have none
            topics = triggers.topics_of(sentence)
            for index in triggers.candidates(sentence, lemmas):
                rows.append(triggers.features(sentence, index, topics, about))
                labels.append(gold.get(sentence.words[index].start, triggers.NONE))
    return rows, labels


def modality_rows(data):
    """Features of each gold trigger, and its modality."""
    rows, labels = [], []
    for told, sentences in data:
        published = datetime.date.fromisoformat(told["published"])
        for event in told["events"]:
            for start, end in event["triggers"]:
                sentence = next(s for s in sentences if s.span.start <= start < s.span.end)
                first = sentence.index_at(start)
                last = min(max(first, sentence.index_at(end - 1)), len(sentence.words) - 1)
                while first < last and sentence.lemmas[first] in stems(triggers.SKIPPED):  # found triggers begin later
                    first += 1
                trigger = triggers.Trigger(
                    span=Span(start, end), first=first, last=last, type=event["type"], probability=1
                )
                rows.append(modality.features(sentence, trigger, published))
                labels.append(event.get("modality", "actual"))
    return rows, labels


def main(corpora: list[Path]) -> None:
    """Collect, fit, write."""
    told_all = [*documents(corpora), *plain_sentences(HERE / "plain_sentences.txt")]
    data = [(told, analyze(Document(id=told["doc_id"], text=told["text"]))) for told in told_all]
    seen: Counter[str] = Counter()
    for told, sentences in data:
        gold = {k for e in told["events"] for a, b in e["triggers"] for k in range(a, b)}
        seen.update(w for s in sentences for w, t in zip(s.lemmas, s.words, strict=True) if t.start in gold)
    lemmas = frozenset(w for w, n in seen.items() if n > 1 and w not in stems(triggers.SKIPPED) and w.isalpha())
    told = {
        "triggers": fit(*trigger_rows(data, lemmas), [triggers.NONE, *event_types()]),
        "modality": fit(*modality_rows(data), [m.value for m in Modality]),
        "lemmas": sorted(lemmas),
        "threshold": THRESHOLD,
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    TARGET.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{TARGET}: {TARGET.stat().st_size / 1e3:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or DISPATCHES)
