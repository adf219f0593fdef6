"""Make `gazetteer/geonames/districts.tsv.xz` and `people.tsv` from the towns of GeoNames.

    prepare_districts.py CITIES500.tsv.gz ADMIN2.json PLACES.tsv.xz FOLDER WOF_ADMIN.geojson.gz ...

GeoNames names its second-level divisions (ADMIN2: objects of code and name) without saying where they are; that is told
by the towns that lie in each. Countries whose districts Who's On First has drawn (WOF_ADMIN) are left to it.
`people.tsv` sums up the people of the towns of each first-level division of PLACES and of each drawn district: how
likely a report means it.
"""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

KM_PER_DEGREE = 111.32
LEAST_KM = 10.0
"""A district is no smaller, however close together its towns lie."""


def table(path: Path) -> pd.DataFrame:
    """Rows of a tab-separated file, packed or not, as text."""
    return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3)


def districts(cities: pd.DataFrame, names: dict[str, str], drawn: set[str]) -> pd.DataFrame:
    """Center and extent of each division from its towns."""
    cities = cities[(cities["admin2"] != "") & ~cities["cc"].isin(drawn)].copy()
    cities["code"] = cities["cc"] + "." + cities["admin1"] + "." + cities["admin2"]
    cities = cities[cities["code"].isin(names.keys())]
    for column in ("lat", "lon", "population"):
        cities[column] = cities[column].astype(float)
    groups = cities.groupby("code")
    center = groups[["lat", "lon"]].transform("mean")
    east = (cities["lon"] - center["lon"]) * np.cos(np.radians(center["lat"]))
    cities["square"] = (cities["lat"] - center["lat"]) ** 2 + east**2
    frame = groups.agg(cc=("cc", "first"), lat=("lat", "mean"), lon=("lon", "mean"), population=("population", "sum"))
    # Towns strewn evenly over a disc lie 1/sqrt(2) of its radius from the center, in the quadratic mean.
    frame["radius"] = np.maximum(LEAST_KM, np.sqrt(2 * groups["square"].mean()) * KM_PER_DEGREE).round(1)
    frame["name"] = [names[code] for code in frame.index]
    frame["population"] = frame["population"].astype(int)
    frame[["lat", "lon"]] = frame[["lat", "lon"]].round(3)
    return frame.reset_index()[["code", "name", "cc", "lat", "lon", "population", "radius"]]


def people(places: pd.DataFrame, counties: gpd.GeoDataFrame) -> dict[str, int]:
    """Sum of the people of towns by first-level division and by drawn district."""
    towns = places[places["population"] != ""].copy()
    towns["population"] = towns["population"].astype(int)
    regions = towns[towns["region"] != ""].groupby("region")["population"].sum()
    points = gpd.GeoDataFrame(
        towns[["cc", "population"]],
        geometry=gpd.points_from_xy(towns["lon"].astype(float), towns["lat"].astype(float)),
        crs=4326,
    )
    inside = points.sjoin(counties[["wof_id", "geometry"]], predicate="within")
    return {**regions.to_dict(), **inside.groupby("wof_id")["population"].sum().to_dict()}


def main(sources: list[Path]) -> None:
    """Read, sum up, write."""
    cities, names, places, out, *drawn = sources
    areas = pd.concat([gpd.read_file(f"/vsigzip/{path}") for path in drawn])
    counties = areas[areas["placetype"] == "county"]
    known = {row["code"]: row["name"] for row in json.loads(names.read_text(encoding="utf-8"))}
    text = districts(table(cities), known, set(counties["cc"])).to_csv(sep="\t", index=False, lineterminator="\n")
    (out / "districts.tsv.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    lines = sorted(f"{code}\t{number}\n" for code, number in people(table(places), counties).items())
    (out / "people.tsv.xz").write_bytes(lzma.compress(("code\tpeople\n" + "".join(lines)).encode()))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
