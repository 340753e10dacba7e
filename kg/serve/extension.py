"""What a matched table can be extended with: the properties of papers and entities, and their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import Entity, Paper, PaperNode
from kg.rdf.claims import LINK_TERMS
from kg.rdf.namespace import BIBO, DCTERMS, KG, RDF, SKOS
from kg.rdf.stored import StoredGraph
from kg.schema import RelationType, Role
from kg.serve.catalogue import Catalogue
from kg.view.wording import WORDING

_MOST = 100  # values of one thing

Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Property:
    """A column.

    Args:
        id: IRI of the property.
        name: its heading.
        of_papers: whether papers have it, else entities.
        values: yields what a thing has.
    """

    id: str
    name: str
    of_papers: bool
    values: Callable[[StoredGraph, str], Iterator[Value]]


def values_of(catalogue: Catalogue, iri: str, prop: Property) -> list[Value]:
    """Return the values of a property of a thing; none where it is unknown or of another kind.

    Args:
        catalogue: where it is looked up.
        iri: of the thing.
        prop: the property.
    """
    graph = catalogue.graph
    if iri not in graph or not isinstance(graph.node(iri), PaperNode if prop.of_papers else Entity):
        return []
    return [value for value, _ in zip(prop.values(graph, iri), range(_MOST), strict=False)]


def _of_entity(read: Callable[[Entity], Iterator[Value]]) -> Callable[[StoredGraph, str], Iterator[Value]]:
    def values(graph: StoredGraph, iri: str) -> Iterator[Value]:
        node = graph.node(iri)
        return read(node) if isinstance(node, Entity) else iter(())

    return values


def _of_paper(read: Callable[[Paper], Iterator[Value]]) -> Callable[[StoredGraph, str], Iterator[Value]]:
    def values(graph: StoredGraph, iri: str) -> Iterator[Value]:
        node = graph.node(iri)
        return read(node.paper) if isinstance(node, PaperNode) else iter(())

    return values


def _linked(predicate: str) -> Callable[[StoredGraph, str], Iterator[Value]]:
    """What a predicate leads to, by name."""

    def values(graph: StoredGraph, iri: str) -> Iterator[Value]:
        ends = {edge.object for edge in graph.edges_at(iri, (predicate,)) if edge.subject == iri}
        named = sorted((graph.name(end), end) for end in ends)
        return ({"id": end, "name": name} for name, end in named)

    return values


def _texts(*found: str | None) -> Iterator[Value]:
    return ({"str": text} for text in found if text)


_ENTITY = (
    Property(str(RDF.type), "kind", False, _of_entity(lambda entity: iter([{"str": entity.type.value}]))),
    Property(str(SKOS.altLabel), "other names", False, _of_entity(lambda entity: _texts(*entity.aliases))),
    Property(str(SKOS.exactMatch), "the same elsewhere", False, _of_entity(lambda entity: _texts(*entity.exact_match))),
    Property(str(KG.support), "number of papers", False, _of_entity(lambda entity: iter([{"int": entity.papers}]))),
    *(
        Property(str(LINK_TERMS[name]), WORDING[name].forward, False, _linked(name))
        for name in ("broader", "inferredBroader")
    ),
    *(Property(str(KG[name.value]), WORDING[name].forward, False, _linked(name.value)) for name in RelationType),
)
_PAPER = (
    Property(
        str(DCTERMS.issued), "year", True, _of_paper(lambda paper: iter([{"int": paper.year}] if paper.year else []))
    ),
    Property(str(BIBO.doi), "DOI", True, _of_paper(lambda paper: _texts(paper.doi))),
    Property(str(DCTERMS.creator), "authors", True, _of_paper(lambda paper: _texts(*(a.name for a in paper.authors)))),
    Property(str(DCTERMS.isPartOf), "venue", True, _of_paper(lambda paper: _texts(paper.venue))),
    *(Property(str(KG[name.value]), WORDING[name].forward, True, _linked(name.value)) for name in Role),
)
PROPERTIES: Mapping[str, Property] = {prop.id: prop for prop in (*_ENTITY, *_PAPER)}
"""The properties, by IRI."""
