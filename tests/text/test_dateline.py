import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.text.dateline import dateline_end


@pytest.mark.parametrize(
    "head",
    [
        "RUJBAN, Libya, July 4 (Wire) - ",
        "TRIPOLI (Reuters) — ",
        "BAMAKO, Mali – ",
        "BEIRUT, Lebanon (AP) -- ",
        "DEIR EZ-ZOR, Syria — ",
        "PUL-E-KHUMRI, Afghanistan (AFP) - ",
        "EL FASHER, Sudan, Oct. 27, 2025 (Wire) - ",
        "SANA'A, Yemen - ",
    ],
)
def test_a_dateline_ends_behind_its_dash(head):
    text = f"{head}Rebel fighters attacked - again - on Sunday."
    assert text[: dateline_end(text)] == head


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rebels attacked Kiklah.",
        "Rebels took Kiklah - a mountain town - on Monday.",
        "REBELS TAKE KIKLAH\nThe mountain town - held by troops until then - fell on Monday.",
        "TRIPOLI fell on Monday.",
        "M23 rebels - who hold Goma - advanced.",
    ],
)
def test_a_text_without_a_dateline_has_none(text):
    assert dateline_end(text) == 0


@given(st.text())
def test_the_end_lies_within_the_text(text):
    assert 0 <= dateline_end(text) <= len(text)
