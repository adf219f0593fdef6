"""A place that nobody knows, and the greater one named with it."""

import pytest

from geomap.model import Relation

UNKNOWN = {"Kibumbasha": None}
GOMA = UNKNOWN | {"Goma": "CD", "Nairobi": "KE"}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled Kibumbasha, Goma, on Monday.",
        "Rebels shelled Kibumbasha in Goma on Monday.",
        "Rebels shelled the Kibumbasha displacement camp on the edge of Goma.",
        "In Goma, rebels shelled Kibumbasha on Monday.",
        "Rain fell.\n\nGoma. Rebels shelled Kibumbasha on Monday.",
        "Goma: Police met. Rebels shelled Kibumbasha on Monday.",
    ],
)
def test_the_greater_place_stands_in(located, text):
    (found,) = located(text, {"shelled": "shelling"}, GOMA)
    assert found.location.place.name == "Goma"
    assert found.location.relation is Relation.NEAR
    assert found.location.precision == 2
    assert [text[span.start : span.end] for span in found.location.mentions] == ["Kibumbasha"]
    assert "in or near Goma" in found.location.reason


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled Kibumbasha. Goma said nothing.",
        "Rebels shelled Kibumbasha and Goma said nothing.",
        "Rebels who came from Goma shelled Kibumbasha.",
        "Rebels shelled Kibumbasha before they left Goma.",
        "Goma. Police met.\n\nRebels shelled Kibumbasha.",
    ],
)
def test_a_place_that_does_not_hold_it_does_not(located, text):
    (found,) = located(text, {"shelled": "shelling"}, GOMA)
    assert found.location is None or found.location.place.name != "Goma" or found.location.reason.startswith('"')
    assert found.location is None or "in or near" not in found.location.reason


def test_it_is_said_why_an_event_has_no_place(located):
    (lost,) = located("Rebels shelled Kibumbasha.", {"shelled": "shelling"}, UNKNOWN)
    assert lost.unplaced == "Kibumbasha is likely its place, but it is not known where that is"
    (none,) = located("Rebels shelled the army.", {"shelled": "shelling"}, {})
    assert none.unplaced == "the report names no place for it"
