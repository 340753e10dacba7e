"""Which of two records gives each field of their paper: by rules that know no order, so that merging is associative."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from kg.model import Author, Paper
from kg.names import fold
from kg.read.likeness import ARXIV_DOI

T = TypeVar("T")
_PREPRINT_SERVERS = frozenset({"arxiv", "arxiv-org", "corr", "biorxiv", "medrxiv", "arxiv-cornell-university"})


def combine(a: Paper, b: Paper) -> Paper:
    """Return the paper that two records of it make; `combine` is associative, commutative and idempotent.

    The longest title that is not all capitals, the longest abstract, the fullest list of authors, the earliest year, a
    publisher's DOI and venue before those of a preprint server, all keywords and references; ties go to the smallest.

    Args:
        a: a record.
        b: another record of the same paper.
    """
    pair = (a, b)
    return Paper(
        id=_best((paper.id for paper in pair), _short) or "",
        title=_best((paper.title for paper in pair), _full_title) or "",
        abstract=_best((paper.abstract for paper in pair), _long) or "",
        authors=_best((paper.authors for paper in pair), _full_authors) or (),
        year=_best((paper.year for paper in pair), int),
        venue=_best((paper.venue for paper in pair), _published_venue),
        doi=_best((paper.doi for paper in pair), _published_doi),
        arxiv=_best((paper.arxiv for paper in pair), _short),
        url=_best((paper.url for paper in pair), _short),
        keywords=_union(a.keywords, b.keywords, str.casefold),
        references=_union(a.references, b.references, str),
    )


def _best(values: Iterable[T | None], key: Callable[[T], Any]) -> T | None:
    """Return the value with the least key among those that say anything."""
    return min((value for value in values if value), key=key, default=None)


def _short(text: str) -> tuple[int, str]:
    return len(text), text


def _long(text: str) -> tuple[int, str]:
    return -len(text), text


def _full_title(title: str) -> tuple[bool, int, str]:
    return title.isupper(), -len(title), title


def _full_authors(authors: tuple[Author, ...]) -> tuple[int, int, int, list[tuple[str, str]]]:
    names = [(author.name, author.orcid or "") for author in authors]
    known = sum(bool(orcid) for _, orcid in names)
    return -len(names), -known, -sum(len(name) for name, _ in names), names


def _published_venue(venue: str) -> tuple[bool, int, str]:
    return fold(venue) in _PREPRINT_SERVERS, -len(venue), venue


def _published_doi(doi: str) -> tuple[bool, str]:
    return doi.startswith(ARXIV_DOI), doi


def _union(first: tuple[str, ...], second: tuple[str, ...], same: Callable[[str], str]) -> tuple[str, ...]:
    """Return one list as it stands if the other adds nothing, else all members, sorted, each once."""
    if first == second or not second:
        return first
    if not first:
        return second
    union: dict[str, str] = {}
    for each in sorted({*first, *second}):
        union.setdefault(same(each), each)
    return tuple(union.values())
