"""Typed arrays and a bit of JSON as one text that stands in HTML without harm and that a browser opens fast.

The bytes, little-endian: length of the header (u4), the header (JSON in UTF-8, padded with spaces), the arrays, each
beginning at a multiple of 8. The header holds `meta`, anything, and `arrays`: name to type, first byte after the
header, number of items. All of it is gzip-compressed and written in base64, which has none of `< { $` and backtick.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

TYPES = ("u1", "u2", "i2", "i4", "u4", "f8")
"""Item types that the page knows, in numpy's short names."""


def pack(meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> str:
    """Pack `meta` (JSON values) and one-dimensional `arrays` of `TYPES` into base64 text; equal input, equal text."""
    index, blocks, position = {}, [], 0
    for name, array in arrays.items():
        kind = array.dtype.str[1:]
        data = array.astype(f"<{kind}").tobytes()
        index[name] = [kind, position, len(array)]
        blocks.append(data + bytes(-len(data) % 8))
        position += len(blocks[-1])
    header = json.dumps({"meta": meta, "arrays": index}, ensure_ascii=False, separators=(",", ":")).encode()
    header += b" " * (-(len(header) + 4) % 8)
    packed = gzip.compress(b"".join([len(header).to_bytes(4, "little"), header, *blocks]), compresslevel=6, mtime=0)
    # The tenth byte names the operating system; 255 says that it does not matter.
    return base64.b64encode(packed[:9] + b"\xff" + packed[10:]).decode("ascii")


def unpack(text: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Undo `pack`, as the page does."""
    data = gzip.decompress(base64.b64decode(text))
    start = 4 + int.from_bytes(data[:4], "little")
    header = json.loads(data[4:start])
    arrays = {
        name: np.frombuffer(data, dtype=f"<{kind}", count=count, offset=start + position)
        for name, (kind, position, count) in header["arrays"].items()
    }
    return header["meta"], arrays
