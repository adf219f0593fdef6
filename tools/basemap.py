"""Make `geomap/draw/basemap/*.npz` from Natural Earth layers: `python tools/basemap.py SOURCE TARGET`.

SOURCE is a folder with these layers of Natural Earth (naturalearthdata.com, public domain) as gzipped GeoJSON,
searched in subfolders too; a layer `x` is the file `x.geojson.gz`:

- 10m: land, admin_0_boundary_lines_land, admin_0_boundary_lines_disputed_areas, admin_1_states_provinces, lakes,
  rivers_lake_centerlines, populated_places, geography_regions_polys, geography_marine_polys
- 50m: admin_0_countries, admin_0_boundary_lines_land, urban_areas

Natural Earth has no coverage: countries, coast and borders come from different files. Here the land is cut along the
border lines, so that every edge is the same in all layers; the provinces are cleaned so that they share edges.

A target file holds one layer: `coordinates` (vertices as bytes, see `_store`), `offsets_0`, `offsets_1`, ... and `kind`
as `shapely.to_ragged_array` gives them, and `properties`, JSON in UTF-8, one list for each property.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

SPECK = 1e-6
"""Pieces smaller than this, in square degrees, come from cutting and are left out."""
UNIT = 1000
"""Steps a degree that vertices are rounded to; 0.001 degrees are 110 m or less."""
LEVELS = {"near": 0.004, "far": 0.05, "world": 0.8}
"""Level of detail to the tolerance of its simplification: the side, in degrees, of a square as large as the smallest
bend that stays (Visvalingam)."""


def main() -> None:
    """Read, cut, simplify, store."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    provinces = _read(source, "ne_10m_admin_1_states_provinces")
    coarse = _read(source, "ne_50m_admin_0_countries")
    coarse = pd.DataFrame({"code": coarse["iso_a2"].fillna(coarse["adm0_a3"]), "geometry": coarse["geometry"]})
    names = _country_names(source)
    for level, table in (("near", _countries(source, provinces)), ("far", coarse), ("world", coarse)):
        shapes = _tidy(_without_specks(table["geometry"].to_numpy(), LEVELS[level]), LEVELS[level])
        keep = ~shapely.is_empty(shapes)
        codes = table["code"].to_numpy()[keep]
        countries = {"code": codes, "name": [names.get(code, "") for code in codes]}
        _store(target, f"{level}_countries", shapes[keep], countries)
        if level != "world":
            _store(target, f"{level}_coast", shapely.get_parts(_edges(shapes[keep], times=1)), {})
            _store_borders(target, source, level)
    _store_inner(target, source, provinces)
    _store_labels(target, source, provinces)


def _read(source: Path, layer: str) -> pd.DataFrame:
    (path,) = source.rglob(f"{layer}.geojson.gz")
    features = json.loads(gzip.decompress(path.read_bytes()))["features"]
    table = pd.DataFrame([feature["properties"] for feature in features])
    table["geometry"] = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return table


def _country_names(source: Path) -> dict[str, str]:
    table = _read(source, "ne_50m_admin_0_countries")
    short = table["name"].where(~table["name"].str.contains(".", regex=False), table["name_long"])
    return dict(zip(table["iso_a2"].fillna(table["adm0_a3"]), short, strict=True))


def _countries(source: Path, provinces: pd.DataFrame) -> pd.DataFrame:
    """Land cut along the borders; a piece belongs to the country most of whose provinces lie in it."""
    land = shapely.get_parts(_read(source, "ne_10m_land")["geometry"].to_numpy())
    borders = _read(source, "ne_10m_admin_0_boundary_lines_land")
    borders = borders[~borders["featurecla"].str.contains("Lease|Overlay")]
    lines = [_lengthen(line) for line in shapely.get_parts(borders["geometry"].to_numpy())]
    net = shapely.union_all(np.concatenate([shapely.boundary(land), lines]))
    pieces = shapely.get_parts(shapely.polygonize([net]))
    inside = shapely.point_on_surface(pieces)
    on_land = np.unique(shapely.STRtree(land).query(inside, predicate="within")[0])
    pieces, inside = pieces[on_land], inside[on_land]
    shapes, codes = provinces["geometry"].to_numpy(), provinces["iso_a2"].to_numpy()
    seats = shapely.points(provinces["longitude"].astype(float), provinces["latitude"].astype(float))
    province, piece = shapely.STRtree(pieces).query(seats, predicate="within")
    owners = pd.Series(codes[province]).groupby(piece).agg(lambda found: found.value_counts().index[0])
    missing = np.setdiff1d(np.arange(len(pieces)), owners.index)
    nearest = codes[shapely.STRtree(shapes).nearest(inside[missing])]
    owners = pd.concat([owners, pd.Series(nearest, index=missing)]).sort_index()
    split = _split_merged(pieces, owners, province, piece, codes, shapes)
    table = pd.DataFrame(split, columns=["code", "geometry"])
    whole = table.groupby("code", sort=True)["geometry"].agg(lambda found: shapely.multipolygons(list(found)))
    return whole.reset_index()


