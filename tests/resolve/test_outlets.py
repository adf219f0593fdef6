import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.model import Document, Mention, Span
from geomap.resolve import resolve
from geomap.resolve.outlets import home, outlets


def at_home(gazetteer, source=None, url=None):
    return tuple(home(Document(id="d", text="", source=source, source_url=url), gazetteer))


@pytest.mark.parametrize(
    ("source", "name", "country"),
    [
        ("The Benghazi Herald", "Benghazi", None),
        ("Sudan Tribune", "Sudan", None),
        ("lasvegassun.com", "las vegas", None),
        ("www.cambridge-news.co.uk", "cambridge", "GB"),
        ("Radio Dabanga", None, None),
        ("Radio Tamazuj", "Juba", "SS"),
        ("The New York Times", "New York", "US"),
        ("Reuters", None, None),
        ("civil.ge", None, "GE"),
        ("somebody.ly", None, None),
        ("OCHA", None, None),
    ],
)
def test_the_name_or_address_of_an_outlet_tells_its_home(gazetteer, source, name, country):
    assert at_home(gazetteer, source) == (name, country)


def test_the_address_of_the_report_counts_as_well(gazetteer):
    assert at_home(gazetteer, url="https://www.dabangasudan.org/en/all-news/article/1") == ("Khartoum", "SD")
    assert at_home(gazetteer, "A reporter", "https://example.co.ke/story") == (None, "KE")


@pytest.mark.parametrize("source", ["naharnet.com", "Beirut Observer"])
def test_towns_that_a_local_paper_leaves_unexplained_are_near_it(gazetteer, source):
    text = "Gunmen traded fire in Tripoli on Monday."
    mentions = [Mention(span=Span(22, 29), text="Tripoli")]
    unsaid, said = (
        resolve(Document(id="d", text=text, source=told), mentions, gazetteer)[0].place for told in (None, source)
    )
    assert (unsaid.country, said.country) == ("LY", "LB")


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_name_and_address_can_be_asked(gazetteer, source, host):
    found = home(Document(id="d", text="", source=source, source_url=f"https://{host}/"), gazetteer)
    assert found.country is None or len(found.country) == 2


def test_every_home_is_known(gazetteer):
    for outlet, told in outlets().homes.items():
        town, _, country = told.partition(", ")
        assert not told or country in {c.place.country for c in gazetteer.lookup(town)}, outlet
