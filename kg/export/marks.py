"""Sentences cut where the ends of a claim stand, so that a page can mark them."""

from __future__ import annotations

from itertools import groupby, pairwise

from kg.model import Evidence, Span
from kg.view.texts import clean_piece

Piece = str | list[str]


def marked_sentence(evidence: Evidence) -> list[Piece]:
    """Cut a sentence into plain and marked pieces, each cleaned of LaTeX on its own.

    Args:
        evidence: a sentence and the spans of the ends of its claim, all in code points of the paper's text.

    Returns:
        Plain strings, and pairs of text and mark: `h` head, `t` tail, `ht` where they overlap.
    """
    sentence = evidence.sentence
    spans = {
        mark: _within(span, evidence.start, len(sentence))
        for mark, span in (("h", evidence.head), ("t", evidence.tail))
        if span
    }
    cuts = sorted({0, len(sentence), *(place for span in spans.values() for place in (span.start, span.end))})
    marked = [
        ("".join(mark for mark, span in spans.items() if span.start <= start and end <= span.end), sentence[start:end])
        for start, end in pairwise(cuts)
    ]
    joined = (
        (mark, clean_piece("".join(text for _, text in run))) for mark, run in groupby(marked, lambda pair: pair[0])
    )
    return [[text, mark] if mark else text for mark, text in joined if text]


def _within(span: Span, start: int, length: int) -> Span:
    first, last = (min(max(place - start, 0), length) for place in (span.start, span.end))
    return Span(first, max(first, last))
