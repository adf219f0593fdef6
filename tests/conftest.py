"""What tests of several stages share."""

import pytest
from hypothesis import settings

from geomap.gazetteer import SqliteGazetteer, ensure

settings.register_profile("geomap", deadline=None, derandomize=True)
settings.load_profile("geomap")


@pytest.fixture(scope="session")
def gazetteer():
    """The shipped gazetteer, built into the user's cache folder by the first run that asks for it."""
    return SqliteGazetteer(ensure(lambda _: None))
