"""The way back: a graph read whole from the store that a build published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.errors import GraphError
from kg.graph.assemble import gather_statements
from kg.graph.evidence import Assertion
from kg.graph.knowledge_graph import KnowledgeGraph, make_graph
from kg.iris import Iris
from kg.model import Link, Node, Result
from kg.rdf.claims import LINK_TERMS
from kg.rdf.namespace import KG, RDF
from kg.rdf.records import Facts, RecordReader, values_of
from kg.settings import Settings

_LINKS = {str(term): predicate for predicate, term in LINK_TERMS.items()}


def open_store(path: Path) -> Store:
    """Open the store of a build, read-only.

    Args:
        path: the store's folder.

    Raises:
        GraphError: there is no store, or it cannot be read.
    """
    try:
        return Store.read_only(str(path))
    except OSError as error:
        raise GraphError(f"{path} is no store that can be read ({error}); build the graph again") from error


def read_graph(path: Path, settings: Settings) -> KnowledgeGraph:
    """Read a graph back from an on-disk store, opened read-only.

    Args:
        path: the store's folder.
        settings: the base IRI that the graph was built with.

    Returns:
        The graph as published: offsets are true, but without the full texts (`--text sentence` or `none`) papers have
        no abstract, and evidence may have no sentence.

    Raises:
        GraphError: there is no store, or it cannot be read.
    """
    return graph_from_store(open_store(path), settings)


def graph_from_store(store: Store, settings: Settings) -> KnowledgeGraph:
    """Read a graph back from a store.

    Args:
        store: holds the data set that `kg.rdf.dataset.iter_quads` yields.
        settings: the base IRI that the graph was built with.
    """
    plain, stated = _facts(store, plain=True), _facts(store, plain=False)
    reader = RecordReader(lambda iri: plain.get(iri, {}), lambda iri: stated.get(iri, {}), Iris(settings.base))
    statements = (facts for facts in stated.values() if str(KG.Statement) in values_of(facts, RDF.type))
    assertions = [assertion for facts in statements for assertion in reader.assertions(facts)]
    nodes = list(_nodes(reader, sorted(plain), assertions))
    affirmed, denied, evidence = gather_statements(assertions)
    evidence |= {node.iri: tuple(reader.result_evidence(node.iri)) for node in nodes if isinstance(node, Result)}
    return make_graph(nodes, [*affirmed, *_links(reader, plain)], evidence, denied)


def _facts(store: Store, *, plain: bool) -> dict[str, Facts]:
    """All facts of the default graph, or of the papers' graphs, by subject and predicate."""
    facts: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph() if plain else None):
        inside = plain or isinstance(quad.graph_name, NamedNode)
        if inside and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            facts[quad.subject.value][quad.predicate.value].append(quad.object)
    return facts


def _nodes(reader: RecordReader, iris: Iterable[str], assertions: Iterable[Assertion]) -> Iterator[Node]:
    papers: dict[str, set[str]] = defaultdict(set)
    for assertion in assertions:
        papers[assertion.object].add(assertion.evidence.paper)
        papers[assertion.subject].add(assertion.evidence.paper)
    found = (reader.node(iri, len(papers[iri])) for iri in iris)
    return (node for node in found if node is not None)


def _links(reader: RecordReader, plain: dict[str, Facts]) -> Iterator[Link]:
    for subject, facts in plain.items():
        for term, objects in facts.items():
            if predicate := _LINKS.get(term):
                yield from (reader.link(subject, predicate, end.value) for end in objects)
