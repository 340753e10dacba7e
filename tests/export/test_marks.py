"""Cutting texts at what they name."""

from hypothesis import given
from hypothesis import strategies as st

from kg.export.marks import marked_spans
from kg.model import Span

spans = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: Span(min(ends), max(ends)))


def test_of_marks_that_overlap_the_longest_stays():
    marks = [(Span(4, 7), "inner"), (Span(0, 7), "outer"), (Span(8, 11), "other")]
    assert marked_spans("big net for all", marks) == [
        ("big net", "outer"),
        (" ", None),
        ("for", "other"),
        (" all", None),
    ]


@given(st.lists(st.tuples(spans, st.sampled_from("ab"))))
def test_the_pieces_are_the_text(marks):
    text = "twelve signs"
    assert "".join(piece for piece, _ in marked_spans(text, marks)) == text
