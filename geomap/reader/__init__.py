"""The trained reader that recognition, coding and location share."""

from geomap.reader.network import Reader
from geomap.reader.reading import Passage, Reading

__all__ = ["Passage", "Reader", "Reading"]
