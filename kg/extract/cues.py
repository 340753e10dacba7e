"""Cue words: the verbs and nouns by which authors say what they do, in classes kept as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def cue_class(word: str) -> str:
    """Return the class of a word, or nothing.

    Args:
        word: one lower-case word.

    Returns:
        The class of the longest stem of `data/cues.tsv` that the word starts with; stems of up to four letters must be
        the whole word or be followed by an inflection.
    """
    for size in range(len(word), 1, -1):
        name = _stems().get(word[:size], "")
        if name and (size > 4 or word[size:] in _INFLECTIONS):
            return name
    return ""


_INFLECTIONS = frozenset(("", "e", "es", "ed", "s", "ing", "y", "ies", "ied", "er", "ting", "t", "es", "ning"))


@cache
def _stems() -> dict[str, str]:
    table = files("kg.extract").joinpath("data/cues.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return {stem: name for name, stems in rows for stem in stems.split()}
