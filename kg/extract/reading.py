"""A document as plain lists, which is what candidates and features are read from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a document, column by column.

    Args:
        text: the whole text.
        words: each token as it stands.
        lower: the same in lower case.
        tags: Penn Treebank tags.
        starts: offset of each token's first character.
        ends: offset after its last character.
        glued: whether the token follows the one before it without a space.
        sentences: number of the sentence that holds the token.
        title_end: where the title ends in the text, 0 where there is none.
    """

    text: str
    words: tuple[str, ...]
    lower: tuple[str, ...]
    tags: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    glued: tuple[bool, ...]
    sentences: tuple[int, ...]
    title_end: int

    def slice(self, start: int, end: int) -> str:
        """Return the text of the tokens from `start` to before `end`."""
        return self.text[self.starts[start] : self.ends[end - 1]]


def reading_of(doc: Doc) -> Reading:
    """Return a tagged document with sentence borders as plain lists, made once per document.

    Args:
        doc: what tagger and sentence splitter have seen.
    """
    if doc._.reading is None:
        doc._.reading = _read(doc)
    reading: Reading = doc._.reading
    return reading


def _read(doc: Doc) -> Reading:
    rows = [(token.text, token.idx, token.tag_, bool(token.is_sent_start)) for token in doc]
    words, starts, tags, borders = (tuple(column) for column in zip(*rows, strict=True)) if rows else ((), (), (), ())
    ends = tuple(start + len(word) for start, word in zip(starts, words, strict=True))
    return Reading(
        text=doc.text,
        words=words,
        lower=tuple(word.lower() for word in words),
        tags=tags,
        starts=starts,
        ends=ends,
        glued=tuple(i > 0 and starts[i] == ends[i - 1] for i in range(len(words))),
        sentences=tuple(number - 1 for number in accumulate(borders)),
        title_end=doc._.title_end,
    )
