"""Find out which place each mention means: Mentions → Resolutions."""

from geomap.resolve.resolver import resolve

__all__ = ["resolve"]
