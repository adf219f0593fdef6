"""The local gazetteer: names → places.

`geomap/gazetteer/` is how to look up; the folder `gazetteer/` beside the package is what is known.
"""

from geomap.gazetteer.cache import build_to, default_path, ensure, sources_folder
from geomap.gazetteer.store import SqliteGazetteer

__all__ = ["SqliteGazetteer", "build_to", "default_path", "ensure", "sources_folder"]
