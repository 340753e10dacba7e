"""Whether two records can be one paper: what makes their texts different, and what speaks against a shared title."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import Author, Paper
from kg.names import fold

_SHINGLE = 3  # words
_NEAR = 0.5  # share of the shorter abstract's shingles that the other has too
_ALIKE = 0.5  # share of the shorter title's words that the other has too
_WORD = re.compile(r"\w+")
ARXIV_DOI = "10.48550/arxiv."


def near(first: str, second: str) -> bool:
    """Return whether two abstracts are versions of one, cut or slightly changed.

    By the containment of word shingles (Broder 1997, On the resemblance and containment of documents).

    Args:
        first: an abstract.
        second: another.
    """
    return first == second or _containment(_shingles(first), _shingles(second)) >= _NEAR


def different_works(a: Paper, b: Paper) -> bool:
    """Return whether two records that share a DOI or an arXiv id are two papers all the same.

    So it is where one DOI is given to all papers of a volume: nothing of title, abstract and authors agrees.

    Args:
        a: a record.
        b: another record.
    """
    if not _unlike_titles(a, b):
        return False
    return not near(a.abstract, b.abstract) if a.abstract and b.abstract else not _share_authors(a, b)


def different_texts(a: Paper, b: Paper) -> bool:
    """Return whether two records that share a source's id have different texts.

    Args:
        a: a record.
        b: another record.
    """
    if a.abstract and b.abstract:
        return not near(a.abstract, b.abstract)
    return _unlike_titles(a, b)


def contradict(a: Paper, b: Paper) -> bool:
    """Return whether something speaks against two records of one title being one paper.

    Abstracts that are not near, years more than one apart, disjoint authors, or different identifiers with neither
    abstract nor author in common.

    Args:
        a: a record.
        b: another record.
    """
    if a.year and b.year and abs(a.year - b.year) > 1:
        return True
    if a.authors and b.authors and not _share_authors(a, b):
        return True
    if a.abstract and b.abstract:
        return not near(a.abstract, b.abstract)
    return _other_identifiers(a, b) and not _share_authors(a, b)


def _other_identifiers(a: Paper, b: Paper) -> bool:
    published = [paper.doi for paper in (a, b) if paper.doi and not paper.doi.startswith(ARXIV_DOI)]
    preprints = [paper.arxiv for paper in (a, b) if paper.arxiv]
    return len(set(published)) > 1 or len(set(preprints)) > 1


def _unlike_titles(a: Paper, b: Paper) -> bool:
    if not a.title or not b.title:
        return False
    return _containment(frozenset(fold(a.title).split("-")), frozenset(fold(b.title).split("-"))) < _ALIKE


def _share_authors(a: Paper, b: Paper) -> bool:
    return bool(_name_words(a.authors) & _name_words(b.authors))


@lru_cache(maxsize=256)
def _name_words(authors: tuple[Author, ...]) -> frozenset[str]:
    words = frozenset(word for author in authors for word in fold(author.name).split("-"))
    return frozenset(word for word in words if len(word) > 1) or words


@lru_cache(maxsize=256)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def _containment(first: frozenset[object], second: frozenset[object]) -> float:
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0
