"""Texts as pieces and windows: every piece stands in a window, whole sentences together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.encoder import LONGEST, PieceText, first_window, split_text, windows, word_shape
from kg.extract.reading import Reading
from kg.extract.wordpieces import WordPieces

PIECES = WordPieces(["[CLS]", "[SEP]", "[UNK]", "we", "train", "distil", "##bert", ".", "it", "works"])


def reading(*sentences: str) -> Reading:
    words, numbers = [], []
    for number, sentence in enumerate(sentences):
        for word in sentence.split(" "):
            words.append(word or "\n\n")
            numbers.append(number)
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    ends = tuple(start + len(word) for start, word in zip(starts, words, strict=True))
    lower = tuple(word.lower() for word in words)
    blank = (False,) * len(words)
    return Reading(
        " ".join(words), tuple(words), lower, ("NN",) * len(words), tuple(starts), ends, blank, tuple(numbers), 0
    )


def text_of(sizes) -> PieceText:
    borders = [1]
    for size in sizes:
        borders.append(borders[-1] + size)
    numbers = (0,) * (borders[-1] + 1)
    return PieceText(numbers, numbers, (), (), tuple(pairwise(borders)))


def test_tokens_know_their_first_and_last_piece():
    text = split_text(reading("We train DistilBERT .", "It works ."), PIECES)
    assert text.numbers == (0, 3, 4, 5, 6, 7, 8, 9, 7, 1)
    assert (text.first, text.last) == ((1, 2, 3, 5, 6, 7, 8), (1, 2, 4, 5, 6, 7, 8))
    assert text.sentences == ((1, 6), (6, 9))


def test_white_space_between_title_and_abstract_is_a_closing_piece():
    text = split_text(reading("We ", "It"), PIECES)
    assert text.numbers == (0, 3, 1, 8, 1)


def test_an_empty_text_has_its_two_ends():
    text = split_text(Reading("", (), (), (), (), (), (), (), 0), PIECES)
    assert (text.numbers, text.sentences, windows(text)) == ((0, 1), (), [])


@pytest.mark.parametrize(
    ("words", "shapes"), [("bert BERT Bert BeRT B 12 GPT3 ( -", 7)], ids=["written in seven ways, marks apart"]
)
def test_shapes_tell_how_a_word_is_written(words, shapes):
    assert len({word_shape(word) for word in words.split()}) == shapes + 1


@given(st.lists(st.integers(1, 1200), max_size=30), st.integers(200, 510))
def test_windows_cover_every_sentence_and_fit_the_encoder(sizes, most):
    text = text_of(sizes)
    found = windows(text, most)
    covered = {piece for start, end in found for piece in range(start, end)}
    assert covered == set(range(1, 1 + sum(sizes)))
    assert all(0 < end - start <= most for start, end in found)
    for start, end in text.sentences:
        if end - start <= most:
            assert any(a <= start and end <= b for a, b in found)


def test_neighbouring_windows_overlap():
    found = windows(text_of([40] * 60))
    assert len(found) > 2
    assert all(one[1] - other[0] >= 80 for one, other in pairwise(found))


def test_a_text_that_fits_is_one_window():
    assert windows(text_of([100, 200, 210])) == [(1, 511)]


def test_training_reads_the_first_window_of_a_long_text():
    text = first_window(text_of([300, 300]))
    assert len(text.numbers) == LONGEST == len(text.shapes)
    assert first_window(text_of([300])) == text_of([300])
