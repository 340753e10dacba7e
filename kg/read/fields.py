"""Loose values of any source, made into the typed fields of a paper.

Every function takes whatever a parser may return and never raises, but for a title or an abstract of a wrong type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from kg.model import Paper
from kg.read.normalise import clean_line, clean_text
from kg.read.people import authors_of
from kg.read.records import RecordError

_DOI = re.compile(r"^(?:https?://)?(?:(?:www\.|dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_ARXIV = re.compile(
    r"^(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|oai:arxiv\.org:|arxiv\s*:\s*|10\.48550/arxiv\.)*"
    r"(\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?/?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_KEYWORD_BORDER = re.compile(r"[;|\n]|,(?!\d)")
_REFERENCE_KEYS = ("doi", "DOI", "arxiv", "arxivId", "ArXiv", "ArXivId", "paperId", "id")
_NAME_KEYS = ("display_name", "keyword", "name", "term", "tag", "value")
_LONGEST_TITLE = 2000  # characters; longer names are text gone astray
_TYPE_NAMES = {bool: "a truth value", int: "a number", float: "a number", dict: "an object", list: "a mixed list"}
Clean = Callable[[str], str]


def make_paper(
    clean: Clean = clean_text,
    /,
    *,
    id: object = None,  # noqa: A002
    title: object = None,
    abstract: object = None,
    authors: object = None,
    year: object = None,
    venue: object = None,
    doi: object = None,
    arxiv: object = None,
    url: object = None,
    keywords: object = None,
    references: object = None,
) -> Paper:
    """Make a paper of loose values, all normalised.

    Args:
        clean: what normalises a title and an abstract; `clean_markup` where the source writes HTML or JATS.
        id: the source's own id, if it has one.
        title: a string, or a list whose first string counts.
        abstract: a string, or a list of paragraphs.
        authors: see `kg.read.people.authors_of`.
        year: a number, or a string that holds a year or a date.
        venue: where it was published.
        doi: with or without a resolver.
        arxiv: with or without prefix and version.
        url: an address.
        keywords: a list, or a string with separators.
        references: a list of identifiers, or of records that hold one.

    Raises:
        RecordError: title or abstract are no text, or both are empty.
    """
    title_text = clean_line(clean("".join(_text(title, "title")[:1])))
    abstract_text = clean("\n\n".join(_text(abstract, "abstract")))
    if not title_text and not abstract_text:
        raise RecordError("has neither title nor abstract")
    if len(title_text) > _LONGEST_TITLE:
        raise RecordError(f"its title is longer than {_LONGEST_TITLE:,} characters")
    address = clean_line(url) if isinstance(url, str) else ""
    found_doi = doi_of(doi) or doi_of(url) or doi_of(id)
    return Paper(
        id=id_of(id),
        title=title_text,
        abstract=abstract_text,
        authors=authors_of(authors),
        year=year_of(year),
        venue=first_line(venue, clean),
        doi=found_doi,
        arxiv=arxiv_of(arxiv) or arxiv_of(found_doi) or arxiv_of(url),
        url=address or None,
        keywords=names_of(keywords, clean),
        references=references_of(references),
    )


def _text(value: object, field: str) -> list[str]:
    parts = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(part, str) for part in parts):
        raise RecordError(f"its {field} is not text but {_TYPE_NAMES.get(type(value), type(value).__name__)}")
    return [part for part in parts if isinstance(part, str) and part.strip()]


def first_line(value: object, clean: Clean = clean_text) -> str | None:
    """Return a name as one line, of a string or a list whose first string counts; None if there is none or no end."""
    candidates = value if isinstance(value, list) else [value]
    text = next((part for part in candidates if isinstance(part, str) and part.strip()), "")
    line = clean_line(clean(text[: 2 * _LONGEST_TITLE]))
    return line if 0 < len(line) <= _LONGEST_TITLE else None


def id_of(value: object) -> str:
    """Return a source's own id as a string; empty where there is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return _whole_number(value)
    return clean_line(value) if isinstance(value, str) else ""


def _whole_number(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # Python refuses to write out numbers of thousands of digits
        return ""


def doi_of(value: object) -> str | None:
    """Return a DOI in lower case without resolver or prefix; None if it is none."""
    if not isinstance(value, str):
        return None
    text = unquote(value, errors="replace") if "://" in value else value
    found = _DOI.match(clean_line(text))
    return clean_line(found.group(1).lower()).rstrip(".,;") if found else None


def arxiv_of(value: object) -> str | None:
    """Return an arXiv id without prefix, subject class and version; None if it is none."""
    found = _ARXIV.match(clean_line(value)) if isinstance(value, str) else None
    if not found:
        return None
    archive, slash, number = found.group(1).lower().rpartition("/")
    return archive.partition(".")[0] + slash + number


def year_of(value: object) -> int | None:
    """Return the year that a number, a date or a list of dates starts with, from 1500 to 2099."""
    while isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str):
        found = _YEAR.search(value)
        return int(found.group(1)) if found else None
    return int(value) if 1500 <= value < 2100 else None


def names_of(value: object, clean: Clean = clean_text) -> tuple[str, ...]:
    """Return keywords, each once, in their order, of a list of strings or records, or of a string with separators."""
    if isinstance(value, str):
        value = _KEYWORD_BORDER.split(value)
    parts = value if isinstance(value, list) else []
    names: dict[str, str] = {}
    for part in parts:
        if name := first_line(_member(part, _NAME_KEYS), clean):
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def references_of(value: object) -> tuple[str, ...]:
    """Return references as `doi:…`, `arxiv:…` or `id:…`, each once, in their order.

    Args:
        value: a list of identifiers or of records that hold one, or a string of identifiers; free text is left out.
    """
    if isinstance(value, str):
        value = re.split(r"[;,\s]+", value)
    parts = value if isinstance(value, list) else []
    return tuple(dict.fromkeys(reference for part in parts if (reference := _reference(part))))


def _reference(part: object) -> str | None:
    if isinstance(part, Mapping) and isinstance(outside := part.get("externalIds"), Mapping):
        part = {"paperId": part.get("paperId"), **outside}
    text = id_of(_member(part, _REFERENCE_KEYS))
    if not text.removeprefix("id:") or " " in text:
        return None
    if arxiv := arxiv_of(text):
        return f"arxiv:{arxiv}"
    if doi := doi_of(text):
        return f"doi:{doi}"
    return text if text.startswith("id:") else f"id:{text}"


def _member(part: object, keys: tuple[str, ...]) -> object:
    if not isinstance(part, Mapping):
        return part
    return next((part[key] for key in keys if part.get(key)), None)
