import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.text.numbers import numbers

VOCABULARY = (
    "a an no one two both twenty thirty ninety - hundred thousand million dozen dozens several men and , 12 1,200 ٣"
)


def told(text):
    return [(number.value, number.first, number.last) for number in numbers(text.split())]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("1,200", 1200),
        ("12,345,678", 12345678),
        ("one", 1),
        ("twelve", 12),
        ("twenty - five", 25),
        ("twenty five", 25),
        ("ninety - nine", 99),
        ("a hundred", 100),
        ("two hundred", 200),
        ("three thousand", 3000),
        ("five million", 5_000_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("two hundred and fifty", 250),
        ("one hundred and twenty - three", 123),
        ("several hundred", 300),
    ],
)
def test_a_number_is_read_whole(text, value):
    words = text.split()
    assert told(f"at least {text} people died") == [(value, 2, 1 + len(words))]


@pytest.mark.parametrize(("word", "value"), [("several", 3), ("dozens", 12), ("hundreds", 100)])
def test_sizes_follow_the_codebook_and_are_marked(word, value):
    (number,) = numbers([word, "of", "people"])
    assert (number.value, number.vague) == (value, True)


def test_exact_numbers_are_not_vague():
    assert not any(number.vague for number in numbers("12 men and two women".split()))


def test_an_article_is_no_number():
    assert told("a man and an old woman") == []


def test_nobody_is_zero():
    assert told("no people died") == [(0, 0, 0)]


def test_numbers_in_a_row_stay_apart():
    assert [value for value, *_ in told("12 men , three women and 1,200 boys")] == [12, 3, 1200]


@given(st.lists(st.one_of(st.sampled_from(VOCABULARY.split()), st.text())))
def test_numbers_lie_in_order_within_the_words(words):
    behind = -1
    for number in numbers(words):
        assert behind < number.first <= number.last < len(words)
        assert number.value >= 0
        behind = number.last
