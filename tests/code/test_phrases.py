"""Words for parties, made whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.code.phrases import completed
from geomap.model import Document, Span
from geomap.text.analysis import analyze


@pytest.mark.parametrize(
    ("text", "marked", "trigger", "whole"),
    [
        ("Boats from Misrata put ashore 200 men.", "Boats from", "put", "Boats"),
        ("Troops retook the Wazin border crossing on Thursday.", "the Wazin", "retook", "the Wazin border crossing"),
        ("Warplanes struck government armor southwest of Benghazi.", "government", "struck", "government armor"),
        ("A column pushed into Ajdabiya.", "A column", "pushed", "A column"),
        ("The minister promises an inquiry.", "The minister", "inquiry", "The minister"),
        ("He threatened to hit homes and offices.", "and offices", "threatened", "offices"),
        ("Rebels took the town and left.", "the", "took", None),
    ],
)
def test_parties_are_whole_phrases(text, marked, trigger, whole):
    (sentence,) = analyze(Document(id="d", text=text))
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (marked, trigger)]
    found = completed(sentence, *spans)
    assert (found and text[found.start : found.end]) == whole


@given(
    st.lists(st.sampled_from("the a rebel rebels' and of hit 12 Goma , crossing from's".split()), min_size=3), st.data()
)
def test_a_phrase_stays_in_its_sentence(words, data):
    text = " ".join(words)
    for sentence in analyze(Document(id="d", text=text)):
        numbers = st.integers(0, len(sentence.words) - 1)
        marked, at = sorted((data.draw(numbers), data.draw(numbers))), data.draw(numbers)
        found = completed(sentence, sentence.stretch(*marked), sentence.stretch(at, at))
        assert found is None or found in sentence.span
