"""Find out where each event happened: Events and Resolutions → LocatedEvents."""

from geomap.locate.locator import locate

__all__ = ["locate"]
