import datetime as dt

import pytest

from geomap.code import code
from geomap.model import Document

WEDNESDAY = dt.date(2022, 5, 18)


@pytest.fixture(scope="session")
def coded():
    """Code a text as a report of Wednesday, May 18, 2022."""

    def run(text, published=WEDNESDAY):
        return code(Document(id="report", text=text, published=published))

    return run


@pytest.fixture(scope="session")
def event(coded):
    """Code a text and pick its event of a type; without a type, the only event."""

    def run(text, kind=None, published=WEDNESDAY):
        found = coded(text, published)
        wanted = [one for one in found if kind in (None, one.type)]
        assert len(wanted) == 1, [one.type for one in found]
        return wanted[0]

    return run
