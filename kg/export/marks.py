"""Sentences cut where the ends of a claim stand, so that a page can mark them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import TypeVar

from kg.model import Evidence, Span
from kg.view.texts import clean_piece

Piece = str | list[str]
Mark = TypeVar("Mark")


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


def marked_spans(text: str, spans: Iterable[tuple[Span, Mark]]) -> list[tuple[str, Mark | None]]:
    """Cut a text at spans that do not overlap, each piece cleaned of LaTeX on its own.

    Args:
        text: any text.
        spans: spans in its code points and what they mark; of those that overlap, the longest and first stays.

    Returns:
        The pieces in order, each with its mark, if it has one.
    """
    kept: list[tuple[Span, Mark]] = []
    for span, mark in sorted(spans, key=lambda pair: (pair[0].start - pair[0].end, pair[0].start)):
        if span.start < span.end and all(span.end <= other.start or other.end <= span.start for other, _ in kept):
            kept.append((span, mark))
    pieces: list[tuple[str, Mark | None]] = []
    place = 0
    for span, mark in sorted(kept, key=lambda pair: pair[0].start):
        pieces += [(clean_piece(text[place : span.start]), None), (clean_piece(text[span.start : span.end]), mark)]
        place = span.end
    return [piece for piece in (*pieces, (clean_piece(text[place:]), None)) if piece[0]]


def _within(span: Span, start: int, length: int) -> Span:
    first, last = (min(max(place - start, 0), length) for place in (span.start, span.end))
    return Span(first, max(first, last))
