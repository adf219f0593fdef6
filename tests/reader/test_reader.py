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
    for passage in reader.read(Document(id="d", text=text)):
        for table in (passage.place, passage.trigger, passage.modality):
            assert len(table) == len(passage.words)
            assert np.isfinite(table).all()
        assert np.allclose(passage.place.sum(axis=1), 1, atol=1e-4)
        assert np.allclose(passage.trigger.sum(axis=1), 1, atol=1e-4)


def test_a_text_without_an_end_is_read_to_its_end(reader):
    text = "مالي " * 3000
    words = [word for passage in reader.read(Document(id="d", text=text)) for word in passage.words]
    assert len(words) == 3000


def test_the_same_text_is_read_the_same_way(gazetteer, reader):
    document = Document(id="d", text="Rebels shelled Goma on Monday; troops left Sake.")
    one, other = reader.read(document), Reader(gazetteer).read(document)
    for a, b in zip(one, other, strict=True):
        assert np.array_equal(a.place, b.place)
        assert np.array_equal(a.trigger, b.trigger)


def test_what_is_not_installed_is_named_with_a_way_out(gazetteer, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ReaderMissing, match=r"onnxruntime.*--reader light"):
        Reader(gazetteer).read(Document(id="d", text="Rebels shelled Goma."))
