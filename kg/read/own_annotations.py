"""Papers out of our own annotation files: one annotated paper a line."""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import Paper
from kg.read.fields import make_paper

_FIELDS = ("id", "title", "abstract", "authors", "year", "venue", "doi", "arxiv", "url", "keywords", "references")


def matches(record: Mapping[str, object]) -> bool:
    """Return whether a record is an annotated paper."""
    return isinstance(record.get("entities"), list) and isinstance(record.get("relations"), list)


def to_paper(record: Mapping[str, object]) -> Paper:
    """Return the paper of an annotation, as it stands.

    Args:
        record: one line of `annotations.jsonl`.

    Raises:
        RecordError: it has neither title nor abstract, or they are no text.
    """
    return make_paper(**{field: record.get(field) for field in _FIELDS})
