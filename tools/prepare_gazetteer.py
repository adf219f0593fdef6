"""Make `gazetteer/places.tsv.xz` from a merged table of GeoNames and Who's On First places.

    prepare_gazetteer.py PLACES.tsv[.xz] ADMIN1.geojson.gz OUT.tsv.xz

PLACES has the columns id, name, cc, admin1, fcode, lat, lon, population, alternates (separated by
`|`); an id is a GeoNames number, or minus a Who's On First number. ADMIN1 is Natural Earth's layer
of states and provinces. Each place gets the code of the province it lies in; names that no
report would use (airport codes, machine transliterations, scripts outside those of `SCRIPTS`) go.
"""

from __future__ import annotations

import lzma
import re
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd

SCRIPTS = re.compile(
    r"[\u0370-\u052f\u0530-\u07bf\u0860-\u08ff\u10a0-\u10ff\u1200-\u139f\u1e00-\u1fff\u00c0-\u024fA-Za-z]"
)
NEAR_DEGREES = 0.3


def useful(name: str, main: str) -> bool:
    """Whether a report could spell a place so."""
    if name == main or len(name) < 2 or len(name) > 60 or re.fullmatch(r"[A-Z]{3,4}", name):
        return False
    letters = [c for c in name if c.isalpha()]
    if not letters or not all(SCRIPTS.match(c) for c in letters):
        return False
    latin = letters[0].isascii() or letters[0] < "\u0250"
    return not latin or any(c.isupper() for c in name)


def provinces(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.Series:
    """Code of the province of each point, of its own country wherever one is within `NEAR_DEGREES`.

    Simplified borders put border towns on the wrong side, and coasts put ports into the sea.
    """
    inside = points.sjoin(areas, predicate="within")
    inside = inside[~inside.index.duplicated()]
    own = inside["cc"] == inside["iso_a2"]
    codes = inside["adm1_code"].reindex(points.index)
    lost = points.loc[points.index.difference(inside.index[own])]
    for country, group in lost.groupby("cc"):
        home = areas[areas["iso_a2"] == country]
        if len(home):
            near = group.sjoin_nearest(home[["adm1_code", "geometry"]], max_distance=NEAR_DEGREES)["adm1_code"]
            near = near[~near.index.duplicated()]
            codes.loc[near.index] = near
    return codes.fillna("")


def main(table: Path, admin1: Path, out: Path) -> None:
    """Read, clean, sort, write."""
    frame = pd.read_csv(table, sep="\t", dtype=str, keep_default_na=False, quoting=3)
    points = gpd.GeoDataFrame(
        {"cc": frame["cc"]},
        geometry=gpd.points_from_xy(frame["lon"].astype(float), frame["lat"].astype(float)),
        crs=4326,
    )
    areas = gpd.read_file(f"/vsigzip/{admin1}")[["adm1_code", "iso_a2", "geometry"]]
    frame["region"] = provinces(points, areas)
    frame["place"] = ["geonames:" + i if i[0] != "-" else "wof:" + i[1:] for i in frame["id"]]
    frame["names"] = [
        "|".join(sorted({n for n in alternates.split("|") if useful(n, name)}))
        for name, alternates in zip(frame["name"], frame["alternates"], strict=True)
    ]
    frame = frame.sort_values(["cc", "region", "name", "place"])
    columns = ["place", "name", "cc", "region", "fcode", "lat", "lon", "population", "names"]
    text = frame[columns].to_csv(sep="\t", index=False, lineterminator="\n", quoting=3)
    out.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
