"""The trained network: each sentence was written for this test."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.code import code
from geomap.errors import ReaderMissing
from geomap.model import Document, Modality
from geomap.reader import Reader
from geomap.recognize import TrainedRecognizer


@pytest.fixture(scope="module")
def reader(gazetteer):
    return Reader(gazetteer)


@pytest.fixture(scope="module")
def names(gazetteer, reader):
    recognizer = TrainedRecognizer(reader, gazetteer)
    return lambda text: [mention.text for mention in recognizer.recognize(Document(id="d", text=text))]


@pytest.fixture(scope="module")
def types(reader):
    return lambda text: [e.type for e in code(Document(id="d", text=text), reader) if e.modality is Modality.ACTUAL]


@settings(max_examples=40)
@given(st.text(max_size=400))
def test_any_text_is_read_with_one_row_a_word(reader, text):
    for passage in reader.read(Document(id="d", text=text)).passages:
        for table in (passage.trigger, passage.modality, *passage.spans.values()):
            assert len(table) == len(passage.words)
            assert np.allclose(table.sum(axis=1), 1, atol=1e-4)
        assert len(passage.asks) == len(passage.answers) == len(passage.words)
        assert np.isfinite(passage.asks).all()


def test_a_text_without_an_end_is_read_to_its_end(reader):
    text = "مالي " * 3000
    words = [word for passage in reader.read(Document(id="d", text=text)).passages for word in passage.words]
    assert len(words) == 3000


def test_the_same_text_is_read_the_same_way(gazetteer, reader):
    document = Document(id="d", text="Rebels shelled Goma on Monday; troops left Sake.")
    one, other = reader.read(document), Reader(gazetteer).read(document)
    for a, b in zip(one.passages, other.passages, strict=True):
        assert np.array_equal(a.spans["place"], b.spans["place"])
        assert np.array_equal(a.trigger, b.trigger)


def test_what_is_not_installed_is_named_with_a_way_out(gazetteer, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ReaderMissing, match=r"onnxruntime.*--reader light"):
        Reader(gazetteer).read(Document(id="d", text="Rebels shelled Goma."))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fighting broke out west of Tal Afar and in Rujban and Al-Qawalish.", ["Tal Afar", "Rujban", "Al-Qawalish"]),
        ("Villagers fled Umm Baru and Kutum for El Fasher.", ["Umm Baru", "Kutum", "El Fasher"]),
        ("CHASIV YAR, Ukraine (Wire) - Troops seized two streets.", ["CHASIV YAR", "Ukraine"]),
        ("Tal Afar\u2019s outskirts were shelled from the Nafusah Mountains.", ["Tal Afar", "Nafusah Mountains"]),
        ("Students of Aleppo University walked out.", []),
        ("Gen. Salah Homsi told The Benghazi Herald that nobody was hurt.", []),
    ],
)
def test_places_are_told_from_people_outlets_and_institutions(names, text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russian troops seized two streets, the General Staff said.", ["capture"]),
        ("The striker scored twice as Liverpool beat Chelsea 3-1.", []),
        ("Shares in Santos fell as oil prices plunged.", []),
        ("Villagers fled Kutum for El Fasher, aid workers said.", ["displacement"]),
    ],
)
def test_what_happened_is_told_from_what_only_sounds_so(types, text, found):
    assert types(text) == found


def test_claimant_and_parties_are_read(reader):
    text = "Russian troops seized two streets, the General Staff said."
    (event,) = code(Document(id="d", text=text), reader)
    assert (event.actor, event.target) == ("Russian troops", "two streets")
    assert [claim.by for claim in event.claims] == ["the General Staff"]


def test_the_target_of_a_siege_is_not_taken_for_the_one_who_lays_it(reader):
    text = (
        "The camp at Remada is full.\n\nPeople from Yafran describe a town encircled since the middle of April, "
        "shelled from the ridge above it and without flour or power. Government representatives in Tripoli deny that "
        "civilians are being targeted."
    )
    siege = next(e for e in code(Document(id="d", text=text), reader) if e.type == "siege")
    assert siege.actor is None
    assert siege.target.endswith("town")
