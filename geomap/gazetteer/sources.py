"""The files the gazetteer is made of, each form read into rows."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio.raw
import shapely

from geomap.errors import GazetteerCorrupt
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place as a source tells it."""

    id: str
    name: str
    names: tuple[str, ...]
    """Other names."""
    country: str | None
    province: str | None
    """Natural Earth's code of the first-level division it lies in."""
    kind: Kind
    latitude: float
    longitude: float
    population: int
    uncertainty_km: float
    geometry: BaseGeometry | None = None
    """Line or polygon, EPSG:4326."""


_FEATURES = {
    **dict.fromkeys(("PPLX", "ADM2", "ADM3", "ADM4"), Kind.DISTRICT),
    **dict.fromkeys(("ADM1", "RGN", "CONT", "AREA"), Kind.REGION),
    **dict.fromkeys(("PCLI", "PCL"), Kind.COUNTRY),
    **dict.fromkeys(("MT", "MTS", "HLL", "PLAT", "DSRT", "PASS"), Kind.RELIEF),
    **dict.fromkeys(("GULF", "SEA", "BAY", "LK", "STM", "WAD"), Kind.WATER),
    **dict.fromkeys(("AIRP", "AIRB", "AIRF"), Kind.AIRPORT),
    "PSTB": Kind.BORDER,
}
_CLASSES = {
    **dict.fromkeys(("Range/mtn", "Plateau", "Desert", "Plain", "Lowland", "Tundra", "Foothills"), Kind.RELIEF),
    **dict.fromkeys(("Basin", "Valley", "Gorge", "Depression", "mountain", "pass", "depression"), Kind.RELIEF),
    **dict.fromkeys(("sea", "gulf", "bay", "strait", "sound", "channel", "generic", "lagoon", "fjord"), Kind.WATER),
    **dict.fromkeys(("ocean", "river", "reef", "inlet", "Delta", "Wetlands", "Lake", "Alkaline Lake"), Kind.WATER),
    **dict.fromkeys(("Reservoir", "River", "Lake Centerline", "River (Intermittent)", "Canal"), Kind.WATER),
}
_ABBREVIATED = {"Pen.": "Peninsula", "Is.": "Islands", "I.": "Island", "Mts.": "Mountains", "Ra.": "Range"}


def feature_kind(code: str) -> Kind:
    """Kind of place for a GeoNames feature code."""
    return _FEATURES.get(code, Kind.SETTLEMENT if not code or code[:3] in ("PPL", "STL") else Kind.OTHER)


def table(path: Path) -> Iterator[Row]:
    """Rows by hand: tab-separated, with a head line naming the columns; areas by id in `shapes.geojson` beside it."""
    shapes = {told["id"]: geometry for told, geometry in _read(path.with_name("shapes.geojson"))}
    with path.open(encoding="utf-8", newline="") as file:
        for line, told in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            try:
                yield Row(
                    id=told["id"],
                    name=told["name"],
                    names=tuple(filter(None, told["names"].split("|"))),
                    country=told["country"] or None,
                    province=None,
                    kind=feature_kind(told["feature"]),
                    latitude=float(told["latitude"]),
                    longitude=float(told["longitude"]),
                    population=0,
                    uncertainty_km=float(told["uncertainty_km"]),
                    geometry=shapes.get(told["id"]),
                )
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                msg = f"{path}, line {line}: {error!r}; expected a row with the columns of the first line"
                raise GazetteerCorrupt(msg) from error


def places(path: Path) -> Iterator[Row]:
    """Towns and villages: tab-separated, compressed with xz."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        next(file)
        for line, text in enumerate(file, start=2):
            told = text.rstrip("\n").split("\t")
            if len(told) != 9:  # noqa: PLR2004 - the columns unpacked below
                msg = f"{path}, line {line}: {len(told)} columns instead of 9"
                raise GazetteerCorrupt(msg)
            key, name, country, province, feature, latitude, longitude, population, names = told
            if feature in ("ADM1", "PCLI"):  # known with their areas from other sources
                continue
            people = int(population or 0)
            kind = _FEATURES.get(feature, Kind.SETTLEMENT)
            yield Row(
                id=key,
                name=name,
                names=tuple(names.split("|")) if names else (),
                country=country,
                province=province or None,
                kind=kind,
                latitude=float(latitude),
                longitude=float(longitude),
                population=people,
                uncertainty_km=_reach(people) if kind is Kind.SETTLEMENT else 8.0,
            )


def _reach(people: int) -> float:
    """Radius of a town in km by its population, and at least what arc-minute coordinates leave open."""
    return round(max(2.0, min(25.0, 0.01 * math.sqrt(people))), 1)


def airports(path: Path) -> Iterator[Row]:
    """Airports and air strips: CSV, gzipped."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for told in csv.DictReader(file):
            name = told["name"].strip()
            if not name or not told["lat"]:
                continue
            short = re.sub(r"\s+(International|Intl|Regional|Municipal)\b", "", name)
            yield Row(
                id=f"geomap:airport-{told['icao'].lower()}",
                name=name,
                names=(short,) if short != name else (),
                country=told["country"],
                province=None,
                kind=Kind.AIRPORT,
                latitude=float(told["lat"]),
                longitude=float(told["lon"]),
                population=0,
                uncertainty_km=3.0,
            )


