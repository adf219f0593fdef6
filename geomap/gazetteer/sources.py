"""The files the gazetteer is made of, each form read into rows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely

from geomap.gazetteer.files import Source
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place as a source tells it.

    Raises
    ------
    ValueError
        If it has no id or no name, or a number that cannot be.
    """

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
    uncertainty_km: float | None
    """None: as is usual for its kind, unless a later source says."""
    known: int = 0
    """In how many spellings its sources know it, also those left out here: how far it is known in the world."""
    geometry: BaseGeometry | None = None
    """Line or polygon, EPSG:4326."""

    def __post_init__(self) -> None:
        """Refuse what cannot be; what is not a number is not between two."""
        if not self.id.strip() or not self.name.strip():
            msg = f"id {self.id!r} and name {self.name!r} may not be empty"
            raise ValueError(msg)
        if not (
            -90 <= self.latitude <= 90  # noqa: PLR2004
            and -180 <= self.longitude <= 180  # noqa: PLR2004
            and 0 <= (self.uncertainty_km or 0) < math.inf
            and 0 <= self.population < 10**10
        ):
            msg = (
                f"latitude {self.latitude}, longitude {self.longitude}, uncertainty {self.uncertainty_km} km or "
                f"population {self.population} is out of range"
            )
            raise ValueError(msg)


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
_USUAL_KM = {Kind.COUNTRY: 300.0, Kind.REGION: 60.0, Kind.FACILITY: 2.0, Kind.AIRPORT: 3.0}
_PLACES_HEAD = ["id", "name", "cc", "region", "fcode", "lat", "lon", "population", "known", "names"]
_ABBREVIATED = {"Pen.": "Peninsula", "Is.": "Islands", "I.": "Island", "Mts.": "Mountains", "Ra.": "Range"}


def feature_kind(code: str) -> Kind:
    """Kind of place for a GeoNames feature code."""
    return _FEATURES.get(code, Kind.SETTLEMENT if not code or code[:3] in ("PPL", "STL") else Kind.OTHER)


def table(source: Source) -> Iterator[Row]:
    """Rows by hand: tab-separated, with a head line naming the columns; areas by id in `shapes.geojson` beside it."""
    with Source(source.path.with_name("shapes.geojson")) as drawn:
        shapes = {told["id"]: geometry for told, geometry in drawn.features()}
    for told in source.table(tabs=True):
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


def places(source: Source) -> Iterator[Row]:
    """Towns and villages: tab-separated, by far the most rows."""
    lines = source.lines()
    if (head := next(lines).rstrip("\n").split("\t")) != _PLACES_HEAD:
        msg = f"its columns are {', '.join(head)} instead of {', '.join(_PLACES_HEAD)}"
        raise ValueError(msg)
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        if len(cells) != len(head):
            msg = f"{len(cells)} columns instead of {len(head)}"
            raise ValueError(msg)
        key, name, country, province, feature, latitude, longitude, population, known, names = cells
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
            uncertainty_km=usual_km(kind, people),
            known=int(known),
        )


def usual_km(kind: Kind, population: int) -> float:
    """Radius in km of a place of which no more is known than a point.

    That of a town goes by its population, and is at least what arc-minute coordinates leave open.
    """
    if kind is Kind.SETTLEMENT:
        return round(max(2.0, min(25.0, 0.01 * math.sqrt(population))), 1)
    return _USUAL_KM.get(kind, 8.0)


def airports(source: Source) -> Iterator[Row]:
    """Airports and air strips: comma-separated."""
    for told in source.table(tabs=False):
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


def countries(source: Source) -> Iterator[Row]:
    """Countries, with names and label points added from `handmade/countries.tsv` and ids from GeoNames."""
    told = _told_countries(source.path.parent.parent)
    for properties, geometry in source.features():
        code = properties.get("iso_a2") or {"France": "FR", "Norway": "NO"}.get(properties["name"])
        known = told.get(code or "")
        if known is None:
            continue
        names = [properties.get(key) for key in ("admin", "name_long", "formal_en")] + known.names
        point = known.point or center(geometry)
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
            uncertainty_km=radius_km(geometry),
            geometry=geometry,
        )


@dataclass(frozen=True, slots=True)
class _Country:
    id: str
    names: list[str | None]
    point: tuple[float, float] | None


