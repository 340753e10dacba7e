"""Records of the arXiv metadata dump (JSON Lines, one e-print a line)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.model import Paper
from kg.read.fields import arxiv_of, make_paper
from kg.read.latex import decode_bibtex
from kg.read.people import split_names

_MARKS = frozenset({"journal-ref", "authors_parsed", "update_date", "report-no", "submitter"})
_AFFILIATION = re.compile(r"\([^()]*\)")
_ISSUE = re.compile(r"[\s,;:]{0,9}[\[(]?(?:\d|\b(?:vol|no|pp|volume|pages)\b)", re.IGNORECASE)
_UNFINISHED = re.compile(r"\b(?:the|of|on|in|and|for|proceedings|proc\.?)$", re.IGNORECASE)


def matches(record: Mapping[str, object]) -> bool:
    """Return whether a record is one of the arXiv metadata dump."""
    return len(_MARKS & record.keys()) > 1 or ("categories" in record and arxiv_of(record.get("id")) is not None)


def to_paper(record: Mapping[str, object]) -> Paper:
    """Return the paper that an arXiv record tells of; its year is that of the first version.

    Args:
        record: one line of the dump.

    Raises:
        RecordError: it has neither title nor abstract, or they are no text.
    """
    categories = record.get("categories")
    return make_paper(
        id=record.get("id"),
        title=record.get("title"),
        abstract=record.get("abstract"),
        authors=_parsed_authors(record.get("authors_parsed")) or _listed_authors(record.get("authors")),
        year=_first_version(record.get("versions")) or record.get("update_date"),
        venue=journal_name(record.get("journal-ref")),
        doi=record.get("doi"),
        arxiv=record.get("id"),
        keywords=categories.split() if isinstance(categories, str) else categories,
    )


def journal_name(reference: object) -> str | None:
    """Return the journal of a journal reference ("Phys.Rev.D76:013009,2007" → "Phys.Rev.D").

    Args:
        reference: free text; where the name cannot be told from volume and pages, all of it is the name.
    """
    if not isinstance(reference, str):
        return None
    found = _ISSUE.search(reference)
    name = reference[: found.start()].strip() if found else reference
    return reference if len(name) < 3 or _UNFINISHED.search(name) else name


def _parsed_authors(value: object) -> list[object]:
    rows = value if isinstance(value, list) else []
    parsed = []
    for row in rows:
        if isinstance(row, list) and all(isinstance(part, str) for part in row):
            family, given, suffix = [decode_bibtex(part) for part in [*row, "", "", ""][:3]]
            parsed.append({"family": family, "given": given, "suffix": suffix})
    return list(parsed)


def _listed_authors(value: object) -> object:
    if not isinstance(value, str):
        return value
    return list(split_names(_AFFILIATION.sub("", decode_bibtex(value))))


def _first_version(value: object) -> object:
    first = value[0] if isinstance(value, list) and value else None
    return first.get("created") if isinstance(first, Mapping) else None
