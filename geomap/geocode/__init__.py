"""The fallback geocoder: asked, if the user says so, for names that the gazetteer does not know.

A name and a country code leave the machine, nothing else. `transport` is HTTP that a broken server
cannot hold up, `ledger` what all processes remember of answers and of the times of requests,
`judge` the decision whether a server's hits hold the place that was asked for.
"""

from geomap.geocode.nominatim import NominatimGeocoder

__all__ = ["NominatimGeocoder"]
