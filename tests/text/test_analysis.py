from hypothesis import given
from hypothesis import strategies as st

from geomap.model import Document, Span
from geomap.text.analysis import analyze

texts = st.text("ab'. \n-é1", max_size=60)


def test_words_and_lemmas_side_by_side():
    (first, second) = analyze(Document(id="d", text="Troops shelled Kiklah. Civilians fled."))
    assert [word.text for word in first.words] == ["Troops", "shelled", "Kiklah", "."]
    assert first.lower == ("troops", "shelled", "kiklah", ".")
    assert first.lemmas == ("troop", "shell", "kiklah", ".")
    assert second.span == Span(23, 38)
    assert second.words[0].start == 23


@given(texts)
def test_every_word_lies_in_its_sentence(text):
    for sentence in analyze(Document(id="d", text=text)):
        assert len(sentence.words) == len(sentence.lower) == len(sentence.lemmas) > 0
        assert all(Span(word.start, word.end) in sentence.span for word in sentence.words)


@given(texts, st.integers(-5, 80))
def test_the_word_at_an_offset_is_the_first_that_ends_behind_it(text, offset):
    for sentence in analyze(Document(id="d", text=text)):
        behind = [number for number, word in enumerate(sentence.words) if word.end > offset]
        assert sentence.index_at(offset) == min(behind, default=len(sentence.words))
