"""RIS, record by record, so that a broken record costs itself only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TextIO

import rispy
from rispy.parser import ParseError

from kg.model import Paper
from kg.read.fields import arxiv_of, make_paper
from kg.read.records import CHUNK_LIMIT, BadRecord, Head, Record, RecordError, chunks

_BORDER = re.compile(r"\s*(?:TY|ER) {1,2}-")
_START = re.compile(r"TY {1,2}-")
_END = re.compile(r"^\s*ER {1,2}-")
_TAG = re.compile(r"^([A-Z][A-Z0-9]) {1,2}- ?")
_TITLE = ("title", "primary_title")
_ABSTRACT = ("abstract", "notes_abstract")
_AUTHORS = ("authors", "first_authors")
_YEAR = ("year", "publication_year", "date")
_VENUE = ("journal_name", "alternate_title3", "secondary_title", "alternate_title2", "alternate_title1", "custom3")
_ID = ("id", "accession_number")


def recognise(head: Head) -> bool:
    """Return whether a head holds a RIS record."""
    named = head.name.lower().endswith(".ris") or bool(_START.match(head.text.lstrip()))
    return named and any(_START.match(line.strip()) for line in head.text.split("\n"))


def read(handle: TextIO) -> Iterator[Record | BadRecord]:
    """Yield the records of a RIS source."""
    for line, chunk in chunks(handle, _BORDER):
        if any(_TAG.match(line.strip()) for line in _END.sub("", chunk).split("\n")):
            try:
                yield Record(line, to_paper(_parsed(chunk)))
            except RecordError as error:
                yield BadRecord(line, str(error))


def to_paper(record: Mapping[str, object]) -> Paper:
    """Return the paper that a RIS record tells of.

    Args:
        record: field name → value, as rispy returns it.

    Raises:
        RecordError: it has neither title nor abstract.
    """
    urls = record.get("urls")
    addresses = [url for url in urls if isinstance(url, str)] if isinstance(urls, list) else []
    return make_paper(
        id=_first(record, _ID),
        title=_first(record, _TITLE),
        abstract=_first(record, _ABSTRACT),
        authors=_first(record, _AUTHORS),
        year=_first(record, _YEAR),
        venue=_first(record, _VENUE),
        doi=record.get("doi"),
        arxiv=next(filter(None, map(arxiv_of, addresses)), None),
        url=addresses[0] if addresses else None,
        keywords=record.get("keywords"),
    )


def _parsed(chunk: str) -> Mapping[str, object]:
    lines = [_TAG.sub(r"\1  - ", line.strip()) for line in chunk.split("\n")]
    if not _START.match(lines[0]):
        raise RecordError("stands outside of a RIS record, which TY opens and ER closes")
    if len(chunk) > CHUNK_LIMIT:
        raise RecordError(f"is longer than {CHUNK_LIMIT:,} characters")
    try:
        records = rispy.loads("\n".join([*lines, "ER  - "]))
    except (ParseError, LookupError, TypeError, AttributeError) as error:
        raise RecordError(f"is no RIS record: {error}") from error
    if not records:
        raise RecordError("is no RIS record")
    found: Mapping[str, object] = records[0]
    return found


def _first(record: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((record[name] for name in names if record.get(name)), None)
