"""Reports → Documents: plain text, HTML, JSON Lines, JSON, CSV and TSV, each also gzipped.

>>> from geomap.read import read_bytes
>>> [document] = read_bytes("MISRATA, Libya &mdash; Shelling went on.".encode(), "a.txt")
>>> document.text
'MISRATA, Libya — Shelling went on.'
"""

from geomap.read.sources import read, read_bytes

__all__ = ["read", "read_bytes"]
