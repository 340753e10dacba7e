"""A text as vectors: word pieces read by a transformer encoder, long texts in overlapping windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.extract.reading import Reading
from kg.extract.wordpieces import WordPieces, load_wordpieces

LONGEST = 512  # pieces that the encoder reads at once, the two at the ends included
SHAPES = 9
_OVERLAP = 128
_EDGE = 1 << 30
_QUIET = 3

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PieceText:
    """A text as the encoder takes it; number 0 opens it, the last closes it.

    Args:
        numbers: the number of each piece.
        shapes: how the word of each piece is written, since pieces have no case.
        first: the index of each token's first piece.
        last: the index of each token's last piece.
        sentences: where each sentence starts and ends, in pieces.
    """

    numbers: tuple[int, ...]
    shapes: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]
    sentences: tuple[Range, ...]


@dataclass(frozen=True)
class Encoding:
    """A text after the encoder.

    Args:
        text: the pieces.
        vectors: a row per piece.
    """

    text: PieceText
    vectors: NDArray[np.float32]

    @cached_property
    def running_sums(self) -> NDArray[np.float32]:
        """The sums of the first rows: none of them, one, two, …; their differences are sums of any stretch."""
        sums = np.zeros((len(self.vectors) + 1, self.vectors.shape[1]), dtype=np.float32)
        for row, vector in enumerate(self.vectors):  # four times as fast as numpy's cumsum, which goes by columns
            np.add(sums[row], vector, out=sums[row + 1])
        return sums


def split_text(reading: Reading, pieces: WordPieces) -> PieceText:
    """Return the pieces of a text.

    A token of white space, as between title and abstract, is a closing piece.

    Args:
        reading: the text.
        pieces: what splits words.
    """
    numbers, shapes = [pieces.start], [0]
    first: list[int] = []
    last: list[int] = []
    borders = [1]
    for i, word in enumerate(reading.words):
        if i and reading.sentences[i] != reading.sentences[i - 1]:
            borders.append(len(numbers))
        first.append(len(numbers))
        own = (pieces.end,) if word.isspace() else pieces.split(word)
        numbers += own
        shapes += [0 if word.isspace() else word_shape(word)] * len(own)
        last.append(len(numbers) - 1)
    borders.append(len(numbers))
    return PieceText(
        (*numbers, pieces.end),
        (*shapes, 0),
        tuple(first),
        tuple(last),
        tuple((a, b) for a, b in pairwise(borders) if a < b),
    )


def word_shape(word: str) -> int:
    """Return how a word is written, as a number from 1 to 8.

    Args:
        word: one token that is not white space.
    """
    if not any(c.isalnum() for c in word):
        return 1
    if any(c.isdigit() for c in word):
        return 3 if any(c.isalpha() for c in word) else 2
    if word.islower():
        return 4
    if word.isupper():
        return 5 if len(word) > 1 else 6
    return 7 if word[1:].islower() else 8


def windows(text: PieceText, most: int = LONGEST - 2) -> list[Range]:
    """Cut a text into runs of whole sentences that the encoder can read; neighbours overlap.

    Args:
        text: the pieces of a text.
        most: the most pieces in a window; a sentence that is longer is cut.
    """
    units = [unit for sentence in text.sentences for unit in _cut(sentence, most)]
    found: list[Range] = []
    start = 0
    while start < len(units):
        end = start
        while end < len(units) and units[end][1] - units[start][0] <= most:
            end += 1
        found.append((units[start][0], units[end - 1][1]))
        if end == len(units):
            break
        reach = units[end - 1][1] - _OVERLAP
        start = next((i for i in range(start + 1, end) if units[i][0] >= reach), end)
    return found


def first_window(text: PieceText) -> PieceText:
    """Return as much of a text as the encoder reads at once, for training.

    Args:
        text: the pieces of a text.
    """
    if len(text.numbers) <= LONGEST:
        return text
    return replace(
        text, numbers=(*text.numbers[: LONGEST - 1], text.numbers[-1]), shapes=(*text.shapes[: LONGEST - 1], 0)
    )


def _cut(sentence: Range, most: int) -> Iterator[Range]:
    start, end = sentence
    yield from ((at, min(at + most, end)) for at in range(start, end, most))


class Encoder:
    """Runs an exported encoder, one window at a time, so that a text's vectors depend on nothing but the text.

    Args:
        network: the ONNX file; inputs `ids`, `shapes` and `positions`, output `vectors`.
        pieces: the vocabulary of pieces, one a line.
    """

    def __init__(self, network: Path, pieces: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # papers are spread over processes instead
        options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        self._session = onnxruntime.InferenceSession(network.read_bytes(), options, providers=["CPUExecutionProvider"])
        self.pieces = load_wordpieces(pieces)

    def encode(self, reading: Reading) -> Encoding:
        """Return the vectors of a text.

        A piece that several windows hold has the vector of the window in which its sentence is farthest from a cut;
        the opening piece has their mean.

        Args:
            reading: the text.
        """
        text = split_text(reading, self.pieces)
        cuts = windows(text) or [(1, 1)]
        parts = [self._run(text, *cut) for cut in cuts]
        if len(cuts) == 1:
            return Encoding(text, parts[0])
        vectors = np.empty((len(text.numbers), parts[0].shape[1]), dtype=np.float32)
        vectors[0] = np.mean([part[0] for part in parts], axis=0)
        vectors[-1] = parts[-1][-1]
        for start, end in text.sentences:
            for here in _cut((start, end), LONGEST - 2):
                best = _deepest(here, cuts, len(text.numbers) - 1)
                offset = 1 - cuts[best][0]
                vectors[here[0] : here[1]] = parts[best][here[0] + offset : here[1] + offset]
        return Encoding(text, vectors)

    def _run(self, text: PieceText, start: int, end: int) -> NDArray[np.float32]:
        numbers = [self.pieces.start, *text.numbers[start:end], self.pieces.end]
        inputs = {
            "ids": np.array(numbers, dtype=np.int64),
            "shapes": np.array([0, *text.shapes[start:end], 0], dtype=np.int64),
            "positions": np.arange(len(numbers), dtype=np.int64),
        }
        vectors: NDArray[np.float32] = self._session.run(["vectors"], inputs)[0]
        return vectors


def _deepest(unit: Range, cuts: Sequence[Range], text_end: int) -> int:
    """Return the index of the window that holds a unit with the most text on its shorter side."""

    def room(cut: Range) -> int:
        if unit[0] < cut[0] or cut[1] < unit[1]:
            return -1
        left = _EDGE if cut[0] == 1 else unit[0] - cut[0]
        right = _EDGE if cut[1] == text_end else cut[1] - unit[1]
        return min(left, right)

    return max(range(len(cuts)), key=lambda i: room(cuts[i]))