def country_codes(folder: Path) -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes that GeoNames uses, those of former countries among them."""
    with Source(folder / "geonames" / "countryInfo.txt") as listed:
        codes = (line.partition("\t")[0] for line in listed.lines())
        return frozenset(code for code in codes if re.fullmatch("[A-Z]{2}", code))


def _told_countries(folder: Path) -> dict[str, _Country]:
    ids = {}
    with Source(folder / "geonames" / "countryInfo.txt") as listed:
        for line in listed.lines():
            cells = line.rstrip("\n").split("\t")
            if not line.startswith("#") and len(cells) > 16 and cells[16]:  # noqa: PLR2004 - column of the id
                ids[cells[0]] = (f"geonames:{cells[16]}", cells[4])
    known = {code: _Country(key, [name], None) for code, (key, name) in ids.items()}
    with Source(folder / "handmade" / "countries.tsv") as by_hand:
        for row in by_hand.table(tabs=True):
            key, name = ids[row["country"]]
            point = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None
            known[row["country"]] = _Country(key, [name, *row["names"].split("|")], point)
    return known


def demonyms(folder: Path) -> list[tuple[str, str]]:
    """Words for peoples, and their countries' codes."""
    with Source(folder / "handmade" / "countries.tsv") as by_hand:
        return [
            (word, row["country"]) for row in by_hand.table(tabs=True) for word in row["demonyms"].split("|") if word
        ]


def provinces(source: Source) -> Iterator[Row]:
    """First-level divisions of all countries."""
    for told, geometry in source.features():
        name = told.get("name_en") or told.get("name")
        if not name:
            continue
        names = [value for key, value in told.items() if key.startswith("name") and key != "name_alt"]
        names += [*re.split(r"[|,]", told.get("name_alt") or ""), told.get("gn_name")]
        names += re.findall(r"[^()]+", told.get("name") or "")
        latitude, longitude = center(geometry)
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
            uncertainty_km=radius_km(geometry),
            geometry=geometry,
        )


def districts(source: Source) -> Iterator[Row]:
    """Second-level divisions; those of the first level and countries are known from elsewhere."""
    for told, geometry in source.features():
        if told["placetype"] != "county" or not told.get("name"):
            continue
        latitude, longitude = center(geometry)
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
            uncertainty_km=radius_km(geometry),
            geometry=geometry,
        )


def features(source: Source) -> Iterator[Row]:
    """Mountains, deserts, islands, seas, lakes, rivers and disputed areas; parts of one name become one."""
    parts: dict[tuple[str, str], list[tuple[dict[str, Any], BaseGeometry]]] = {}
    for told, geometry in source.features():
        name = told.get("brk_name") or told.get("name")
        if name and geometry is not None and not geometry.is_empty:
            parts.setdefault((name, told.get("featurecla") or "area"), []).append((told, geometry))
    for (name, featurecla), group in sorted(parts.items()):
        for number, whole in enumerate(_wholes([geometry for _, geometry in group])):
            title = " ".join(
                _ABBREVIATED.get(word, word) for word in (name.title() if name.isupper() else name).split()
            )
            latitude, longitude = center(whole)
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
                uncertainty_km=radius_km(whole),
                geometry=whole if whole.geom_type != "Point" else None,
            )


def in_countries(rows: Iterable[Row], countries: dict[str, BaseGeometry]) -> Iterator[Row]:
    """Rows with the country that holds nearly all of their area; on borders and at sea with none."""
    codes, shapes = list(countries), list(countries.values())
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


def center(geometry: BaseGeometry) -> tuple[float, float]:
    """Latitude and longitude of the centroid, or of a point inside if the centroid lies outside."""
    largest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: (part.area, part.length))
    point = geometry.centroid
    if largest.geom_type == "LineString":
        point = largest.interpolate(0.5, normalized=True)
    elif largest.geom_type == "Polygon" and not geometry.contains(point):
        point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return round(point.y, 4), round(point.x, 4)


def radius_km(geometry: BaseGeometry) -> float:
    """Radius in km of a circle as large as the area, or half the length of a line."""
    latitude = geometry.centroid.y
    if geometry.area:
        return round(max(2.0, math.sqrt(geometry.area * math.cos(math.radians(latitude)) / math.pi) * KM_PER_DEGREE), 1)
    return round(max(5.0, geometry.length * KM_PER_DEGREE / 2), 1)


READERS: dict[str, Callable[[Source], Iterator[Row]]] = {
    "table": table,
    "countries": countries,
    "provinces": provinces,
    "districts": districts,
    "features": features,
    "airports": airports,
    "places": places,
}
"""Reader of each form named in `gazetteer/sources.toml`."""
