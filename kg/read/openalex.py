"""Works as the OpenAlex API and its snapshots hold them (docs.openalex.org, Work object)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.model import Paper
from kg.read.fields import arxiv_of, make_paper
from kg.read.normalise import clean_markup

_PREFIX = "https://openalex.org/"


def matches(record: Mapping[str, object]) -> bool:
    """Return whether a record is an OpenAlex work."""
    own_id = record.get("id")
    return "abstract_inverted_index" in record or (isinstance(own_id, str) and own_id.startswith(_PREFIX + "W"))


def to_paper(record: Mapping[str, object]) -> Paper:
    """Return the paper that an OpenAlex work tells of.

    Args:
        record: a work; `select=` may have left fields out.

    Raises:
        RecordError: it has neither title nor abstract, or they are no text.
    """
    location = _mapping(record.get("primary_location"))
    source = _mapping(location.get("source")) or _mapping(record.get("host_venue"))
    return make_paper(
        clean_markup,
        id=_short(record.get("id")),
        title=record.get("title") or record.get("display_name"),
        abstract=plain_abstract(record.get("abstract_inverted_index")) or record.get("abstract"),
        authors=record.get("authorships"),
        year=record.get("publication_year") or record.get("publication_date"),
        venue=source.get("display_name"),
        doi=record.get("doi") or _mapping(record.get("ids")).get("doi"),
        arxiv=next(_arxiv_ids(location, record.get("locations")), None),
        url=location.get("landing_page_url"),
        keywords=record.get("keywords") or record.get("concepts"),
        references=[_short(work) for work in _list(record.get("referenced_works"))],
    )


def plain_abstract(index: object) -> str:
    """Return the text of an inverted index.

    Args:
        index: word → the positions (from 0) where it stands; entries of another shape are left out.
    """
    places = (
        (position, word)
        for word, positions in _mapping(index).items()
        for position in _list(positions)
        if isinstance(position, int)
    )
    return " ".join(word for _, word in sorted(places))


def _arxiv_ids(*places: object) -> Iterator[str]:
    for place in (inner for outer in places for inner in (_list(outer) or [outer])):
        for name in ("landing_page_url", "pdf_url"):
            if arxiv := arxiv_of(_mapping(place).get(name)):
                yield arxiv


def _short(identifier: object) -> object:
    return identifier.removeprefix(_PREFIX) if isinstance(identifier, str) else identifier


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
