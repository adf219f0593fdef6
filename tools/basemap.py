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

UNIT = 1000
"""Steps a degree that vertices are rounded to; 0.001 degrees are 110 m or less."""
LEVELS = {"near": 0.002, "far": 0.02, "world": 0.12}
"""Level of detail to the tolerance of its simplification, degrees."""


def main() -> None:
    """Read, cut, simplify, store."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    provinces = _read(source, "ne_10m_admin_1_states_provinces")
    fine = _countries(source, provinces)
    coarse = _read(source, "ne_50m_admin_0_countries")
    coarse = pd.DataFrame({"code": coarse["iso_a2"].fillna(coarse["adm0_a3"]), "geometry": coarse["geometry"]})
    names = _country_names(source)
    for level, table in (("near", fine), ("far", coarse), ("world", coarse)):
        shapes = _tidy(table["geometry"].to_numpy(), LEVELS[level])
        keep = ~shapely.is_empty(shapes)
        codes = table["code"].to_numpy()[keep]
        _store(target, f"{level}_countries", shapes[keep], code=codes, name=[names.get(code, "") for code in codes])
        _store(target, f"{level}_coast", _coast(shapes[keep]))
    for level, scale in (("near", "10m"), ("far", "50m")):
        lines = _read(source, f"ne_{scale}_admin_0_boundary_lines_land")
        lines = lines[~lines["featurecla"].str.contains("Lease|Overlay")]
        firm = lines["featurecla"].str.startswith("International").astype(int).to_numpy()
        shapes, firm = lines["geometry"].to_numpy(), firm
        if level == "near":
            claims = _read(source, "ne_10m_admin_0_boundary_lines_disputed_areas")
            claims = claims[claims["featurecla"].str.contains("Claim|Disputed|Line of control|Breakaway", na=False)]
            shapes = np.concatenate([shapes, claims["geometry"].to_numpy()])
            firm = np.concatenate([firm, np.zeros(len(claims), dtype=int)])
        _store(target, f"{level}_borders", shapely.simplify(shapes, LEVELS[level]), firm=firm)
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
    short = table["name_long"].fillna(table["name"])
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


def _split_merged(pieces, owners, province, piece, codes, shapes):  # noqa: ANN001, ANN202, PLR0913
    """Pieces by country; one that two countries share, for want of a closed border, is cut by their provinces."""
    rows = []
    for index, owner in owners.items():
        inside = pd.Series(codes[province[piece == index]]).value_counts()
        others = [code for code, count in inside.items() if code != owner and count > 5]  # noqa: PLR2004
        rest = pieces[index]
        for other in others:
            area = shapely.union_all(shapes[codes == other], grid_size=1 / UNIT)
            rows += [(other, part) for part in _polygons(shapely.intersection(rest, area))]
            rest = shapely.difference(rest, area)
        rows += [(owner, part) for part in _polygons(rest)]
    return rows


def _polygons(shape):  # noqa: ANN001, ANN202
    return [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon" and part.area > 1e-6]  # noqa: PLR2004


def _lengthen(line, by: float = 0.02):  # noqa: ANN001, ANN202
    """Both ends drawn out by `by` degrees, so that borders which end just short of the coast reach it."""
    xy = shapely.get_coordinates(shapely.remove_repeated_points(line))
    if (xy[0] == xy[-1]).all():
        return line
    ends = []
    for end, before in ((xy[0], xy[1]), (xy[-1], xy[-2])):
        step = end - before
        ends.append(end + step / np.hypot(*step) * by)
    return shapely.linestrings(np.vstack([ends[0], xy, ends[1]]))


def _tidy(shapes, tolerance: float):  # noqa: ANN001, ANN202
    """A coverage: rounded, gaps closed, shared edges simplified as one."""
    valid = [shapely.MultiPolygon(_polygons(shape)) for shape in shapely.make_valid(shapes)]
    rounded = shapely.set_precision(valid, 1 / UNIT)
    return shapely.coverage_simplify(shapely.coverage_clean(rounded), tolerance)


def _coast(shapes):  # noqa: ANN001, ANN202
    """Edges of the coverage that only one polygon has, but for the cut at 180 degrees and the one at the pole."""
    lines = _edges(shapes, np.zeros(len(shapes), dtype=int), times=1)
    return shapely.get_parts(lines)


def _edges(shapes, owners, *, times: int):  # noqa: ANN001, ANN202
    """Edges that occur `times` in the polygons of one owner, merged to lines."""
    parts, index = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint(xy * UNIT).astype(np.int64)
    same = ring[:-1] == ring[1:]
    a, b, owner = steps[:-1][same], steps[1:][same], owners[index[ring_part[ring[:-1][same]]]]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    first, second = np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)
    keys, counts = np.unique(np.column_stack([owner, first, second]), axis=0, return_counts=True)
    keys = keys[counts == times]
    seam = (np.abs(keys[:, 1]) == 180 * UNIT) & (keys[:, 1] == keys[:, 3])
    pole = (keys[:, 2] <= -85 * UNIT) & (keys[:, 4] <= -85 * UNIT)
    ends = keys[~(seam | pole)][:, 1:].reshape(-1, 2, 2) / UNIT
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(ends)))


def _store_inner(target: Path, source: Path, provinces: pd.DataFrame) -> None:
    """Province lines, rivers, lakes, built-up areas."""
    codes = provinces["iso_a2"].to_numpy()
    shapes = _tidy(provinces["geometry"].to_numpy(), LEVELS["near"] * 2)
    lines, owner = [], []
    for code in sorted(set(codes)):
        found = shapely.get_parts(_edges(shapes[codes == code], np.zeros((codes == code).sum(), dtype=int), times=2))
        lines += list(found)
        owner += [code] * len(found)
    _store(target, "near_provinces", np.array(lines))
    rivers = _read(source, "ne_10m_rivers_lake_centerlines")
    rivers = rivers[rivers["featurecla"] == "River"]
    _store(
        target,
        "near_rivers",
        shapely.simplify(rivers["geometry"].to_numpy(), LEVELS["near"] * 2),
        rank=rivers["scalerank"].astype(int),
        name=rivers["name_en"].fillna(rivers["name"]).fillna(""),
    )
    lakes = _read(source, "ne_10m_lakes")
    shapes = shapely.simplify(lakes["geometry"].to_numpy(), LEVELS["near"])
    _store(target, "near_lakes", shapes, rank=lakes["scalerank"].astype(int), name=lakes["name"].fillna(""))
    urban = _read(source, "ne_50m_urban_areas")["geometry"].to_numpy()
    _store(target, "near_urban", shapely.simplify(urban, LEVELS["near"]))


def _store_labels(target: Path, source: Path, provinces: pd.DataFrame) -> None:
    """Names: of towns and provinces as points, of land forms and seas as rough areas."""
    towns = _read(source, "ne_10m_populated_places")
    towns = towns[~towns["featurecla"].str.contains("station|Station|Historic", regex=True)]
    capital = towns["featurecla"].map(
        lambda kind: 2 if kind.startswith("Admin-0 capital") else int(kind.startswith("Admin-1"))
    )
    name = towns["name_en"].fillna(towns["name"])
    _store(target, "towns", towns["geometry"].to_numpy(), name=name, rank=towns["scalerank"], capital=capital)
    seats = shapely.points(provinces["longitude"].astype(float), provinces["latitude"].astype(float))
    name = provinces["name_en"].fillna(provinces["name"]).fillna("")
    _store(target, "province_names", seats[(name != "").to_numpy()], name=name[name != ""])
    for layer, file, leave in (
        ("land_names", "ne_10m_geography_regions_polys", "Island|Continent|Lake|Dragons|Geoarea"),
        ("sea_names", "ne_10m_geography_marine_polys", "fjord|river|reef|inlet|generic"),
    ):
        table = _read(source, file)
        table = table[~table["featurecla"].str.contains(leave) & table["name"].notna()]
        shapes = shapely.buffer(shapely.simplify(table["geometry"].to_numpy(), 0.05), 0)
        kind = table["featurecla"].str.lower()
        _store(target, layer, shapes, name=table["name"], rank=table["scalerank"].astype(int), kind=kind)


def _store(target: Path, layer: str, shapes, **properties) -> None:  # noqa: ANN001, ANN003
    """One layer. Vertices are whole steps, each less the one before, sorted by byte: that packs best."""
    kind, xy, offsets = shapely.to_ragged_array(list(shapes))
    steps = np.rint(xy * UNIT).astype("<i4")
    deltas = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype="<i4")).astype("<i4")
    by_axis = np.ascontiguousarray(deltas.T).view("u1").reshape(2, -1, 4)
    table = {key: [value.item() if hasattr(value, "item") else value for value in column]
             for key, column in properties.items()}
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
