"""The colors of types, for all eyes."""

from itertools import combinations

import numpy as np
import pytest

from geomap.taxonomy import event_types

# Linear RGB as people see it who lack one kind of cone, after Machado, Oliveira and Fernandes 2009, severity 1.
SIGHT = {
    "full": np.eye(3),
    "no red cones": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.119192, 0.9503041]])
WHITE = np.array([0.95047, 1.0, 1.08883])
TOLD_APART = 9.5
"""Distance in CIE Lab; 2 is just seen side by side. Glyphs tell types apart as well."""


def linear(color):
    """Linear RGB, 0 to 1, of a color written in hexadecimal digits."""
    parts = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE Lab of linear RGB."""
    ratios = XYZ @ rgb / WHITE
    x, y, z = np.where(ratios > 0.008856, np.cbrt(ratios), 7.787 * ratios + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", SIGHT)
def test_types_are_told_apart(sight):
    seen = {kind.id: lab(np.clip(SIGHT[sight] @ linear(kind.color), 0, 1)) for kind in event_types().values()}
    close = [pair for pair in combinations(seen, 2) if np.linalg.norm(seen[pair[0]] - seen[pair[1]]) < TOLD_APART]
    assert close == []


@pytest.mark.parametrize("kind", event_types().values(), ids=lambda kind: kind.id)
def test_symbols_stand_out_from_paper(kind):
    luminance = linear(kind.color) @ XYZ[1]
    assert 1.05 / (luminance + 0.05) >= 3  # WCAG 2.2, 1.4.11
