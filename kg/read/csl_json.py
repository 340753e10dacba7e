"""CSL-JSON (citationstyles.org, schema 1.0.2) as Zotero exports it, and Crossref works, which have its shape."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.model import Paper
from kg.read.fields import arxiv_of, make_paper, year_of
from kg.read.normalise import clean_markup

_ARXIV_IN_TEXT = re.compile(r"arxiv\s*:\s*(\S+)", re.IGNORECASE)
_ARXIV_KEYS = ("number", "archive_location", "archive-location", "note", "extra", "URL")
_ZOTERO_PLACE = re.compile(r"^https?://zotero\.org/.*/items/")


def matches(record: Mapping[str, object]) -> bool:
    """Return whether a record is a CSL item: it has a type, and a date, a container or names in the form of CSL."""
    authors = record.get("author")
    names = authors[0] if isinstance(authors, list) and authors else None
    has_names = isinstance(names, Mapping) and bool({"family", "literal"} & names.keys())
    has_place = "container-title" in record or isinstance(record.get("issued"), Mapping)
    return isinstance(record.get("type"), str) and (has_names or has_place)


def to_paper(record: Mapping[str, object]) -> Paper:
    """Return the paper that a CSL item tells of.

    Args:
        record: an item; Crossref's has lists where Zotero's has strings.

    Raises:
        RecordError: it has neither title nor abstract, or they are no text.
    """
    own_id = record.get("id")
    return make_paper(
        clean_markup,
        id=_ZOTERO_PLACE.sub("", own_id) if isinstance(own_id, str) else own_id,
        title=record.get("title"),
        abstract=record.get("abstract"),
        authors=record.get("author"),
        year=_year(record),
        venue=record.get("container-title") or record.get("event-title") or record.get("event"),
        doi=record.get("DOI"),
        arxiv=_arxiv(record),
        url=record.get("URL"),
        keywords=record.get("keyword") or record.get("categories") or record.get("subject"),
        references=record.get("reference"),
    )


def _year(record: Mapping[str, object]) -> int | None:
    for key in ("issued", "published", "published-print", "published-online", "created", "year"):
        date = record.get(key)
        if isinstance(date, Mapping):
            date = date.get("date-parts") or date.get("raw") or date.get("literal")
        if year := year_of(date):
            return year
    return None


def _arxiv(record: Mapping[str, object]) -> str | None:
    for key in _ARXIV_KEYS:
        value = record.get(key)
        if isinstance(value, str):
            found = _ARXIV_IN_TEXT.search(value)
            if arxiv := arxiv_of(found.group(1)) if found else arxiv_of(value) if key == "URL" else None:
                return arxiv
    return None
