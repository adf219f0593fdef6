"""Find place names in a document: Document → Mentions."""

from geomap.recognize.crf import CrfRecognizer
from geomap.recognize.trained import TrainedRecognizer

__all__ = ["CrfRecognizer", "TrainedRecognizer"]
