"""Words as the pieces that an encoder was pre-trained on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_PARTS = re.compile(r"[^\W_]+|\S")


class WordPieces:
    """Splits words greedily into the longest known pieces (WordPiece; Schuster and Nakajima 2012, uncased as in BERT).

    Args:
        pieces: the known pieces by their number; those that continue a word begin with `##`.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self.start, self.end, self._unknown = (self._numbers[name] for name in (CLS, SEP, UNKNOWN))
        self._split = lru_cache(maxsize=1 << 16)(self._split_word)

    def split(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's pieces; one at least.

        Args:
            word: one token, as it stands.
        """
        return self._split(word)

    def _split_word(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        numbers = [number for part in _PARTS.findall(plain) for number in self._split_part(part)]
        return tuple(numbers) or (self._unknown,)

    def _split_part(self, part: str) -> list[int]:
        numbers: list[int] = []
        start = 0
        while start < len(part):
            end = next((end for end in range(len(part), start, -1) if _piece(part, start, end) in self._numbers), None)
            if end is None:
                return [self._unknown]
            numbers.append(self._numbers[_piece(part, start, end)])
            start = end
        return numbers


def _piece(part: str, start: int, end: int) -> str:
    return ("##" if start else "") + part[start:end]


def load_wordpieces(path: Path) -> WordPieces:
    """Read a vocabulary of pieces.

    Args:
        path: one piece a line, in the order of their numbers.
    """
    return WordPieces(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"))
