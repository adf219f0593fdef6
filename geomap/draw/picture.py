"""A static picture of events for print: the same ground, symbols and colors as the page, without a browser."""

from __future__ import annotations

import io
import math
import re
import textwrap
from importlib import resources
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from geomap.draw.basemap import ground
from geomap.draw.basemap.layers import UNIT
from geomap.draw.marks import RADIUS, in_points, paint_symbol
from geomap.draw.spots import Spot, gather, place_names, place_towns
from geomap.draw.view import drawn, frame
from geomap.errors import OutputError
from geomap.frame import conform
from geomap.model import Relation, Support
from geomap.taxonomy import event_types

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from geomap.draw.basemap import Ground
    from geomap.draw.view import View

FORMATS = ("png", "svg", "pdf")
_DATELESS: dict[str, dict[str, None]] = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
"""What must be left out of the properties of a file, so that equal events give equal bytes."""
_SIZE = (11.7, 8.3)
"""Inches: A4, landscape."""
_DPI = 200
_MAP = (0.0, 0.0, 0.76, 1.0)
"""Where the map is, as parts of the picture: left, bottom, width, height."""
_ROOM = 0.08
_LEAST_DEGREES = 1.5
_SOLID = (Support.CONFIRMED, Support.FAIR)
_COUNTRY = 6
"""UCDP where_prec of an event of which only the country is known: its outline would color the whole map."""
_WIDE = 1.3
_EXACT = 2
"""UCDP where_prec up to which an event is at its point, or near it."""
_KM = 111.2


def picture(events: gpd.GeoDataFrame, *, form: str, title: str) -> bytes:
    """Draw a table of events as a picture; equal events, equal bytes.

    Parameters
    ----------
    events
        As for `geomap.draw`.
    form
        One of `FORMATS`.
    title
        Heading, plain text.

    Returns
    -------
    bytes
        What to write into a file.

    Raises
    ------
    SchemaError
        If the table is no events table.
    OutputError
        If matplotlib is not installed, or the form is none of `FORMATS`.
    """
    if form not in FORMATS:
        msg = f"{form!r} is no form of a picture; choose one of {', '.join(FORMATS)}"
        raise OutputError(msg)
    try:
        import matplotlib as mpl  # noqa: PLC0415 - not everyone has it
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        msg = "pictures need matplotlib; pip install 'geomap[picture]'"
        raise OutputError(msg) from error
    table = conform(events)
    here = _plain(table[drawn(table)].reset_index(drop=True))
    # Equal events, equal bytes: no date, and ids that do not come from chance.
    settings: Any = {
        "svg.hashsalt": "geomap",
        "svg.fonttype": "none",
        "text.parse_math": False,
        "axes.unicode_minus": False,
    }
    with mpl.rc_context(settings | {"font.family": ["Noto Sans", "DejaVu Sans"]}):
        figure = Figure(figsize=_SIZE, dpi=_DPI)
        axes = figure.add_axes(_MAP)
        colors = palette()
        view = frame(table)
        under = ground(view, set(here["country"].dropna()))
        _fit(axes, view)
        _paint_ground(axes, under, colors)
        _paint_reach(axes, here, view.seam)
        spots = gather(_points(axes, here, view.seam), here["type"].tolist(), RADIUS)
        _paint_spots(axes, spots, here, colors)
        _paint_names(axes, spots, here, under, colors)
        _paint_scale(axes, colors)
        _paint_side(figure, here, table, title, colors)
        file = io.BytesIO()
        figure.savefig(file, format=form, metadata=_DATELESS[form])
        return file.getvalue()


