"""Find out where each event happened: Events and Resolutions → LocatedEvents."""

from geomap.locate.locator import locate
from geomap.locate.merge import merged

__all__ = ["locate", "merged"]
