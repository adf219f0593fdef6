"""The trained reader that recognition and coding share."""

from geomap.reader.network import Passage, Reader

__all__ = ["Passage", "Reader"]
