import pytest

from geomap.model import Document, Mention, Span
from geomap.resolve import resolve


@pytest.fixture(scope="session")
def resolved(gazetteer):
    """Resolve `names`, which stand in `text` in this order."""

    def run(text, *names, countries=(), geocoder=None):
        mentions, behind = [], 0
        for name in names:
            start = text.index(name, behind)
            behind = start + len(name)
            mentions.append(Mention(span=Span(start, behind), text=name))
        found = resolve(Document(id="d", text=text), mentions, gazetteer, countries=countries, geocoder=geocoder)
        assert [resolution.mention for resolution in found] == mentions
        return found

    return run