def _split_merged(pieces, owners, province, piece, codes, shapes):
    """Pieces by country; one that two countries share, for want of a closed border, is cut by their provinces."""
    rows = []
    for index, owner in owners.items():
        inside = pd.Series(codes[province[piece == index]]).value_counts()
        others = [code for code, count in inside.items() if code != owner and count > 5]
        rest = pieces[index]
        for other in others:
            area = shapely.union_all(shapes[codes == other], grid_size=1 / UNIT)
            rows += [(other, part) for part in _polygons(shapely.intersection(rest, area))]
            rest = shapely.difference(rest, area)
        rows += [(owner, part) for part in _polygons(rest)]
    return rows


def _polygons(shape):
    return [
        part
        for part in shapely.get_parts(shapely.get_parts(shape))
        if part.geom_type == "Polygon" and part.area > SPECK
    ]


def _lengthen(line, by: float = 0.02):
    """Both ends drawn out by `by` degrees, so that borders which end just short of the coast reach it."""
    xy = shapely.get_coordinates(shapely.remove_repeated_points(line))
    if (xy[0] == xy[-1]).all():
        return line
    ends = []
    for end, before in ((xy[0], xy[1]), (xy[-1], xy[-2])):
        step = end - before
        ends.append(end + step / np.hypot(*step) * by)
    return shapely.linestrings(np.vstack([ends[0], xy, ends[1]]))


def _tidy(shapes, tolerance: float, gap: float = 0.0):
    """A coverage: rounded, gaps up to a width closed, shared edges simplified as one."""
    valid = [shapely.MultiPolygon(_polygons(shape)) for shape in shapely.make_valid(shapes)]
    rounded = shapely.set_precision(valid, 1 / UNIT)
    return shapely.coverage_simplify(shapely.coverage_clean(rounded, gap_width=gap), tolerance)


def _without_specks(shapes, tolerance: float):
    """Shapes less the islands that are too small to be seen at this level; the largest part of each stays."""
    kept = []
    for shape in shapes:
        parts = shapely.get_parts(shape)
        areas = shapely.area(parts)
        kept.append(shapely.MultiPolygon(list(parts[(areas >= tolerance**2) | (areas == areas.max())])))
    return np.array(kept)


def _edges(shapes, *, times: int):
    """Edges that occur so many `times` in the polygons, merged to lines, but for the cuts at 180 degrees and the pole.

    An edge of a coverage occurs twice between two polygons, once at the coast.
    """
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shapes)), return_index=True)
    steps = np.rint(xy * UNIT).astype(np.int64)
    same = ring[:-1] == ring[1:]
    a, b = steps[:-1][same], steps[1:][same]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    first, second = np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)
    keys, counts = np.unique(np.column_stack([first, second]), axis=0, return_counts=True)
    keys = keys[counts == times]
    seam = (np.abs(keys[:, 0]) == 180 * UNIT) & (keys[:, 0] == keys[:, 2])
    pole = (keys[:, 1] <= -85 * UNIT) & (keys[:, 3] <= -85 * UNIT)
    ends = keys[~(seam | pole)].reshape(-1, 2, 2) / UNIT
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(ends)))


def _store_borders(target: Path, source: Path, level: str) -> None:
    """Border lines; `firm` is 1 for borders that nobody disputes."""
    lines = _read(source, f"ne_{'10m' if level == 'near' else '50m'}_admin_0_boundary_lines_land")
    lines = lines[~lines["featurecla"].str.contains("Lease|Overlay")]
    shapes, firm = lines["geometry"].to_numpy(), lines["featurecla"].str.startswith("International").astype(int)
    if level == "near":
        claims = _read(source, "ne_10m_admin_0_boundary_lines_disputed_areas")
        claims = claims[claims["featurecla"].str.contains("Claim|Disputed|Line of control|Breakaway", na=False)]
        shapes = np.concatenate([shapes, claims["geometry"].to_numpy()])
        firm = np.concatenate([firm, np.zeros(len(claims), dtype=int)])
    _store(target, f"{level}_borders", shapely.simplify(shapes, LEVELS[level]), {"firm": firm})


