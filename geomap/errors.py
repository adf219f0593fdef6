"""Everything geomap raises on purpose.

::

    GeomapError                                      exit code
    ├── SettingsError          (ValueError)          2
    ├── InputError             (ValueError)          3
    ├── GazetteerError                               4
    │   ├── GazetteerMissing   (FileNotFoundError)
    │   └── GazetteerCorrupt   (ValueError)
    ├── GeocodingError                               5
    │   ├── GeocoderUnavailable (OSError)
    │   ├── GeocoderRateLimited                      carries ``retry_after``
    │   └── GeocoderRejected
    ├── ReaderMissing          (ImportError)         2
    ├── SchemaError            (ValueError)          6
    └── OutputError            (OSError)             7

A message says what happened, to which input, and what to do about it.
"""

from __future__ import annotations

from typing import ClassVar


class GeomapError(Exception):
    """Any failure that geomap reports by itself; `exit_code` is what the command line returns."""

    exit_code: ClassVar[int] = 1


class SettingsError(GeomapError, ValueError):
    """A setting, flag or configuration file has a value that cannot be used."""

    exit_code = 2


class InputError(GeomapError, ValueError):
    """A report, or a line of one, cannot be read as what it claims to be."""

    exit_code = 3


class GazetteerError(GeomapError):
    """The local gazetteer cannot answer."""

    exit_code = 4


class GazetteerMissing(GazetteerError, FileNotFoundError):
    """There is no gazetteer where one was expected."""


class GazetteerCorrupt(GazetteerError, ValueError):
    """Gazetteer data does not have the form or the content it should have."""


class GeocodingError(GeomapError):
    """The fallback geocoder failed."""

    exit_code = 5


class GeocoderUnavailable(GeocodingError, OSError):
    """The service cannot be reached, or answers nonsense. Says nothing about the place."""


class GeocoderRateLimited(GeocodingError):
    """The service asks to wait.

    Attributes
    ----------
    retry_after
        Seconds the service asked for, or None.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class GeocoderRejected(GeocodingError):
    """The service refuses this user or this query: wrong key, quota used up, blocked."""


class ReaderMissing(GeomapError, ImportError):
    """What runs the trained reader is not installed."""

    exit_code = 2


class SchemaError(GeomapError, ValueError):
    """A record or table lacks required fields or holds values outside the schema."""

    exit_code = 6


class OutputError(GeomapError, OSError):
    """A result cannot be written."""

    exit_code = 7
