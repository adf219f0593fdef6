"""The commonest errors in finding place names and events, by kind.

    python tests/accuracy/errors.py [CORPUS.jsonl[.gz]]

Without an argument: dispatches_dev. A confusion of types is told as "missed: airstrike, taken for shelling"; the last
table has them by type. `docs/errors.md` holds what it prints.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from corpora import documents
from figures import SETS, records

from geomap.pipeline import prepare, process
from geomap.settings import Settings

MOST = 20


def name_errors(told: dict, record) -> list[str]:
    """Kinds of wrong place names of a document."""
    text = told["text"]
    golds = {(g["start"], g["end"]): g for g in told["gold"]}
    found = {(m.span.start, m.span.end) for m in record.mentions or ()}
    wrong = []
    for start, end in found - set(golds):
        touching = [g for (a, b), g in golds.items() if a < end and start < b]
        if any(g.get("demonym") for g in touching):
            continue
        if touching:
            wrong.append("other boundaries")
        else:
            wrong.append("no place: one word" if " " not in text[start:end] else "no place: several words")
    for (start, end), gold in golds.items():
        if not gold.get("demonym") and not any(a < end and start < b for a, b in found):
            case = "in capitals" if text[start:end].isupper() else "in lower case" if text[start:end].islower() else ""
            wrong.append(f"missed: {gold.get('kind') or 'name'} {case}".rstrip())
    return wrong


def event_errors(told: dict, record) -> list[str]:
    """Kinds of wrong triggers of a document."""
    wrong, hit = [], set()
    found = [(e.trigger.start, e.trigger.end, e.type) for e in record.events or ()]
    for event in told["events"]:
        over = [one for one in found for a, b in event["triggers"] if one[0] < b and a < one[1]]
        hit.update(over)
        types = {kind for _, _, kind in over}
        if event["type"] not in types:
            wrong.append(f"missed: {event['type']}" + (f", taken for {min(types)}" if types else ""))
    wrong += [f"no event: {kind}" for start, end, kind in found if (start, end, kind) not in hit]
    return wrong


def confusion(golds: list[dict], taken: list) -> None:
    """Print what became of the events of each type, and how many of those found are none of it."""
    became: dict[str, Counter[str]] = {}
    made_up: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for told, record in zip(golds, taken, strict=True):
        spans = [(e.trigger.start, e.trigger.end, e.type) for e in record.events or ()]
        found.update(kind for _, _, kind in spans)
        for event in told["events"]:
            over = {kind for start, end, kind in spans for a, b in event["triggers"] if start < b and a < end}
            right = event["type"] in over
            became.setdefault(event["type"], Counter())[event["type"] if right else min(over, default="missed")] += 1
        for start, end, kind in spans:
            made_up[kind] += not any(a < end and start < b for e in told["events"] for a, b in e["triggers"])
    print("\n| type | in the texts | found as such | as another type | missed | found | of these where nothing is |")
    print("| --- | ---: | ---: | --- | ---: | ---: | ---: |")
    for kind, ends in sorted(became.items(), key=lambda item: -item[1].total()):
        others = [f"{other} {n}" for other, n in ends.most_common() if other not in (kind, "missed")]
        row = (kind, ends.total(), ends[kind], ", ".join(others), ends["missed"], found[kind], made_up[kind])
        print(f"| {' | '.join(map(str, row))} |")


def main(corpus: Path) -> None:
    """Print two tables of errors and one of types."""
    settings = prepare(Settings(), print)
    taken = list(process(records(corpus, spans=False), "code", settings))
    named = process(records(corpus, spans=False), "recognize", settings)
    golds = list(documents([corpus]))
    for title, errors in (
        ("place names", [e for t, r in zip(golds, named, strict=True) for e in name_errors(t, r)]),
        ("events", [e for t, r in zip(golds, taken, strict=True) for e in event_errors(t, r)]),
    ):
        print(f"\n| {title}: {len(errors)} errors | n | share |\n| --- | ---: | ---: |")
        for kind, n in Counter(errors).most_common(MOST):
            print(f"| {kind} | {n} | {n / len(errors):.2f} |")
    confusion(golds, taken)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SETS["dispatches_dev"])
