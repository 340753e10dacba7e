from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from kg.view.texts import show_text

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1])))


def test_latex_is_cleaned_and_marks_still_fit():
    text = "We reach 76.1\\% with \\emph{TinyNet} 👩‍🔬."
    mark = Span(text.index("TinyNet"), text.index("TinyNet") + 7)
    shown = show_text(text, [Span(0, len(text))], [mark])
    place = shown.span(mark)
    assert shown.text == "We reach 76.1% with TinyNet 👩‍🔬."
    assert shown.text[place.start : place.end] == "TinyNet"


def test_what_is_not_kept_is_left_out_and_cannot_be_marked():
    text = "One. Two. Three."
    shown = show_text(text, [Span(0, 4), Span(10, 16)], [Span(5, 8), Span(10, 15)])
    assert shown.text == "One. … Three."
    assert shown.span(Span(5, 8)) is None
    assert shown.span(Span(10, 15)) == Span(7, 12)


@given(st.text("abc 👩é", max_size=40), spans, spans)
def test_marks_quote_the_same_text_where_nothing_needs_cleaning(text, kept, marks):
    inside = [span for span in marks if span.end <= len(text)]
    shown = show_text(text, [span for span in kept if span.end <= len(text)], inside)
    for mark in inside:
        place = shown.span(mark)
        if place and any(span.start <= mark.start and mark.end <= span.end <= len(text) for span in kept):
            assert shown.text[place.start : place.end] == text[mark.start : mark.end]