def _store_inner(target: Path, source: Path, provinces: pd.DataFrame) -> None:
    """Province lines, rivers, lakes, built-up areas."""
    codes = provinces["iso_a2"].to_numpy()
    shapes = _tidy(provinces["geometry"].to_numpy(), LEVELS["near"], gap=0.1)
    countries = sorted(set(codes))
    lines = [shapely.get_parts(_edges(shapes[codes == code], times=2)) for code in countries]
    owners = np.repeat(countries, [len(found) for found in lines])
    _store(target, "near_provinces", np.concatenate(lines), {"code": owners})
    rivers = _read(source, "ne_10m_rivers_lake_centerlines")
    rivers = rivers[rivers["featurecla"] == "River"]
    shapes = shapely.simplify(rivers["geometry"].to_numpy(), LEVELS["near"])
    _store(target, "near_rivers", shapes, {"rank": rivers["scalerank"].astype(int)})
    lakes = _read(source, "ne_10m_lakes")
    shapes = shapely.simplify(lakes["geometry"].to_numpy(), LEVELS["near"])
    _store(target, "near_lakes", shapes, {"rank": lakes["scalerank"].astype(int)})
    urban = _read(source, "ne_50m_urban_areas")["geometry"].to_numpy()
    _store(target, "near_urban", shapely.simplify(urban, LEVELS["near"]), {})


def _store_labels(target: Path, source: Path, provinces: pd.DataFrame) -> None:
    """Names: of towns and provinces as points, of land forms and seas as rough areas."""
    towns = _read(source, "ne_10m_populated_places")
    towns = towns[~towns["featurecla"].str.contains("station|Station|Historic", regex=True)]
    capital = towns["featurecla"].map(
        lambda kind: 2 if kind.startswith("Admin-0 capital") else int(kind.startswith("Admin-1"))
    )
    columns = {"name": towns["name_en"].fillna(towns["name"]), "rank": towns["scalerank"], "capital": capital}
    _store(target, "towns", towns["geometry"].to_numpy(), columns)
    seats = shapely.points(provinces["longitude"].astype(float), provinces["latitude"].astype(float))
    name = provinces["name_en"].fillna(provinces["name"]).fillna("")
    named = (name != "").to_numpy()
    _store(target, "province_names", seats[named], {"name": name[named], "code": provinces["iso_a2"][named]})
    for layer, file, leave in (
        ("land_names", "ne_10m_geography_regions_polys", "Island|Continent|Lake|Dragons|Geoarea"),
        ("sea_names", "ne_10m_geography_marine_polys", "fjord|river|reef|inlet|generic"),
    ):
        table = _read(source, file)
        table = table[~table["featurecla"].str.contains(leave) & table["name"].notna()]
        shapes = shapely.buffer(shapely.simplify(table["geometry"].to_numpy(), 0.05), 0)
        full = ~shapely.is_empty(shapes)
        table, shapes = table[full], shapes[full]
        kind = table["featurecla"].str.lower()
        _store(target, layer, shapes, {"name": table["name"], "rank": table["scalerank"].astype(int), "kind": kind})


def _store(target: Path, layer: str, shapes, properties: dict) -> None:
    """One layer. Vertices are whole steps, each less the one before, sorted by byte: that packs best."""
    kind, xy, offsets = shapely.to_ragged_array(list(shapes))
    steps = np.rint(xy * UNIT).astype("<i4")
    deltas = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype="<i4")).astype("<i4")
    by_axis = np.ascontiguousarray(deltas.T).view("u1").reshape(2, -1, 4)
    table = {name: pd.Series(list(values)).tolist() for name, values in properties.items()}
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
    np.savez_compressed(
        target / f"{layer}.npz",
        kind=np.array(int(kind)),
        coordinates=np.ascontiguousarray(by_axis.transpose(0, 2, 1)),
        properties=np.frombuffer(text, dtype="u1"),
        **{f"offsets_{depth}": np.asarray(offset, dtype="<i4") for depth, offset in enumerate(offsets)},
    )


if __name__ == "__main__":
    main()