def _plain(here: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Events with numbers where a table has none, and a point where it has only a position."""
    spots = gpd.points_from_xy(here["longitude"].astype("f8"), here["latitude"].astype("f8"), crs=here.crs)
    known = here.geometry.notna() & ~here.geometry.is_empty
    return here.assign(
        geo_precision=here["geo_precision"].fillna(1).astype("i8"),
        uncertainty_km=here["uncertainty_km"].fillna(0.0).astype("f8"),
    ).set_geometry(here.geometry.where(known, gpd.GeoSeries(spots, index=here.index)))


def palette() -> dict[str, str]:
    """Colors of the page by daylight: name in `browser/palette.css` to color."""
    text = resources.files("geomap.draw").joinpath("browser/palette.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#\w{6});", text.split("@media")[0]))


def _fit(axes: Axes, view: View) -> None:
    """Frame the box in Web Mercator, with room around; the axes are then in degrees east and Mercator degrees."""
    west, east = view.west, view.east
    south, north = (float(_mercator(np.array([value]))[0]) for value in (view.south, view.north))
    _, _, width, height = _MAP
    shape = (width * _SIZE[0]) / (height * _SIZE[1])
    across, up = max(east - west, _LEAST_DEGREES), max(north - south, _LEAST_DEGREES)
    up = max(up, across / shape) * (1 + 2 * _ROOM)
    across = up * shape
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(x - across / 2, x + across / 2)
    axes.set_ylim(y - up / 2, y + up / 2)
    axes.set_axis_off()


def _mercator(latitude: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.degrees(np.log(np.tan(np.pi / 4 + np.radians(np.clip(latitude, -85, 85)) / 2))))


def _projected(geometry: Any, seam: float = -180.0) -> Any:  # noqa: ANN401 - one shape or an array of them
    def move(xy: NDArray[Any]) -> NDArray[Any]:
        x = np.where(xy[:, 0] < seam, xy[:, 0] + 360, xy[:, 0])
        return np.column_stack([x, _mercator(xy[:, 1])])

    return shapely.transform(geometry, move)


def _at(axes: Axes, transform: Any, xy: NDArray[Any]) -> NDArray[Any]:  # noqa: ANN401 - as above
    """Coordinates of a transform in points."""
    return np.asarray(transform.transform(xy)) * 72 / axes.figure.dpi if len(xy) else np.empty((0, 2))


def _paths(shapes: NDArray[Any]) -> list[Any]:
    """Shapes as matplotlib paths, rings of a polygon in one."""
    from matplotlib.path import Path as Outline  # noqa: PLC0415

    found = []
    for shape in shapes:
        parts = shapely.get_parts([shape])
        rings = shapely.get_rings(parts) if shapely.get_dimensions(shape) == 2 else parts  # noqa: PLR2004 - areas
        lines = [shapely.get_coordinates(ring) for ring in rings]
        lines = [line for line in lines if len(line) > 1]
        if lines:
            codes = [np.r_[Outline.MOVETO, np.full(len(line) - 1, Outline.LINETO)] for line in lines]
            found.append(Outline(np.concatenate(lines), np.concatenate(codes)))
    return found


def _add(axes: Axes, shapes: NDArray[Any], **style: Any) -> None:  # noqa: ANN401 - matplotlib's
    from matplotlib.collections import PathCollection  # noqa: PLC0415

    axes.add_collection(PathCollection(_paths(shapes), **{"facecolor": "none", "edgecolor": "none"} | style))


def _paint_ground(axes: Axes, under: Ground, colors: dict[str, str]) -> None:
    axes.figure.patch.set_facecolor(colors["sea"])
    layers = {name: _projected(layer.shapes) for name, layer in under.layers.items()}
    firm = np.array(under.layers["borders"].properties["firm"], dtype=bool)
    _add(axes, layers["rest"], facecolor=colors["land"], edgecolor=colors["land"], linewidth=0.4)
    _add(axes, layers["lit"], facecolor=colors["lit"], edgecolor=colors["lit"], linewidth=0.4)
    for name, style in (
        ("urban", {"facecolor": colors["urban"]}),
        ("rivers", {"edgecolor": colors["river"], "linewidth": 0.7}),
        ("lakes", {"facecolor": colors["sea"], "edgecolor": colors["coast"], "linewidth": 0.4}),
        ("provinces", {"edgecolor": colors["province"], "linewidth": 0.5, "linestyle": (0, (1, 3))}),
        ("coast", {"edgecolor": colors["coast"], "linewidth": 0.7}),
    ):
        if name in layers:
            _add(axes, layers[name], **style)
    _add(axes, layers["borders"][firm], edgecolor=colors["border"], linewidth=0.8)
    _add(axes, layers["borders"][~firm], edgecolor=colors["border"], linewidth=0.8, linestyle=(0, (4, 4)))


def _paint_reach(axes: Axes, here: gpd.GeoDataFrame, seam: float) -> None:
    """How exactly the place of each event is known: area, band, arrow, ring."""
    from matplotlib.patches import Ellipse, FancyArrowPatch  # noqa: PLC0415

    kinds = event_types()
    seen: set[object] = set()
    for row in here.itertuples():
        color = kinds[row.type].color
        shape = row.geometry
        key = (shapely.to_wkb(shape), row.type, row.uncertainty_km)
        if key in seen or row.geo_precision == _COUNTRY:
            continue
        seen.add(key)
        dashed: dict[str, Any] = {"edgecolor": color, "linewidth": 0.7, "linestyle": (0, (4, 3))}
        dimensions = shapely.get_dimensions(shape)
        if dimensions == 2:  # noqa: PLR2004 - an area
            _add(axes, np.array([_projected(shape, seam)]), facecolor=f"{color}1f", **dashed)
        elif dimensions == 1 and row.spatial_relation == Relation.FROM_TO:
            line = shapely.get_coordinates(_projected(shape, seam))
            arrow = FancyArrowPatch(
                line[0], line[-1], arrowstyle="-|>", mutation_scale=9, color=color, linewidth=1.4, shrinkB=9
            )
            axes.add_patch(arrow)
        elif dimensions == 1:
            _add(axes, np.array([_projected(shape, seam)]), edgecolor=f"{color}40", linewidth=7, capstyle="round")
        elif row.uncertainty_km and row.uncertainty_km > 0:
            x, y = shapely.get_coordinates(_projected(shape.representative_point(), seam))[0]
            wide = 2 * row.uncertainty_km / _KM / math.cos(math.radians(min(85.0, abs(shape.representative_point().y))))
            if wide < np.ptp(axes.get_xlim()) / 2:
                axes.add_patch(Ellipse((x, y), wide, wide, facecolor=f"{color}12", **dashed))


def _points(axes: Axes, here: gpd.GeoDataFrame, seam: float) -> NDArray[Any]:
    """Where the events are, in points."""
    longitude = here["longitude"].to_numpy(dtype="f8")
    latitude = here["latitude"].to_numpy(dtype="f8")
    x = np.where(longitude < seam, longitude + 360, longitude)
    return _at(axes, axes.transData, np.column_stack([x, _mercator(latitude)]))


def _paint_spots(axes: Axes, spots: list[Spot], here: gpd.GeoDataFrame, colors: dict[str, str]) -> None:
    from matplotlib.patches import Circle, Wedge  # noqa: PLC0415

    kinds = event_types()
    pixels: dict[str, Any] = {"transform": in_points(axes), "zorder": 5}
    for spot in spots:
        at = (spot.x, spot.y)
        if len(spot.rows) == 1:
            row = here.iloc[spot.rows[0]]
            paint_symbol(axes, at, 1.0, row["type"], colors, solid=row["support"] in _SOLID)
            continue
        axes.add_patch(Circle(at, spot.radius, facecolor=colors["symbol-paper"], **pixels))
        angle = 90.0
        for kind, count in spot.types:
            turn = 360 * count / len(spot.rows)
            color = kinds[kind].color
            axes.add_patch(Wedge(at, spot.radius, angle - turn, angle, width=spot.radius * 0.3, color=color, **pixels))
            angle -= turn
        number = axes.text(*at, f"{len(spot.rows):,}", transform=in_points(axes), zorder=6, color=colors["ink"])
        number.set(ha="center", va="center_baseline", fontsize=7, weight="bold")


def _paint_names(axes: Axes, spots: list[Spot], here: gpd.GeoDataFrame, under: Ground, colors: dict[str, str]) -> None:
    """Names of the places of events, then of countries and towns, where they cover nothing."""
    from matplotlib import patheffects  # noqa: PLC0415

    points = in_points(axes)
    halo = [patheffects.withStroke(linewidth=2, foreground=colors["lit"])]
    used = [spot.box for spot in spots]
    # Where only the area is known, its middle is not to be read as the place.
    vague = (here["geo_precision"].fillna(1) > _EXACT).tolist()
    told = here["place_name"].tolist()
    box = _at(axes, axes.transAxes, np.array([[0.0, 0.0], [1.0, 1.0]])).ravel().tolist()
    titles = [f"somewhere in {name}" if far else name for name, far in zip(told, vague, strict=True)]
    placed = place_names(spots, titles, used, box)
    for x, y, text in placed:
        axes.annotate(
            text, (x, y), xycoords=points, ha="center", va="center", fontsize=7.5, weight="bold",
            color=colors["label"], path_effects=halo, zorder=7,
        )  # fmt: skip
    names = under.names
    per_degree = (box[2] - box[0]) / float(np.ptp(axes.get_xlim()))
    for sort, size, color, most in (("countries", 10, "country-lit", 40), ("towns", 7, "quiet", 60)):
        columns = names[sort]
        xy = np.column_stack([np.array(columns["x"]) / UNIT, _mercator(np.array(columns["y"]) / UNIT)])
        spots_of_names = _at(axes, axes.transData, xy)
        told = [name.upper() if sort == "countries" else name for name in columns["name"]]
        order = np.argsort(columns["rank"], kind="stable") if sort == "towns" else np.arange(len(told))
        known = {text for _, _, text in placed}
        # The name of a country may be somewhat wider than the country.
        room = [_WIDE * r / UNIT * per_degree for r in columns["r"]] if sort == "countries" else [math.inf] * len(told)
        fits = [k for k in order if told[k] and told[k] not in known and len(told[k]) * size * 0.3 < room[k]]
        rows = [(*spots_of_names[k], told[k]) for k in fits][: most * 5]
        for x, y, text in place_towns(rows, size, used, box, most):
            axes.annotate(
                text, (x, y), xycoords=points, ha="center", va="center", fontsize=size,
                color=colors[color], path_effects=halo, zorder=4,
            )  # fmt: skip


def _paint_scale(axes: Axes, colors: dict[str, str]) -> None:
    """A bar of a round length in km, true in the middle of the map. North is up."""
    across = float(np.ptp(axes.get_xlim()))
    middle = math.degrees(2 * math.atan(math.exp(math.radians(sum(axes.get_ylim()) / 2)))) - 90
    wide = across * _KM * math.cos(math.radians(middle))
    length = max(nice for power in range(5) for one in (1, 2, 5) if (nice := one * 10**power) <= max(1, wide / 6))
    part = length / wide
    bar: dict[str, Any] = {"color": colors["quiet"], "linewidth": 1, "transform": axes.transAxes}
    axes.plot([0.02, 0.02, 0.02 + part, 0.02 + part], [0.032, 0.025, 0.025, 0.032], **bar)
    axes.text(0.025, 0.03, f"{length:,} km", fontsize=7, color=colors["ink-soft"], transform=axes.transAxes)


def _paint_side(
    figure: Any,  # noqa: ANN401 - a matplotlib figure
    here: gpd.GeoDataFrame,
    table: gpd.GeoDataFrame,
    title: str,
    colors: dict[str, str],
) -> None:
    """Title, number of events, legend and credits."""
    left, bottom, width, height = _MAP
    side = figure.add_axes((left + width, bottom, 1 - width, height))
    side.set_facecolor(colors["panel"])
    side.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    for edge in side.spines.values():
        edge.set_visible(False)
    style = {"color": colors["ink"], "va": "top", "wrap": True, "transform": side.transAxes}
    top = 0.965
    for line in _lines(title, 30):
        side.text(0.06, top, line, fontsize=11, weight="bold", **style)
        top -= 0.03
    days = sorted(day for day in [*here["date_start"].dropna(), *here["date_end"].dropna()])
    period = f"{days[0]} to {days[-1]}" if days else ""
    told = [f"{len(here):,} events on the map", period, f"{len(table) - len(here):,} not on the map"]
    for line in ["A claim is not a fact.", *filter(None, told)]:
        side.text(0.06, top, line, fontsize=8, **style)
        top -= 0.022
    top -= 0.02
    counts = here["type"].value_counts()
    for kind in (kind for kind in event_types().values() if kind.id in counts.index):
        ((x, y),) = _at(side, side.transAxes, np.array([[0.10, top - 0.008]]))
        paint_symbol(side, (x, y), 0.8, kind.id, colors, solid=True)
        side.text(0.17, top, kind.label, fontsize=8, **style)
        side.text(0.94, top, f"{counts[kind.id]:,}", fontsize=8, ha="right", **style)
        top -= 0.0265
    some = next((kind.id for kind in event_types().values() if kind.id in counts.index), "clash")
    top -= 0.015
    for solid, text in ((True, "admitted, or two sources"), (False, "one source, or contested")):
        ((x, y),) = _at(side, side.transAxes, np.array([[0.10, top - 0.008]]))
        paint_symbol(side, (x, y), 0.8, some, colors, solid=solid)
        side.text(0.17, top, text, fontsize=7.5, **style)
        top -= 0.0265
    side.text(0.06, top, "Number: several events, by type", fontsize=7.5, **style)
    names = {name for text in here["attribution"].dropna().unique() for name in text.split(", ")}
    credit = ", ".join(["Natural Earth", *sorted(names - {"Natural Earth"})])
    for k, line in enumerate(reversed(_lines(f"Places: {credit}", 44))):
        side.text(0.06, 0.03 + 0.018 * k, line, fontsize=6, **style)


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or [""]
