"""Spans and pairs of a text as arrays of piece indices: what the heads of the network read."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.encoder import PieceText
from kg.extract.grouping import TokenSpan
from kg.extract.reading import Reading
from kg.model import PaperEntity

Integers = NDArray[np.int64]

FARTHEST = 3  # sentences from one end to the other, counted up to here
GAPS = 9
_NEAR = 2


@dataclass(frozen=True, slots=True)
class SpanArray:
    """The spans of some things, a row each.

    Args:
        rows: first piece, last piece, number of tokens.
        owners: the thing that each span belongs to.
        count: how many things there are.
    """

    rows: Integers
    owners: Integers
    count: int


@dataclass(frozen=True, slots=True)
class PairArray:
    """Pairs of things, a row each; the first of a pair is the one that the text names first.

    Args:
        ends: the first thing, the second, and the index of the nearest span of each.
        apart: sentences from one to the other, at most `FARTHEST`.
        gap: words between the two, on a logarithmic scale below `GAPS`.
        between: the pieces between the two nearest spans, as start and end; none where they are far apart.
        around: the pieces of the sentences that hold them, as start and end.
    """

    ends: Integers
    apart: Integers
    gap: Integers
    between: Integers
    around: Integers


def span_array(text: PieceText, spans: Sequence[Sequence[TokenSpan]]) -> SpanArray:
    """Return the array of the spans of things.

    Args:
        text: the pieces of a text.
        spans: the token spans of each thing; one at least.
    """
    rows = [(text.first[start], text.last[end - 1], end - start) for own in spans for start, end in own]
    owners = [owner for owner, own in enumerate(spans) for _ in own]
    return SpanArray(_integers(rows, 3), np.array(owners, dtype=np.int64), len(spans))


def token_spans(reading: Reading, entity: PaperEntity) -> tuple[TokenSpan, ...]:
    """Return the tokens of an entity's mentions.

    Args:
        reading: the text.
        entity: an entity of it.
    """
    spans = []
    for mention in entity.mentions:
        start = max(bisect_right(reading.starts, mention.start) - 1, 0)
        spans.append((start, max(bisect_right(reading.starts, mention.end - 1), start + 1)))
    return tuple(spans)


def pair_array(
    reading: Reading, text: PieceText, spans: Sequence[Sequence[TokenSpan]], pairs: Iterable[tuple[int, int]]
) -> PairArray:
    """Return the array of pairs of things.

    Args:
        reading: the text.
        text: its pieces.
        spans: the token spans of each thing, in the order of `span_array`.
        pairs: which things to pair, the one that is named first in front.
    """
    places = defaultdict(list)
    for index, (owner, span) in enumerate((owner, span) for owner, own in enumerate(spans) for span in own):
        places[owner].append((index, span))
    borders = _sentence_borders(reading)
    rows = []
    for first, second in pairs:
        apart, words, p, q, one, other = min(
            (abs(reading.sentences[a[0]] - reading.sentences[b[0]]), max(a[0], b[0]) - min(a[1], b[1]), p, q, a, b)
            for p, a in places[first]
            for q, b in places[second]
        )
        left, right = sorted((one, other))
        end = text.first[right[0]]
        start = min(text.last[left[1] - 1] + 1, end) if apart <= _NEAR else end
        opening = borders[min(reading.sentences[one[0]], reading.sentences[other[0]])][0]
        closing = borders[max(reading.sentences[one[0]], reading.sentences[other[0]])][1]
        around = (text.first[opening], text.last[closing] + 1)
        rows.append((first, second, p, q, min(apart, FARTHEST), _gap_step(words), start, end, *around))
    table = _integers(rows, 10)
    return PairArray(table[:, :4], table[:, 4], table[:, 5], table[:, 6:8], table[:, 8:])


def _gap_step(words: int) -> int:
    return 0 if words <= 0 else min(1 + int(math.log2(words)), GAPS - 1)


def _sentence_borders(reading: Reading) -> dict[int, tuple[int, int]]:
    """Return the first and the last token of each sentence."""
    borders: dict[int, tuple[int, int]] = {}
    for token, sentence in enumerate(reading.sentences):
        borders[sentence] = (borders.get(sentence, (token, token))[0], token)
    return borders


def _integers(rows: Sequence[tuple[int, ...]], width: int) -> Integers:
    return np.array(rows, dtype=np.int64).reshape(-1, width)
