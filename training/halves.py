"""What resolution reaches on texts it was not fitted on: fit its weights on one half of the corpora, measure the other.

    python training/halves.py CORPUS.jsonl[.gz] ... [--named PLACES.csv] [--unread CORPUS ...] [--passes 2]

Takes the files that `ranking.py` takes. The dispatches of this folder are always fitted on; UNREAD corpora never are.
Nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpora import DISPATCHES, documents, named
from ranking import learn, mixed

from geomap.gazetteer import SqliteGazetteer, ensure
from geomap.resolve import ranking

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "accuracy"))


def main() -> None:
    """Fit and measure twice."""
    from places import report  # noqa: PLC0415 - its folder is put on the path above

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--named", type=Path)
    parser.add_argument("--unread", nargs="*", type=Path, default=[])
    parser.add_argument("--passes", type=int, default=2)
    told = parser.parse_args()
    gazetteer = SqliteGazetteer(ensure(lambda text: print(text, file=sys.stderr)))
    always = list(documents(DISPATCHES))
    whole = {path.name: list(documents([path])) for path in told.corpora}
    names = mixed(told.named, gazetteer) if told.named else []
    shipped = ranking.weights
    print("| corpus | names | n | baseline, 161 km | geomap, 161 km | baseline, 25 km | geomap, 25 km | or in it |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for half in (0, 1):
        ranking.weights = shipped
        fitted = [d for corpus in whole.values() for d in corpus[1 - half :: 2]]
        learn([*always, *fitted, *names[1 - half :: 2]], gazetteer, told.passes)
        for name, corpus in whole.items():
            report(f"{name}, half {half}", corpus[half::2], gazetteer)
        for province in (False, True) if told.named else ():
            asked = list(named(told.named, gazetteer, province=province))[half::2]
            report(f"{told.named.name}, {'province' if province else 'country'} given, half {half}", asked, gazetteer)
        for path in told.unread:
            report(f"{path.name}, weights of half {half}", documents([path]), gazetteer)


if __name__ == "__main__":
    main()
