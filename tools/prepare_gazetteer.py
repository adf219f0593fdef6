"""Make `gazetteer/places.tsv.xz` from GeoNames and Who's On First.

    prepare_gazetteer.py CITIES500.tsv.gz ADMIN1.geojson.gz COUNTRIES.geojson.gz DISPUTED.geojson.gz OUT WOF.tsv.xz ...

CITIES500 holds GeoNames' populated places (geonameid, name, cc, admin1, admin2, fcode, lat, lon, population, timezone,
alternatenames separated by `|`); WOF files hold Who's On First places (wof_id, geonameid, wikidata, cc, placetype,
name, lat, lon, population, parent_id, status, geom_src, names as `lang=name|...`); ADMIN1, COUNTRIES and DISPUTED are
Natural Earth's layers. A place known to both is one row, GeoNames first. Rows that are superseded, nameless, far
outside their country or a second time there go; so do names that no report would use, and spellings that look-up
treats as equal.
"""

from __future__ import annotations

import lzma
import re
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geomap.gazetteer.names import fold

SCRIPTS = re.compile(
    r"[\u0370-\u052f\u0530-\u07bf\u0860-\u08ff\u10a0-\u10ff\u1200-\u139f\u1e00-\u1fff\u00c0-\u024fA-Za-z]"
)
LANGUAGES = frozenset(
    "eng ara fas rus ukr fra spa por tur und kur pus urd heb kat hye aze bos srp hrv amh som tir".split()
)
PLACETYPES = {"locality": "PPL", "neighbourhood": "PPLX"}
NEAR_DEGREES = 0.3
OUTSIDE_DEGREES = 0.3
ANNEXED = ("Crimea", "Sevastopol")
"""First-level divisions that Natural Earth draws with another country than the sources count them to."""
SAME_DEGREES = 0.02


def useful(name: str) -> bool:
    """Whether a report could spell a place so."""
    if not 2 <= len(name) <= 60 or re.fullmatch(r"[A-Z]{3,4}", name):
        return False
    letters = [c for c in name if c.isalpha()]
    if not letters or not all(SCRIPTS.match(c) for c in letters):
        return False
    return not letters[0].isascii() or any(c.isupper() for c in name)


def distinct(names: list[str], main: str) -> str:
    """Names that fold to different strings, none like the main one."""
    kept: dict[str, str] = {fold(main): main}
    for name in sorted(names):
        if useful(name):
            kept.setdefault(fold(name), name)
    return "|".join(sorted(list(kept.values())[1:]))


def cities(path: Path) -> pd.DataFrame:
    """GeoNames rows."""
    frame = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3)
    frame["id"] = "geonames:" + frame["geonameid"]
    frame["all"] = frame["alternatenames"].str.split("|")
    return frame[["id", "name", "cc", "fcode", "lat", "lon", "population", "all"]]


def whosonfirst(path: Path) -> pd.DataFrame:
    """Who's On First rows that are current."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        lines = [line.rstrip("\n").split("\t") for line in file]
    frame = pd.DataFrame(lines[1:], columns=lines[0])
    frame = frame[frame["placetype"].isin(PLACETYPES) & (frame["status"] == "") & (frame["name"] != "")]
    known = ~frame["geonameid"].isin(["", "-1"])
    frame["id"] = ("geonames:" + frame["geonameid"]).where(known, "wof:" + frame["wof_id"])
    frame["fcode"] = frame["placetype"].map(PLACETYPES)
    frame["all"] = [told(names) for names in frame["names"]]
    english = [next((n for tag, n in pairs if tag == "eng"), None) for pairs in frame["names"].map(tagged)]
    frame["name"] = [e if e and not fold(n).isascii() else n for n, e in zip(frame["name"], english, strict=True)]
    return frame[["id", "name", "cc", "fcode", "lat", "lon", "population", "all"]]


def tagged(names: str) -> list[tuple[str, str]]:
    """Pairs of language and name."""
    return [tuple(part.split("=", 1)) for part in names.split("|") if "=" in part]


def told(names: str) -> list[str]:
    """Names in languages of `LANGUAGES`."""
    return [name for tag, name in tagged(names) if tag.rstrip("~") in LANGUAGES]


def merged(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Rows of both; of one id the first one's, with the names of both."""
    both = pd.concat([first, second])
    names = both.groupby("id", sort=False)["all"].sum()
    extra = both.groupby("id", sort=False)["name"].agg(list)
    kept = both.drop_duplicates("id").set_index("id")
    kept["all"] = [a + b for a, b in zip(names.loc[kept.index], extra.loc[kept.index], strict=True)]
    return kept.reset_index()


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


def at_home(points: gpd.GeoDataFrame, countries: gpd.GeoDataFrame, disputed: gpd.GeoDataFrame) -> pd.Series:
    """Whether each point lies in its country, or at most `OUTSIDE_DEGREES` from it; true where it has no outline.

    What lies in a disputed area is believed: sources differ in the country that they count it to.
    """
    nowhere = shapely.union_all(shapely.make_valid(disputed.geometry.values))
    good = pd.Series(data=True, index=points.index)
    for code, group in points.groupby("cc"):
        outline = countries[countries["iso_a2"] == code]
        if len(outline):
            good.loc[group.index] = group.within(outline.union_all().union(nowhere).buffer(OUTSIDE_DEGREES))
    return good


def once(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows without those that bear the name of an earlier one beside it."""
    cells = ((frame["lat"] / SAME_DEGREES).round(), (frame["lon"] / SAME_DEGREES).round())
    key = pd.DataFrame({"cc": frame["cc"], "n": frame["name"].map(fold), "y": cells[0], "x": cells[1]})
    return frame[~key.duplicated()]


def main(sources: list[Path]) -> None:
    """Read, merge, clean, sort, write."""
    first, admin1, outlines, argued, out, *more = sources
    frame = merged(cities(first), pd.concat([whosonfirst(path) for path in more]))
    frame["lat"], frame["lon"] = frame["lat"].astype(float).round(3), frame["lon"].astype(float).round(3)
    points = gpd.GeoDataFrame({"cc": frame["cc"]}, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=4326)
    countries = gpd.read_file(f"/vsigzip/{outlines}")
    areas = gpd.read_file(f"/vsigzip/{admin1}")
    disputed = pd.concat([gpd.read_file(f"/vsigzip/{argued}"), areas[areas["name"].isin(ANNEXED)]])
    good = at_home(points, countries, disputed)
    frame, points = frame[good], points[good]
    areas = areas[["adm1_code", "iso_a2", "geometry"]]
    frame["region"] = provinces(points, areas)
    frame = once(frame)
    frame["names"] = [distinct(names, name) for names, name in zip(frame["all"], frame["name"], strict=True)]
    frame["known"] = frame["all"].map(lambda names: len(set(names)))
    frame["population"] = frame["population"].replace("0", "")
    frame = frame.sort_values(["cc", "region", "name", "id"])
    columns = ["id", "name", "cc", "region", "fcode", "lat", "lon", "population", "known", "names"]
    text = frame[columns].to_csv(sep="\t", index=False, lineterminator="\n", quoting=3)
    out.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(frame)} places, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
