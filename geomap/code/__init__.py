"""Find what is said to have happened: Document → Events."""

from geomap.code.coder import code

__all__ = ["code"]