def countries(path: Path) -> Iterator[Row]:
    """Countries, with names and label points added from `handmade/countries.tsv` and ids from GeoNames."""
    told = _told_countries(path.parent.parent)
    for properties, geometry in _read(path):
        code = properties.get("iso_a2") or {"France": "FR", "Norway": "NO"}.get(properties["name"])
        known = told.get(code or "")
        if known is None:
            continue
        names = [properties.get(key) for key in ("admin", "name_long", "formal_en")] + known.names
        point = known.point or _center(geometry)
        yield Row(
            id=known.id,
            name=properties["admin"],
            names=_distinct(names, but=properties["admin"]),
            country=code,
            province=None,
            kind=Kind.COUNTRY,
            latitude=point[0],
            longitude=point[1],
            population=int(properties.get("pop_est") or 0),
            uncertainty_km=_radius(geometry),
            geometry=geometry,
        )


@dataclass(frozen=True, slots=True)
class _Country:
    id: str
    names: list[str | None]
    point: tuple[float, float] | None


def _told_countries(folder: Path) -> dict[str, _Country]:
    ids = {}
    for line in (folder / "geonames" / "countryInfo.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and len(cells) > 16 and cells[16]:  # noqa: PLR2004 - column of the id
            ids[cells[0]] = (f"geonames:{cells[16]}", cells[4])
    known = {code: _Country(key, [name], None) for code, (key, name) in ids.items()}
    with (folder / "handmade" / "countries.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            key, name = ids[row["country"]]
            point = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None
            known[row["country"]] = _Country(key, [name, *row["names"].split("|")], point)
    return known


def demonyms(folder: Path) -> Iterator[tuple[str, str]]:
    """Words for peoples, and their countries' codes."""
    with (folder / "handmade" / "countries.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield from ((word, row["country"]) for word in row["demonyms"].split("|") if word)


def provinces(path: Path) -> Iterator[Row]:
    """First-level divisions of all countries."""
    for told, geometry in _read(path):
        name = told.get("name_en") or told.get("name")
        if not name:
            continue
        names = [value for key, value in told.items() if key.startswith("name") and key != "name_alt"]
        names += [*re.split(r"[|,]", told.get("name_alt") or ""), told.get("gn_name")]
        names += re.findall(r"[^()]+", told.get("name") or "")
        latitude, longitude = _center(geometry)
        yield Row(
            id=f"geonames:{int(told['gn_id'])}"
            if (told.get("gn_id") or 0) > 0
            else f"naturalearth:{told['adm1_code']}",
            name=name,
            names=_distinct(names, but=name),
            country=told.get("iso_a2"),
            province=told["adm1_code"],
            kind=Kind.REGION,
            latitude=latitude,
            longitude=longitude,
            population=0,
            uncertainty_km=_radius(geometry),
            geometry=geometry,
        )


def districts(path: Path) -> Iterator[Row]:
    """Second-level divisions; those of the first level and countries are known from elsewhere."""
    for told, geometry in _read(path):
        if told["placetype"] != "county" or not told.get("name"):
            continue
        latitude, longitude = _center(geometry)
        yield Row(
            id=f"geonames:{int(told['geonameid'])}" if told.get("geonameid") else f"wof:{told['wof_id']}",
            name=told["name"],
            names=_distinct([told.get("name_en"), told.get("name_ar")], but=told["name"]),
            country=told["cc"],
            province=None,
            kind=Kind.DISTRICT,
            latitude=latitude,
            longitude=longitude,
            population=0,
            uncertainty_km=_radius(geometry),
            geometry=geometry,
        )


def features(path: Path) -> Iterator[Row]:
    """Mountains, deserts, islands, seas, lakes, rivers and disputed areas; parts of one name become one."""
    parts: dict[tuple[str, str], list[tuple[dict[str, Any], BaseGeometry]]] = {}
    for told, geometry in _read(path):
        name = told.get("brk_name") or told.get("name")
        if name and geometry is not None and not geometry.is_empty:
            parts.setdefault((name, told.get("featurecla") or "area"), []).append((told, geometry))
    for (name, featurecla), group in sorted(parts.items()):
        for number, whole in enumerate(_wholes([geometry for _, geometry in group])):
            title = " ".join(
                _ABBREVIATED.get(word, word) for word in (name.title() if name.isupper() else name).split()
            )
            latitude, longitude = _center(whole)
            yield Row(
                id=f"naturalearth:{featurecla}/{name}{f'#{number}' if number else ''}".replace(" ", "_"),
                name=title,
                names=_distinct([*_feature_names(title, featurecla), group[0][0].get("name_en")], but=title),
                country=None,
                province=None,
                kind=_CLASSES.get(featurecla, Kind.REGION),
                latitude=latitude,
                longitude=longitude,
                population=0,
                uncertainty_km=_radius(whole),
                geometry=whole if whole.geom_type != "Point" else None,
            )


def in_countries(rows: Iterable[Row], countries: list[Row]) -> Iterator[Row]:
    """Rows with the country that holds nearly all of their area; on borders and at sea with none."""
    shapes = [country.geometry for country in countries if country.geometry is not None]
    codes = [country.country for country in countries if country.geometry is not None]
    tree = shapely.STRtree(shapes)
    for row in rows:
        shape = row.geometry if row.geometry is not None else shapely.Point(row.longitude, row.latitude)
        size = shape.area or shape.length
        code = row.country
        for index in sorted(tree.query(shape, predicate="intersects")):
            common = shape.intersection(shapes[index])
            if not size or (common.area or common.length) > 0.8 * size:
                code = codes[index]
        yield replace(row, country=code)


def _wholes(parts: list[BaseGeometry]) -> list[BaseGeometry]:
    """Parts of one name put together where they lie within a degree; far apart they are namesakes."""
    wholes: list[BaseGeometry] = []
    for part in parts:
        near = [whole for whole in wholes if whole.distance(part) < 1]
        wholes = [whole for whole in wholes if whole not in near]
        wholes.append(shapely.union_all([part, *near]))
    return wholes


def _feature_names(name: str, featurecla: str) -> list[str]:
    """Names with the word that reports add: "Niger River", "Zagros Mountains"."""
    words = {"River": ["River"], "Lake Centerline": [], "Range/mtn": ["Mountains"], "Desert": ["Desert"], "Lake": []}
    added = [f"{name} {word}" for word in words.get(featurecla, []) if word not in name]
    if featurecla in {"Lake", "Alkaline Lake", "Reservoir"} and "Lake" not in name:
        added.append(f"Lake {name}")
    return added


def _distinct(names: list[str | None], *, but: str) -> tuple[str, ...]:
    stripped = (name.strip() for name in names if name)
    return tuple(dict.fromkeys(name for name in stripped if len(name) > 1 and name != but))


def _read(path: Path) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """Features of a GeoJSON file, gzipped or not: properties and geometry."""
    opened = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    meta, _, shapes, columns = pyogrio.raw.read(io.BytesIO(opened))
    geometries = shapely.from_wkb(shapes)
    broken = ~shapely.is_valid(geometries) & (shapely.get_dimensions(geometries) == 2)  # noqa: PLR2004 - areas
    geometries[broken] = shapely.buffer(geometries[broken], 0)
    for index, geometry in enumerate(geometries):
        told = {}
        for name, column in zip(meta["fields"], columns, strict=True):
            value = column[index]
            told[name] = None if isinstance(value, float | np.floating) and math.isnan(value) else value
        yield told, geometry


def _center(geometry: BaseGeometry) -> tuple[float, float]:
    """Latitude and longitude of the centroid, or of a point inside if the centroid lies outside."""
    largest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: (part.area, part.length))
    point = geometry.centroid
    if largest.geom_type == "LineString":
        point = largest.interpolate(0.5, normalized=True)
    elif largest.geom_type == "Polygon" and not geometry.contains(point):
        point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return round(point.y, 4), round(point.x, 4)


def _radius(geometry: BaseGeometry) -> float:
    """Radius in km of a circle as large as the area, or half the length of a line."""
    latitude = geometry.centroid.y
    if geometry.area:
        return round(max(2.0, math.sqrt(geometry.area * math.cos(math.radians(latitude)) / math.pi) * KM_PER_DEGREE), 1)
    return round(max(5.0, geometry.length * KM_PER_DEGREE / 2), 1)


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "table": table,
    "countries": countries,
    "provinces": provinces,
    "districts": districts,
    "features": features,
    "airports": airports,
    "places": places,
}
"""Reader of each form named in `gazetteer/sources.toml`."""
