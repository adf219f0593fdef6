import itertools

from hypothesis import given
from hypothesis import strategies as st

from geomap.model import Mention, Span
from geomap.recognize.again import found_again


def sure(text, name, score=0.99):
    start = text.index(name)
    return Mention(span=Span(start, start + len(name)), text=name, score=score)


def found(text, *names, score=0.99):
    return [(m.text, m.span.start) for m in found_again(text, [sure(text, name, score) for name in names])]


def test_a_sure_name_is_found_again():
    text = "Shells hit Kiklah. In the night Kiklah burned."
    assert found(text, "Kiklah") == [("Kiklah", 11), ("Kiklah", 32)]


def test_an_unsure_one_is_not():
    assert len(found("Shells hit Kiklah. In the night Kiklah burned.", "Kiklah", score=0.6)) == 1


def test_not_inside_longer_names_and_words():
    text = "Shells hit Aleppo. Students of Aleppo University and Old Aleppo met Aleppoans; aleppo soap was sold."
    assert len(found(text, "Aleppo")) == 1


@given(st.text(alphabet="Ab .-(*", max_size=40), st.text(alphabet="Ab .-(*", min_size=1, max_size=6))
def test_mentions_stay_in_order_and_apart(text, name):
    if name in text:
        spans = [m.span for m in found_again(text, [sure(text, name)])]
        assert spans == sorted(spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        assert all(text[s.start : s.end] == name for s in spans)
