"""Countries and their divisions: the files of them, read into rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.gazetteer.files import Source
from geomap.gazetteer.rows import Row, center, distinct, radius_km
from geomap.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
            names=distinct(names, but=properties["admin"]),
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
    """First-level divisions, with abbreviations from `handmade/provinces.tsv`."""
    folder = source.path.parent.parent
    people = _people(folder)
    with Source(folder / "handmade" / "provinces.tsv") as by_hand:
        short = {(row["country"], row["name"]): row["names"].split("|") for row in by_hand.table(tabs=True)}
    for told, geometry in source.features():
        name = told.get("name_en") or told.get("name")
        if not name:
            continue
        names = [value for key, value in told.items() if key.startswith("name") and key != "name_alt"]
        names += short.get((told.get("iso_a2") or "", told.get("name") or ""), [])
        names += [*re.split(r"[|,]", told.get("name_alt") or ""), told.get("gn_name")]
        names += re.findall(r"[^()]+", told.get("name") or "")
        latitude, longitude = center(geometry)
        yield Row(
            id=f"geonames:{int(told['gn_id'])}"
            if (told.get("gn_id") or 0) > 0
            else f"naturalearth:{told['adm1_code']}",
            name=name,
            names=distinct(names, but=name),
            country=told.get("iso_a2"),
            province=told["adm1_code"],
            kind=Kind.REGION,
            latitude=latitude,
            longitude=longitude,
            population=people.get(told["adm1_code"], 0),
            uncertainty_km=radius_km(geometry),
            geometry=geometry,
        )


def districts(source: Source) -> Iterator[Row]:
    """Second-level divisions drawn; those of the first level and countries are known from elsewhere."""
    people = _people(source.path.parent.parent)
    for told, geometry in source.features():
        if told["placetype"] != "county" or not told.get("name"):
            continue
        latitude, longitude = center(geometry)
        yield Row(
            id=f"geonames:{int(told['geonameid'])}" if told.get("geonameid") else f"wof:{told['wof_id']}",
            name=told["name"],
            names=distinct([told.get("name_en"), told.get("name_ar")], but=told["name"]),
            country=told["cc"],
            province=None,
            kind=Kind.DISTRICT,
            latitude=latitude,
            longitude=longitude,
            population=people.get(str(told["wof_id"]), 0),
            uncertainty_km=radius_km(geometry),
            geometry=geometry,
        )


def towns_of(source: Source) -> Iterator[Row]:
    """Second-level divisions known by the towns in them: tab-separated."""
    for told in source.table(tabs=True):
        yield Row(
            id=f"geonames:{told['code']}",
            name=told["name"],
            names=(),
            country=told["cc"],
            province=None,
            kind=Kind.DISTRICT,
            latitude=float(told["lat"]),
            longitude=float(told["lon"]),
            population=int(told["population"]),
            uncertainty_km=float(told["radius"]),
        )


def _people(folder: Path) -> dict[str, int]:
    """People of the towns of divisions, by Natural Earth's or Who's On First's code."""
    with Source(folder / "geonames" / "people.tsv.xz") as counted:
        return {row["code"]: int(row["people"]) for row in counted.table(tabs=True)}
