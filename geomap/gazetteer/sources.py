"""The files the gazetteer is made of, each form read into rows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import shapely

from geomap.gazetteer.divisions import countries, districts, provinces, towns_of
from geomap.gazetteer.files import Source
from geomap.gazetteer.rows import FEATURES, Row, center, distinct, feature_kind, radius_km, usual_km
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

_CLASSES = {
    **dict.fromkeys(("Range/mtn", "Plateau", "Desert", "Plain", "Lowland", "Tundra", "Foothills"), Kind.RELIEF),
    **dict.fromkeys(("Basin", "Valley", "Gorge", "Depression", "mountain", "pass", "depression"), Kind.RELIEF),
    **dict.fromkeys(("sea", "gulf", "bay", "strait", "sound", "channel", "generic", "lagoon", "fjord"), Kind.WATER),
    **dict.fromkeys(("ocean", "river", "reef", "inlet", "Delta", "Wetlands", "Lake", "Alkaline Lake"), Kind.WATER),
    **dict.fromkeys(("Reservoir", "River", "Lake Centerline", "River (Intermittent)", "Canal"), Kind.WATER),
}
_PLACES_HEAD = ["id", "name", "cc", "region", "fcode", "lat", "lon", "population", "known", "names"]
_AIRPORT_WORDS = re.compile(
    r"\s+(?:(?:Military|Army|Naval|Civil)\s+)?(?:Airport|Airfield|Air(?:\s+Force)?\s*Base|Airstrip)\Z"
)
_AIRPORTS = ("Airport", "Airfield", "Air Base", "Airbase")
"""Words that reports use for one and the same."""
_ABBREVIATED = {"Pen.": "Peninsula", "Is.": "Islands", "I.": "Island", "Mts.": "Mountains", "Ra.": "Range"}


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
        kind = FEATURES.get(feature, Kind.SETTLEMENT)
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


def airports(source: Source) -> Iterator[Row]:
    """Airports and air strips: comma-separated."""
    for told in source.table(tabs=False):
        name = told["name"].strip()
        if not name or not told["lat"]:
            continue
        short = re.sub(r"\s+(International|Intl|Regional|Municipal)\b", "", name)
        bare = _AIRPORT_WORDS.sub("", short)
        known = told["icao"].isalpha()  # what has digits is a strip on a farm
        spelled = [f"{bare} {word}" for word in _AIRPORTS] if known and bare != name else []
        yield Row(
            id=f"geomap:airport-{told['icao'].lower()}",
            name=name,
            names=distinct([short, *spelled, *([bare] if known and bare != told["city"] else [])], but=name),
            country=told["country"],
            province=None,
            kind=Kind.AIRPORT,
            latitude=float(told["lat"]),
            longitude=float(told["lon"]),
            population=0,
            uncertainty_km=3.0,
        )


def features(source: Source) -> Iterator[Row]:
    """Mountains, deserts, islands, seas, lakes, rivers and disputed areas; parts of one name become one."""
    parts: dict[tuple[str, str], list[tuple[dict[str, Any], BaseGeometry]]] = {}
    for told, geometry in source.features():
        name = told.get("brk_name") or told.get("name")
        by_hand = told.get("featurecla") == "Continent"
        if name and geometry is not None and not geometry.is_empty and not by_hand:
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
                names=distinct([*_feature_names(title, featurecla), group[0][0].get("name_en")], but=title),
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
    words |= {"Island": ["Island"], "Island group": ["Islands"]}
    added = [f"{name} {word}" for word in words.get(featurecla, []) if word not in name]
    if featurecla in {"Lake", "Alkaline Lake", "Reservoir"} and "Lake" not in name:
        added.append(f"Lake {name}")
    return added


READERS: dict[str, Callable[[Source], Iterator[Row]]] = {
    "table": table,
    "countries": countries,
    "provinces": provinces,
    "districts": districts,
    "towns of districts": towns_of,
    "features": features,
    "airports": airports,
    "places": places,
}
"""Reader of each form named in `gazetteer/sources.toml`."""
