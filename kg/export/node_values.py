"""What the property graph says of each kind of node, and how its text is shown.

All text is legal in XML 1.0 and stands on one line; names and sentences are shown without LaTeX remnants.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from kg.export.columns import Value
from kg.model import Entity, Evidence, GraphReader, Node, PaperNode, Person, Reference, Result, Venue
from kg.names import clean_latex
from kg.settings import Settings, TextPolicy

Found = Mapping[str, Value | None]
Flat = tuple[tuple[str, ...], Found]

BEST_SENTENCES = 5
_LAST_YEAR = 9999
_CONFIDENCE_DIGITS = 3
_LATEX = frozenset("\\{$")  # without one of these, cleaning LaTeX changes nothing
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@lru_cache(maxsize=65536)
def display_text(text: str) -> str:
    """Return a text as every property-graph format shows it: no LaTeX, one line, legal in XML 1.0.

    Args:
        text: a name, a title or a sentence.

    Returns:
        The text itself, made legal, where cleaning LaTeX leaves nothing.
    """
    legal = legal_text(text)
    if _LATEX.isdisjoint(legal):
        return legal
    return " ".join(clean_latex(legal).split()) or legal


def legal_text(text: str) -> str:
    """Return a text on one line without the characters that XML 1.0 (W3C, production 2) forbids.

    Args:
        text: any string, lone surrogates included.
    """
    return " ".join(_NOT_XML.sub("", text).split())


def sentence_values(found: Iterable[Evidence], settings: Settings) -> dict[str, Value | None]:
    """Return the best few different sentences, and how many places there are.

    Args:
        found: evidence, best first.
        settings: how much text is published.
    """
    places = {(item.paper, item.start, item.end): item.sentence for item in found}
    distinct = dict.fromkeys(display_text(sentence) for sentence in places.values())
    best = tuple(islice(filter(None, distinct), BEST_SENTENCES))
    return {"sentences": None if settings.text is TextPolicy.NONE else best, "sentence_count": len(places)}


def confidence_value(number: float) -> float:
    """Return a confidence with three digits."""
    return round(float(number), _CONFIDENCE_DIGITS)


def _texts(texts: Iterable[str], clean: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(sorted({clean(text) for text in texts} - {""}))


def _paper(node: PaperNode, graph: GraphReader, settings: Settings) -> Flat:
    del graph
    paper = node.paper
    return ("Paper",), {
        "name": display_text(paper.title) or legal_text(paper.id),
        "source_id": legal_text(paper.id),
        "authors": tuple(filter(None, (display_text(author.name) for author in paper.authors))),
        "year": paper.year if paper.year is not None and 0 < paper.year <= _LAST_YEAR else None,
        "doi": legal_text(paper.doi or ""),
        "arxiv": legal_text(paper.arxiv or ""),
        "url": legal_text(paper.url or ""),
        "keywords": _texts(paper.keywords, display_text),
        "abstract": display_text(paper.abstract) if settings.text is TextPolicy.FULL else None,
    }


def _entity(entity: Entity, graph: GraphReader, settings: Settings) -> Flat:
    del graph, settings
    name = display_text(entity.name)
    return ("Entity", entity.type.value), {
        "name": name,
        "key": legal_text(entity.key),
        "aliases": tuple(alias for alias in _texts(entity.aliases, display_text) if alias != name),
        "types": tuple(f"{type_.value}={papers}" for type_, papers in entity.types),
        "paper_count": entity.papers,
        "mention_count": entity.mentions,
        "concept": legal_text(entity.concept or ""),
        "exact_match": _texts(entity.exact_match, legal_text),
    }


def _result(result: Result, graph: GraphReader, settings: Settings) -> Flat:
    published = settings.text is not TextPolicy.NONE
    value = display_text(result.value)
    return ("Result",), {
        "name": (display_text(result.text) if published else "") or value,
        "value": value,
        "number": float(result.number) if result.number is not None and math.isfinite(result.number) else None,
        "unit": display_text(result.unit),
        "confidence": confidence_value(result.confidence),
        **sentence_values(graph.evidence(result.iri), settings),
    }


def _person(person: Person, graph: GraphReader, settings: Settings) -> Flat:
    del graph, settings
    return ("Person",), {"name": display_text(person.name), "orcid": legal_text(person.orcid or "")}


def _venue(venue: Venue, graph: GraphReader, settings: Settings) -> Flat:
    del graph, settings
    return ("Venue",), {"name": display_text(venue.name)}


_REGISTERS = {"doi": "doi", "arxiv": "arxiv", "id": "source_id"}


def _reference(reference: Reference, graph: GraphReader, settings: Settings) -> Flat:
    del graph, settings
    register, _, identifier = legal_text(reference.reference).partition(":")
    found: dict[str, Value | None] = {"name": legal_text(reference.reference)}
    return ("Reference",), found | ({_REGISTERS[register]: identifier} if register in _REGISTERS else {})


FLATTENERS: dict[type[Node], Callable[[Any, GraphReader, Settings], Flat]] = {
    PaperNode: _paper,
    Entity: _entity,
    Result: _result,
    Person: _person,
    Venue: _venue,
    Reference: _reference,
}
