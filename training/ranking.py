"""Fit the weights of resolution: annotated corpora in, `geomap/resolve/weights.toml` out.

    python training/ranking.py CORPUS.jsonl[.gz] ... [--named PLACES.csv] [--passes 3]

A corpus holds documents with gold mentions (start, end, lat, lon, geonameid). PLACES are the places of conflict events
as UCDP GED names them (country, adm_1, where_coordinates, lat, lon, and bench: whether it is one place): names whose
country is known. The model is a conditional logit over the candidates of a mention and "none of them"; since settings
depend on the weights, collecting and fitting alternate. What it writes are a few dozen figures.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from corpora import documents, named

from geomap.gazetteer import SqliteGazetteer, ensure
from geomap.model import Document, Kind, Mention, Place, Point, Span
from geomap.resolve import ranking
from geomap.resolve.context import considered

TARGET = Path(ranking.__file__).with_name("weights.toml")
NEAR_KM = 25.0
RIDGE = 0.3


def cases(told, gazetteer: SqliteGazetteer):
    """For each distinct name of a document: evidence of its candidates, and which of them are right."""
    golds = sorted((g for g in told["gold"] if not g.get("demonym")), key=lambda g: g["start"])
    text = told["text"]
    mentions = [Mention(span=Span(g["start"], g["end"]), text=text[g["start"] : g["end"]]) for g in golds]
    document = Document(id=told["doc_id"], text=text, source=told.get("domain"))
    context = considered(document, mentions, gazetteer, told.get("countries", ()))
    for name, weighed in context.names.items():
        same = [g for g, m in zip(golds, mentions, strict=True) if m.text == name and g["lat"] is not None]
        if same:
            places = [one.option.place for one in weighed]
            right = [any(ways) for ways in zip(*(fitting(places, gold) for gold in same), strict=True)]
            yield [ranking.evidence(one.option, one.setting) for one in weighed], right, len(same)


AREAS = (Kind.COUNTRY, Kind.REGION, Kind.RELIEF, Kind.WATER)


def fitting(places: list[Place], gold: dict) -> list[bool]:
    """Which candidates are the place annotated; an area only if no town of the name lies there."""
    point = Point(latitude=gold["lat"], longitude=gold["lon"])
    same = [bool(gold.get("geonameid")) and place.id == f"geonames:{gold['geonameid']}" for place in places]
    if any(same):
        return same
    kind = gold.get("kind")
    near = [place.kind not in AREAS and place.point.distance_km(point) <= NEAR_KM for place in places]
    if kind in ("settlement", "district", "facility", "airport") or (kind is None and any(near)):
        return near
    wanted = [place.kind in AREAS and (kind is None or place.kind.value == kind) for place in places]
    reach = [max(NEAR_KM, min(place.uncertainty_km, 1500)) for place in places]
    found = [w and place.point.distance_km(point) <= r for w, place, r in zip(wanted, places, reach, strict=True)]
    return found if any(found) else near


def fit(data, names: list[str]) -> dict[str, float]:
    """Maximum a posteriori weights by Adam; returns name to weight, with that of "none of them"."""
    index = {name: k for k, name in enumerate(names)}
    rows = [
        np.array([[row.get(name, 0.0) for name in index] for row in rows] or np.zeros((0, len(index))))
        for rows, _, _ in data
    ]
    rights = [np.array(right, bool) for _, right, _ in data]
    often = np.array([1 + np.log(n) for _, _, n in data])
    weights, none = np.zeros(len(index)), 0.0
    start = dict(ranking.weights())
    weights[:] = [start.get(name, 0.0) for name in names]
    none = start[ranking.NONE]
    m = np.zeros(len(index) + 1)
    v = np.zeros(len(index) + 1)
    for step in range(1, 201):
        gradient = np.zeros(len(index) + 1)
        loss = 0.0
        for x, right, weight in zip(rows, rights, often, strict=True):
            scores = np.append(x @ weights, none)
            p = np.exp(scores - scores.max())
            p /= p.sum()
            truth = np.append(right, not right.any())
            inside = p[truth].sum()
            target = np.where(truth, p / max(inside, 1e-12), 0.0)
            pull = weight * (p - target)
            gradient[:-1] += x.T @ pull[:-1]
            gradient[-1] += pull[-1]
            loss -= weight * np.log(max(inside, 1e-12))
        gradient[:-1] += RIDGE * weights
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        update = 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-9)
        weights -= update[:-1]
        none -= update[-1]
    print(f"loss {loss / often.sum():.4f} over {len(rows)} names", file=sys.stderr)
    return {ranking.NONE: none, **dict(zip(names, weights, strict=True))}


def mixed(path: Path, gazetteer: SqliteGazetteer) -> list[dict]:
    """Names of a table, two of four with their province behind them, so that each half of the list has both."""
    both = zip(*(named(path, gazetteer, province=province) for province in (False, True)), strict=True)
    return [pair[number // 2 % 2] for number, pair in enumerate(both)]


def learn(corpus: list[dict], gazetteer: SqliteGazetteer, passes: int) -> None:
    """Collect and fit in turn; the weights of this process are then those fitted."""
    for _ in range(passes):
        data = [case for document in corpus for case in cases(document, gazetteer)]
        names = sorted({name for rows, _, _ in data for row in rows for name, amount in row.items() if amount})
        fitted = {**ranking.weights(), **fit(data, names)}  # what no corpus shows keeps its weight
        ranking.weights = lambda fitted=fitted: fitted


def main() -> None:
    """Collect and fit in turn, then write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--named", type=Path)
    parser.add_argument("--passes", type=int, default=3)
    told = parser.parse_args()
    gazetteer = SqliteGazetteer(ensure(lambda text: print(text, file=sys.stderr)))
    corpus = [*documents(told.corpora), *(mixed(told.named, gazetteer) if told.named else ())]
    learn(corpus, gazetteer, told.passes)
    lines = [f'"{name}" = {value:.3f}' for name, value in ranking.weights().items()]
    TARGET.write_text("# Fitted by training/ranking.py; natural-logarithm units.\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
