"""Spans of a text that could name an entity: wide enough to hold nearly all names, narrow enough to be scored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from kg.extract.reading import Reading

DATA = Path(__file__).parent / "data"
MOST_TOKENS = 8

_NOUNS = frozenset("NN NNS NNP NNPS FW XX ADD".split())
_FIRST_TAGS = _NOUNS | frozenset("JJ JJR JJS VBG VBN VB RB CD AFX".split())
_LAST_TAGS = _NOUNS | frozenset("JJ VBG VBN CD VB".split())
_INNER_TAGS = _FIRST_TAGS | frozenset("HYPH POS SYM CC IN RP TO".split())
_INNER_FUNCTION_WORDS = frozenset("of for in to on with from by and or the & as".split())
_MOST_FUNCTION_WORDS = 2
# What may follow a name behind a hyphen: "BERT-based", "human-like".
_HYPHEN_TAILS = frozenset(
    "based like style driven level aware guided free inspired specific type only agnostic enhanced augmented powered"
    " trained related oriented only wise equipped derived generated initialized finetuned tuned related pretrained"
    " inspired centric assisted enabled induced modified".split()
)
_NAME_SHAPE = re.compile(r"(?=.*[A-Z])(?:.*[a-z0-9].*[A-Z]|[A-Z]{2,}|.*\d|[A-Z].*[-_+][A-Z0-9]).*")
# Remnants of LaTeX and brackets without their other half.
_BROKEN = re.compile(r"[\\{}]|\([^)]*$|^[^(]*\)")


@lru_cache(maxsize=1 << 15)
def is_name_shaped(word: str) -> bool:
    """Say whether a word has the shape of a proper name: "BERT", "CodeT5", "GPT-3".

    Args:
        word: one token.
    """
    return _NAME_SHAPE.match(word) is not None


def candidate_spans(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the token spans that may name an entity, by start and then by end.

    Args:
        reading: a tagged text.
    """
    tokens = range(len(reading.words))
    inside = [_may_stand_inside(reading, i) for i in tokens]
    ends = [_may_end(reading, i) for i in tokens]
    for start in tokens:
        if _may_start(reading, start):
            yield from _ends_from(reading, start, inside, ends)


def _ends_from(reading: Reading, start: int, inside: Sequence[bool], ends: Sequence[bool]) -> Iterator[tuple[int, int]]:
    function_words = 0
    for last in range(start, min(start + MOST_TOKENS, len(reading.words))):
        if last > start and not (inside[last] and reading.sentences[last] == reading.sentences[start]):
            return
        function_words += reading.lower[last] in _INNER_FUNCTION_WORDS
        if function_words > _MOST_FUNCTION_WORDS:
            return
        if ends[last] and not _stands_alone(reading, start, last):
            yield start, last + 1


def _may_start(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    if _BROKEN.search(word):
        return False
    if reading.glued[i] and reading.words[i - 1] in {"-", "'", "’", "_", "."}:
        return False
    if not any(c.isalpha() for c in word) and reading.tags[i] != "CD":
        return False
    if reading.lower[i] in stop_words()["first"] and not _joined_next(reading, i):
        return is_name_shaped(word)
    return reading.tags[i] in _FIRST_TAGS or is_name_shaped(word) or _joined_next(reading, i)


def _may_end(reading: Reading, i: int) -> bool:
    word = reading.words[i]
    if _joined_next(reading, i) and reading.lower[min(i + 2, len(reading.words) - 1)] not in _HYPHEN_TAILS:
        return False
    if not any(c.isalnum() for c in word) or reading.lower[i] in stop_words()["last"]:
        return False
    return reading.tags[i] in _LAST_TAGS or is_name_shaped(word) or (i > 0 and reading.words[i - 1] == "-")


def _may_stand_inside(reading: Reading, i: int) -> bool:
    if _BROKEN.search(reading.words[i]):
        return False
    if reading.tags[i] in {"CC", "IN", "TO", "DT", "RP"}:
        return reading.lower[i] in _INNER_FUNCTION_WORDS or reading.glued[i]
    return reading.tags[i] in _INNER_TAGS or reading.words[i] in {"-", "/", "+"} or is_name_shaped(reading.words[i])


def _joined_next(reading: Reading, i: int) -> bool:
    """Say whether a hyphen ties the token to the one behind it."""
    return i + 2 < len(reading.words) and reading.words[i + 1] == "-" and reading.glued[i + 1] and reading.glued[i + 2]


def _stands_alone(reading: Reading, start: int, last: int) -> bool:
    """Say whether the span is one word that alone names nothing."""
    return start == last and reading.lower[start] in stop_words()["alone"]


@cache
def stop_words() -> Mapping[str, frozenset[str]]:
    """Return the words that names never start with, never end with or never consist of, by `first`, `last`, `alone`."""
    table: dict[str, set[str]] = {"first": set(), "last": set(), "alone": set()}
    for line in (DATA / "stopwords.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            place, words = line.split("\t")
            table[place].update(words.split())
    return {place: frozenset(words) for place, words in table.items()}
