"""The user's own places: tables, GeoJSON, and dumps of GeoNames, told by their names and what they hold."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from geomap.errors import GazetteerError
from geomap.gazetteer.files import Source
from geomap.gazetteer.rows import Row, center, feature_kind, radius_km
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.provinces import Provinces

TABLE, GEOJSON, DUMP, ALTERNATE_NAMES = "own table", "own geojson", "geonames dump", "geonames alternate names"
TABLES, DUMPS = (TABLE, GEOJSON), (DUMP,)
_BY_COLUMNS = {19: DUMP, 10: ALTERNATE_NAMES}
_ENDINGS = {"csv": TABLE, "tsv": TABLE, "geojson": GEOJSON, "json": GEOJSON}
_ALIASES = {
    **dict.fromkeys(("lat", "y"), "latitude"),
    **dict.fromkeys(("lon", "lng", "long", "x"), "longitude"),
    **dict.fromkeys(("alternatenames", "alternate_names", "other_names"), "names"),
    **dict.fromkeys(("cc", "country_code", "iso_a2"), "country"),
    **{"pop": "population", "province": "admin1", "type": "kind", "uncertainty": "uncertainty_km"},
}
_COLUMNS = frozenset("id name latitude longitude names country kind population uncertainty_km admin1".split())
_FEATURE_CLASSES = {"H": Kind.WATER, "U": Kind.WATER, "T": Kind.RELIEF, "R": Kind.ROAD, "S": Kind.FACILITY}
_CODE = re.compile(r"[A-Z]{3,4}")
"""Of an airport; GeoNames lists them among the names of towns."""
_NO_LANGUAGES = frozenset("link wkdt post iata icao faac tcid unlc abbr phon".split())
"""What stands for the language of what is no name that a report would use."""


@dataclass(frozen=True, slots=True)
class Added:
    """A file that the user adds."""

    path: Path
    form: str
    sha256: str

    @property
    def credit(self) -> dict[str, str]:
        """The file as one of the gazetteer's sources."""
        whose = ("the user's own", self.path.name) if self.form in TABLES else ("CC BY 4.0", "GeoNames")
        listed = {"file": self.path.name, "form": self.form, "licence": whose[0], "attribution": whose[1]}
        return listed | {"sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class World:
    """What is known of countries and provinces, and told of the user's places."""

    countries: frozenset[str]
    """ISO 3166-1 alpha-2 codes."""
    provinces: Provinces

    def country(self, code: str) -> str | None:
        """Code of a country in capitals, None if it is empty.

        Raises
        ------
        ValueError
            If there is no such country.
        """
        if code and code.upper() not in self.countries:
            msg = f"the country {code!r} is not an ISO 3166-1 alpha-2 code such as LY"
            raise ValueError(msg)
        return code.upper() or None


def recognized(paths: Iterable[Path]) -> tuple[Added, ...]:
    """The files a user adds, each with its form and SHA-256 digest.

    Raises
    ------
    GazetteerCorrupt
        If one cannot be read, or has no form that is known.
    GazetteerError
        If two of the user's own tables bear one name: ids of their places come from it.
    """
    found = []
    for path in paths:
        with Source(path) as source:
            form = _form(source)
            with path.open("rb") as file:
                found.append(Added(path, form, hashlib.file_digest(file, "sha256").hexdigest()))
    stems = [_stem(one.path) for one in found if one.form in TABLES]
    if twice := sorted({stem for stem in stems if stems.count(stem) > 1}):
        msg = f"two added files are named {twice[0]}, from which the ids of their places come; rename one"
        raise GazetteerError(msg)
    return tuple(found)


def _form(source: Source) -> str:
    name = source.path.name.lower().removesuffix(".gz").removesuffix(".xz")
    ending = name.rpartition(".")[2]
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if ending not in {"txt", "zip"}:
        msg = "its name does not end in .csv, .tsv, .geojson, .json, .txt or .zip"
        raise ValueError(msg)
    columns = next(source.lines()).count("\t") + 1
    if columns not in _BY_COLUMNS:
        msg = f"{columns} columns; a GeoNames dump has 19, a GeoNames table of alternate names 10"
        raise ValueError(msg)
    return _BY_COLUMNS[columns]


def rows(added: Added, source: Source, world: World) -> Iterator[Row]:
    """Places of an added file.

    Raises
    ------
    ValueError
        If one is not what it should be; `source` knows which.
    """
    return world.provinces.placed(_READERS[added.form](source, world))


def _table(source: Source, world: World) -> Iterator[Row]:
    for told in source.table(tabs=".tsv" in source.path.name.lower()):
        known = _named({column: value.strip() for column, value in told.items()})
        yield _row(known, source, world, at=(_number(known, "latitude"), _number(known, "longitude")))


def _geojson(source: Source, world: World) -> Iterator[Row]:
    told = json.loads("".join(source.lines()))
    if not isinstance(told, dict) or not isinstance(told.get("features"), list):
        msg = "it is not a GeoJSON FeatureCollection"
        raise ValueError(msg)  # noqa: TRY004 - the file is wrong, not the program
    for _, feature in source.numbered("feature", told["features"]):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            msg = "it is not a GeoJSON Feature with properties"
            raise ValueError(msg)  # noqa: TRY004
        known = _named({name: _text(value) for name, value in feature["properties"].items()})
        shape = _shape(feature.get("geometry"))
        if shapely.get_dimensions(shape) == 0:
            yield _row(known, source, world, at=(shape.centroid.y, shape.centroid.x))
        else:
            yield _row(known, source, world, at=center(shape), shape=shape)


def _row(
    known: dict[str, str], source: Source, world: World, *, at: tuple[float, float], shape: BaseGeometry | None = None
) -> Row:
    """A place by its columns or properties; of lines and areas the shape tells the kind if nothing else does."""
    if "name" not in known:
        msg = f"it has no name; it has {', '.join(sorted(known)) or 'nothing that is known'}"
        raise ValueError(msg)
    key = known.get("id") or str(source.number)
    usual = Kind.SETTLEMENT if shape is None else Kind.REGION if shape.area else Kind.OTHER
    kind = _kind(known.get("kind") or usual)
    country = world.country(known.get("country", ""))
    admin1 = known.get("admin1") if kind not in {Kind.COUNTRY, Kind.REGION} else None
    radius = radius_km(shape) if shape is not None else None
    return Row(
        id=key if ":" in key else f"user:{_stem(source.path)}/{key}",
        name=_clean(known["name"]),
        names=_names(known.get("names", "").split("|")),
        country=country,
        province=world.provinces.named(admin1, country) if admin1 else None,
        kind=kind,
        latitude=at[0],
        longitude=at[1],
        population=_people(known.get("population") or "0"),
        uncertainty_km=_number(known, "uncertainty_km") if known.get("uncertainty_km") else radius,
        geometry=shape,
    )


def _named(told: dict[str, str]) -> dict[str, str]:
    """Values under the names that geomap gives to columns; other columns are not looked at."""
    known: dict[str, str] = {}
    for column, value in told.items():
        name = column.strip().lower()
        name = _ALIASES.get(name, name)
        if name in _COLUMNS:
            if name in known:
                msg = f"two columns tell the {name}"
                raise ValueError(msg)
            known[name] = value
    return known


def _text(value: Any) -> str:  # noqa: ANN401 - what JSON may hold
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "|".join(value)
    return "" if value is None else str(value).strip()


def _number(known: dict[str, str], name: str) -> float:
    if name not in known:
        msg = f"it has no {name}; it has {', '.join(sorted(known))}"
        raise ValueError(msg)
    try:
        return float(known[name])
    except ValueError as error:
        msg = f"the {name} {known[name]!r} is not a number"
        raise ValueError(msg) from error


def _people(told: str) -> int:
    try:
        return int(float(told))
    except (ValueError, OverflowError) as error:
        msg = f"the population {told!r} is not a number"
        raise ValueError(msg) from error


def _kind(told: str) -> Kind:
    try:
        return Kind(told.lower())
    except ValueError as error:
        msg = f"the kind {told!r} is not one of {', '.join(Kind)}"
        raise ValueError(msg) from error


def _shape(told: object) -> BaseGeometry:
    """Geometry on Earth and without faults; self-crossing areas become the parts that their lines enclose."""
    if told is None:
        msg = "it has no geometry"
        raise ValueError(msg)
    shape = shapely.force_2d(shapely.from_geojson(json.dumps(told)))
    if shape.is_empty or not shape.is_valid:
        dimensions = shapely.get_dimensions(shape)
        parts = shapely.get_parts(shapely.make_valid(shape, method="structure", keep_collapsed=False))
        shape = shapely.union_all([part for part in parts if shapely.get_dimensions(part) == dimensions])
    west, south, east, north = shape.bounds
    if shape.is_empty or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004
        msg = "its geometry is empty, crosses itself beyond mending, or lies outside of degrees (EPSG:4326)"
        raise ValueError(msg)
    return shape


def _dump(source: Source, world: World) -> Iterator[Row]:
    for line in source.lines():
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 19:  # noqa: PLR2004 - GeoNames' columns
            msg = f"{len(cells)} columns instead of 19"
            raise ValueError(msg)
        key, name, _, names, latitude, longitude, group, code, country = cells[:9]
        kind = feature_kind(code) if code or group == "P" else Kind.OTHER
        yield Row(
            id=f"geonames:{int(key)}",
            name=_clean(name),
            names=_names(names.split(",")),
            country=world.country(country),
            province=None,
            kind=_FEATURE_CLASSES.get(group, kind) if kind is Kind.OTHER else kind,
            latitude=float(latitude),
            longitude=float(longitude),
            population=max(0, int(cells[14] or 0)),
            uncertainty_km=None,
        )


def alternate_names(source: Source) -> Iterator[tuple[str, str]]:
    """Names of places that reports may use, and the ids of the places: (name, id)."""
    for line in source.lines():
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 10:  # noqa: PLR2004 - GeoNames' columns
            msg = f"{len(cells)} columns instead of 10"
            raise ValueError(msg)
        number, language = int(cells[1]), cells[2]
        if language not in _NO_LANGUAGES:
            for name in _names([cells[3]]):
                yield name, f"geonames:{number}"


def _names(told: Iterable[str]) -> tuple[str, ...]:
    cleaned = (_clean(name) for name in told)
    return tuple(dict.fromkeys(name for name in cleaned if name and not _CODE.fullmatch(name)))


def _clean(name: str) -> str:
    """A name on one line. Raises ValueError for half a character."""
    name.encode()
    return name if name.isprintable() and "  " not in name else " ".join(name.replace("\0", " ").split())


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


_READERS: dict[str, Callable[[Source, World], Iterator[Row]]] = {TABLE: _table, GEOJSON: _geojson, DUMP: _dump}
