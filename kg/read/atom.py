"""Atom feeds of the arXiv API (info.arxiv.org/help/api), entry by entry; documents with a DOCTYPE are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from lxml import etree

from kg.model import Paper
from kg.read.arxiv_metadata import journal_name
from kg.read.fields import arxiv_of, make_paper
from kg.read.records import CHUNK_LIMIT, BadRecord, Head, Record, RecordError, chunks

_ATOM = "http://www.w3.org/2005/Atom"
_NAMES = {"a": _ATOM, "x": "http://arxiv.org/schemas/atom"}
_FEED = re.compile(r"<feed\b[^<>]*>")
_BORDER = re.compile(r"\s*<entry\b")
_END = re.compile(r"</entry\s*>")
_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def recognise(head: Head) -> bool:
    """Return whether a head is an Atom feed."""
    return head.text.lstrip().startswith("<") and _ATOM in head.text and bool(_FEED.search(head.text))


def read(handle: TextIO) -> Iterator[Record | BadRecord]:
    """Yield the entries of a feed; each is parsed on its own, so that a broken one costs itself only."""
    feed = ""
    for line, chunk in chunks(handle, _BORDER):
        if _DECLARATION.search(chunk):
            yield BadRecord(line, "declares a DOCTYPE or entities, which are not read; remove the declaration")
            return
        feed = feed or "".join(_FEED.findall(chunk)[:1])
        for entry in _entries(chunk):
            try:
                yield Record(line, to_paper(_parsed(feed, entry)))
            except RecordError as error:
                yield BadRecord(line, str(error))


def to_paper(entry: etree._Element) -> Paper:
    """Return the paper that an entry tells of.

    Args:
        entry: an `entry` element.

    Raises:
        RecordError: it has neither title nor summary.
    """
    own_id = _text(entry, "a:id")
    return make_paper(
        id=arxiv_of(own_id) or own_id,
        title=_text(entry, "a:title"),
        abstract=_text(entry, "a:summary") or _text(entry, "a:content"),
        authors=[{"name": name.text} for name in entry.iterfind("a:author/a:name", _NAMES)],
        year=_text(entry, "a:published") or _text(entry, "a:updated"),
        venue=journal_name(_text(entry, "x:journal_ref")),
        doi=_text(entry, "x:doi"),
        arxiv=own_id,
        url=next((link.get("href") for link in entry.iterfind("a:link", _NAMES)), None),
        keywords=[category.get("term") for category in entry.iterfind("a:category", _NAMES)],
    )


def _entries(chunk: str) -> Iterator[str]:
    """Yield the entries that start on one line; what ends none only if nothing else does."""
    *closed, rest = _END.split(chunk)
    for part in closed or [rest]:
        start = part.find("<entry")
        if start >= 0:
            yield part[start:] + "</entry>" * bool(closed)


def _parsed(feed: str, entry: str) -> etree._Element:
    if len(entry) > CHUNK_LIMIT:
        raise RecordError(f"is longer than {CHUNK_LIMIT:,} characters")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(f"{feed}{entry}</feed>".encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        raise RecordError(f"is no well-formed entry: {str(error.msg).partition(', line')[0]}") from error
    found = root.find("a:entry", _NAMES)
    if found is None:
        raise RecordError("is no entry of Atom")
    return found


def _text(entry: etree._Element, path: str) -> str | None:
    found = entry.find(path, _NAMES)
    return found.text if found is not None else None
