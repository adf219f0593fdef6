"""Symbols of types in a static picture: a disc or a dashed ring with the glyph of the type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.taxonomy import event_types

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RADIUS = 8.0
"""Radius of a symbol, points."""


def in_points(axes: Axes) -> Any:  # noqa: ANN401 - a matplotlib transform
    """From points (1/72 inch from the lower left corner of the picture), which mean the same in every form."""
    from matplotlib.transforms import Affine2D  # noqa: PLC0415

    return Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans


def paint_symbol(
    axes: Axes, at: tuple[float, float], scale: float, kind: str, colors: dict[str, str], *, solid: bool
) -> None:
    """A disc with the glyph of its type; a dashed ring where the event is not well supported."""
    from matplotlib.patches import Circle, PathPatch  # noqa: PLC0415
    from matplotlib.transforms import Affine2D  # noqa: PLC0415

    color = event_types()[kind].color
    paper = colors["symbol-paper"]
    face, edge = (color, paper) if solid else (paper, color)
    line = {"linewidth": 0.8, "linestyle": "-"} if solid else {"linewidth": 1.1, "linestyle": (0, (2.2, 1.5))}
    disc = Circle(at, RADIUS * 0.9 * scale, facecolor=face, edgecolor=edge, zorder=5, **line)
    disc.set_transform(in_points(axes))
    axes.add_patch(disc)
    size = RADIUS * scale / 13
    move = Affine2D().translate(-8, -8).scale(size * 0.8, -size * 0.8).translate(*at)
    glyph = PathPatch(_glyph(kind), facecolor=paper if solid else color, linewidth=0, zorder=6)
    glyph.set_transform(move + in_points(axes))
    axes.add_patch(glyph)


def _glyph(kind: str) -> Any:  # noqa: ANN401 - a matplotlib path
    """The glyph of a type, 16 by 16 units, y down."""
    from fontTools.pens.recordingPen import RecordingPen  # noqa: PLC0415 - comes with matplotlib
    from fontTools.svgLib.path import parse_path  # noqa: PLC0415
    from matplotlib.path import Path as Outline  # noqa: PLC0415

    pen = RecordingPen()
    parse_path(event_types()[kind].glyph, pen)
    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    move = {"moveTo": Outline.MOVETO, "lineTo": Outline.LINETO, "curveTo": Outline.CURVE4, "qCurveTo": Outline.CURVE3}
    for name, given in pen.value:
        if name in move:
            points += given
            codes += [move[name]] * len(given)
        elif name == "closePath":
            points.append(points[-1])
            codes.append(Outline.CLOSEPOLY)
    return Outline(points, codes)
