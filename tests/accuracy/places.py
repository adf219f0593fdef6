"""Places of given names, on any annotated corpora, beside the most populous place of each name.

    python tests/accuracy/places.py CORPUS.jsonl[.gz] ... [--named PLACES.csv]

Every name with a position counts, also one that is not answered. An area (a country, region, district, water,
mountains) has many positions: the last column takes it for right, too, if it holds that of the corpus. PLACES are
names of conflict events as UCDP GED has them, each asked with its country, and once more with its province. Weights
are fitted on some corpora (`training/README.md`); of those the figures say how well the weights fit:
`training/halves.py` measures what to expect elsewhere.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

import shapely
from baseline import most_populous
from corpora import documents, named

from geomap.evaluate.resolution import FARTHEST_KM, reliability
from geomap.model import Document, Kind, Mention, Point, Span
from geomap.pipeline import prepare, tools
from geomap.resolve import resolve
from geomap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geomap.model import Place
    from geomap.protocols import Gazetteer

NEAR_KM = 50.0
AREAS = (Kind.COUNTRY, Kind.REGION, Kind.DISTRICT, Kind.WATER, Kind.RELIEF)
PLACES = ("settlement", "facility", "airport")


class Answer(NamedTuple):
    """What was made of one name."""

    kind: str
    country: str
    """Where the gold lies, by the nearest town; "??" at sea."""
    alone: bool
    """Whether all places of its text lie in one country."""
    km: float
    """From the gold; half the Earth if there is no answer."""
    given: str | None
    """Country of the answer."""
    confidence: float | None
    held: bool
    """Whether it is an area that holds the gold, where the corpus may mean one."""
    simplest_km: float
    """What the most populous place of the name is off."""


def mentions(told: dict) -> tuple[list[dict], list[Mention]]:
    """Gold names of a document that are no words for a people, and the mentions they make."""
    golds = sorted((g for g in told["gold"] if not g.get("demonym")), key=lambda g: g["start"])
    return golds, [Mention(span=Span(g["start"], g["end"]), text=told["text"][g["start"] : g["end"]]) for g in golds]


def answers(told: dict, gazetteer: Gazetteer) -> Iterator[Answer]:
    """Resolve the gold names of one document."""
    golds, found = mentions(told)
    document = Document(id=told["doc_id"], text=told["text"], source=told.get("domain"))
    points = [None if g["lat"] is None else Point(latitude=g["lat"], longitude=g["lon"]) for g in golds]
    homes = [country(point, gazetteer) if point else None for point in points]
    resolved = resolve(document, found, gazetteer, countries=told.get("countries", ()))
    for gold, mention, point, home, one in zip(golds, found, points, homes, resolved, strict=True):
        if point is None:
            continue
        simplest = most_populous(mention, gazetteer, told.get("countries", ())).place
        key = f"geonames:{gold['geonameid']}" if gold.get("geonameid") else None
        yield Answer(
            kind=gold.get("kind") or ("country" if gold.get("country") else "?"),
            country=home or "??",
            alone=len(set(homes) - {None}) == 1,
            km=FARTHEST_KM if one.place is None else 0.0 if one.place.id == key else one.place.point.distance_km(point),
            held=_holds(one.place, gold, point, gazetteer),
            given=one.place.country if one.place else None,
            confidence=one.confidence if one.place else None,
            simplest_km=FARTHEST_KM if simplest is None else simplest.point.distance_km(point),
        )


def _holds(place: Place | None, gold: dict, point: Point, gazetteer: Gazetteer) -> bool:
    if place is None or place.kind not in AREAS or gold.get("kind") in PLACES:
        return False
    outline = gazetteer.geometry(place.id)
    if outline is None:
        return place.point.distance_km(point) <= place.uncertainty_km
    return bool(outline.contains(shapely.Point(point.longitude, point.latitude)))


def country(point: Point, gazetteer: Gazetteer) -> str:
    """Country of the nearest town."""
    return next((town.country for town in gazetteer.near(point, radius_km=NEAR_KM) if town.country), "??")


def figures(told: list[Answer]) -> str:
    """Cells of a row of the table."""
    share = [
        sum(one.simplest_km <= 161 for one in told),
        sum(one.km <= 161 for one in told),
        sum(one.simplest_km <= 25 for one in told),
        sum(one.km <= 25 for one in told),
        sum(one.km <= 25 or one.held for one in told),
    ]
    return f"{len(told)} | " + " | ".join(f"{n / len(told):.3f}" for n in share)


def table(title: str, told: list[Answer], by: Callable[[Answer], str] = lambda _: "all") -> None:
    """Print figures of groups, the largest first."""
    groups = defaultdict(list)
    for one in told:
        groups[by(one)].append(one)
    for name, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:12]:
        print(f"| {title} | {name} | {figures(group)} |")


def report(title: str, told: Iterable[dict], gazetteer: Gazetteer) -> None:
    """Print all figures of one corpus."""
    found = [answer for document in told for answer in answers(document, gazetteer)]
    table(title, found)
    table(title, found, lambda one: f"kind: {one.kind}")
    table(title, found, lambda one: f"country: {one.country}")
    trusted = [(one.confidence, one.km <= 161) for one in found if one.confidence is not None]
    rows = reliability(trusted)
    off = sum(row.n * abs(row.confidence - row.right) for row in rows) / max(1, len(trusted))
    single = [one for one in found if one.alone and one.given and one.country != "??"]
    wrong = sum(one.given != one.country for one in single)
    print(f"\n{title}: expected calibration error {off:.3f}; answered {len(trusted) / len(found):.3f} of the names")
    print(f"{title}: in texts about one country {wrong} of {len(single)} answers lie in another\n")


def main() -> None:
    """Print tables of all sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--named", type=Path)
    told = parser.parse_args()
    gazetteer = tools(prepare(Settings(), print)).gazetteer
    print("| corpus | names | n | baseline, 161 km | geomap, 161 km | baseline, 25 km | geomap, 25 km | or in it |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for corpus in told.corpora:
        report(corpus.name, documents([corpus]), gazetteer)
    for province in (False, True) if told.named else ():
        report(
            f"{told.named.name}, {'province' if province else 'country'} given",
            named(told.named, gazetteer, province=province),
            gazetteer,
        )


if __name__ == "__main__":
    main()
