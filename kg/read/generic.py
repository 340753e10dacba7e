"""Records without a known source: JSON objects and table rows with the usual field names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.model import Paper
from kg.read.fields import make_paper

# Field of a paper → names it goes by, best first, in lower case and without blanks and punctuation.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "paperid", "uid", "key", "citationkey", "citekey", "eid", "utuniquewosid", "recordid"),
    "title": ("title", "papertitle", "articletitle", "documenttitle"),
    "abstract": ("abstract", "abstracttext", "paperabstract", "abstractnote", "summary", "description", "text", "body"),
    "authors": ("authorfullnames", "authors", "author", "creators", "creator", "authornames"),
    "year": ("year", "publicationyear", "pubyear", "published", "publicationdate", "date", "issued", "updatedate"),
    "venue": (
        *("venue", "journal", "journaltitle", "booktitle", "conference", "publicationtitle", "sourcetitle"),
        *("containertitle", "journalbook", "publicationname", "publication", "journalref", "proceeding"),
    ),
    "doi": ("doi", "doiurl", "doilink"),
    "arxiv": ("arxiv", "arxivid", "eprint", "arxivurl"),
    "url": ("url", "urls", "link", "landingpageurl", "absurl", "htmlurl", "paperurl"),
    "keywords": ("keywords", "authorkeywords", "keyword", "tags", "subjects", "manualtags", "topics", "categories"),
    "references": ("references", "referencedworks", "citedreferences", "cites"),
}
TEXT_NAMES = frozenset((*NAMES["title"], *NAMES["abstract"][:4]))
_PUNCTUATION = re.compile(r"[\W_]+")


def matches(record: Mapping[str, object]) -> bool:  # noqa: ARG001
    """Return True: any record may hold the usual names."""
    return True


def to_paper(record: Mapping[str, object]) -> Paper:
    """Return the paper that a record with usual field names tells of.

    Args:
        record: field name, in any spelling of `NAMES`, → value.

    Raises:
        RecordError: it has neither title nor abstract, or they are no text.
    """
    values = {bare_name(name): value for name, value in record.items() if value not in (None, "", [])}
    found = {field: next((values[name] for name in names if name in values), None) for field, names in NAMES.items()}
    url = found["url"]
    return make_paper(**{**found, "url": url[0] if isinstance(url, list) and url else url})


def bare_name(name: str) -> str:
    """Return a field name as `NAMES` spells it ("Publication Year" → "publicationyear").

    Args:
        name: a key of an object, or a cell of a header.
    """
    return _PUNCTUATION.sub("", name).lower()
