"""Find place names in a document: Document → Mentions."""

from geomap.recognize.crf import CrfRecognizer

__all__ = ["CrfRecognizer"]
