"""Papers as the Semantic Scholar Graph API and its bulk data sets hold them (api.semanticscholar.org)."""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import Paper
from kg.read.fields import make_paper


def matches(record: Mapping[str, object]) -> bool:
    """Return whether a record is a Semantic Scholar paper."""
    return bool({"paperId", "externalIds", "corpusid", "corpusId", "paperAbstract"} & record.keys())


def to_paper(record: Mapping[str, object]) -> Paper:
    """Return the paper that a Semantic Scholar record tells of.

    Args:
        record: a paper with the fields that were asked for.

    Raises:
        RecordError: it has neither title nor abstract, or they are no text.
    """
    outside = record.get("externalIds") or record.get("externalids")
    identifiers = {key.lower(): value for key, value in outside.items()} if isinstance(outside, Mapping) else {}
    return make_paper(
        id=_first(record, "paperId", "corpusId", "corpusid", "id"),
        title=record.get("title"),
        abstract=_first(record, "abstract", "paperAbstract"),
        authors=record.get("authors"),
        year=_first(record, "year", "publicationDate", "publicationdate"),
        venue=_first(record, "venue") or _name(record, "publicationVenue") or _name(record, "journal"),
        doi=identifiers.get("doi") or record.get("doi"),
        arxiv=identifiers.get("arxiv"),
        url=record.get("url"),
        references=_first(record, "references", "outCitations"),
    )


def _first(record: Mapping[str, object], *keys: str) -> object:
    return next((record[key] for key in keys if record.get(key)), None)


def _name(record: Mapping[str, object], key: str) -> object:
    inner = record.get(key)
    return inner.get("name") if isinstance(inner, Mapping) else None
