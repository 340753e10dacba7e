"""Walking the graph: neighbours of a node, and the shortest ways between two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from kg.errors import GraphError
from kg.graph.find import node_name
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Evidence, Link, Node, Statement
from kg.schema import InferenceRule, RelationType, Role

Edge = Statement | Link

# What a step costs: a stated relation is the best explanation, a bare mention the weakest.
_COSTS = {Role.MENTIONS.value: 2.0, "broader": 1.5, "inferredBroader": 2.0, "author": 2.0, "venue": 3.0}


@dataclass(frozen=True, slots=True)
class Step:
    """One edge as walked; `forward` is False where it was walked against its direction."""

    source: Node
    edge: Edge
    target: Node
    forward: bool
    evidence: tuple[Evidence, ...]

    @property
    def reading(self) -> tuple[str, str, str]:
        """Subject, predicate and object by name, in the direction of the edge."""
        ends = (node_name(self.source), node_name(self.target))
        subject, obj = ends if self.forward else ends[::-1]
        return subject, self.edge.predicate, obj


def neighbors(graph: KnowledgeGraph, iri: str) -> tuple[Step, ...]:
    """Return all edges at a node.

    Args:
        graph: the graph.
        iri: the node.

    Returns:
        One step per edge: outgoing before incoming, strongest support first.

    Raises:
        GraphError: there is no such node.
    """
    graph.node(iri)
    out = [_step(graph, iri, target, data, True) for _, target, data in graph.network.out_edges(iri, data="data")]
    back = [_step(graph, iri, source, data, False) for source, _, data in graph.network.in_edges(iri, data="data")]
    return tuple(sorted([*out, *back], key=_strongest_first))


def shortest_paths(
    graph: KnowledgeGraph,
    source: str,
    target: str,
    *,
    count: int = 1,
    predicates: frozenset[str] | None = None,
    min_confidence: float = 0.0,
) -> tuple[tuple[Step, ...], ...]:
    """Return the cheapest paths between two nodes, walked in either direction (Yen 1971).

    Args:
        graph: the graph.
        source: IRI of the first node.
        target: IRI of the last node.
        count: how many paths at most.
        predicates: only these; all where None.
        min_confidence: only statements at least so sure, and what is inferred from them, in [0, 1].

    Returns:
        Cheapest path first, each a tuple of steps; empty where the two are not connected.

    Raises:
        GraphError: one of the nodes does not exist.
    """
    for iri in (source, target):
        graph.node(iri)

    def wanted(edge: Edge) -> bool:
        named = predicates is None or edge.predicate in predicates
        source = _source(graph, edge)
        return named and (source is None or source.confidence >= min_confidence)

    simple = _simple_graph(graph, wanted)
    if source not in simple or target not in simple or not nx.has_path(simple, source, target):
        return ()
    ways = islice(nx.shortest_simple_paths(simple, source, target, weight="cost"), count)
    return tuple(tuple(_walk(graph, simple, way)) for way in ways)


def _simple_graph(graph: KnowledgeGraph, wanted: Callable[[Edge], bool]) -> nx.Graph:
    """An undirected graph with the cheapest edge between two nodes."""
    simple = nx.Graph()
    edges: list[Edge] = [*graph.statements(), *graph.links()]
    for edge in edges:
        cost = _cost(edge)
        known = simple.get_edge_data(edge.subject, edge.object)
        if wanted(edge) and (known is None or cost < known["cost"]):
            simple.add_edge(edge.subject, edge.object, cost=cost, edge=edge)
    return simple


def _cost(edge: Edge) -> float:
    doubt = 1 - edge.confidence if isinstance(edge, Statement) else 0.0
    return round(_COSTS.get(edge.predicate, 1.0) + doubt / 2, 3)


def _walk(graph: KnowledgeGraph, simple: nx.Graph, way: list[str]) -> Iterator[Step]:
    for source, target in pairwise(way):
        edge: Edge = simple.edges[source, target]["edge"]
        yield _step(graph, source, target, edge, edge.subject == source)


def _source(graph: KnowledgeGraph, edge: Edge) -> Statement | None:
    """The statement behind an edge: itself, or the `isA` that it was inferred from."""
    if isinstance(edge, Statement):
        return edge
    if edge.rule is not InferenceRule.FROM_IS_A:
        return None
    statement: Statement = graph.network.edges[edge.subject, edge.object, RelationType.IS_A.value]["data"]
    return statement


def _step(graph: KnowledgeGraph, source: str, target: str, edge: Edge, forward: bool) -> Step:
    if not isinstance(edge, Statement | Link):
        raise GraphError(f"the edge {source} {target} holds no statement")
    stated = _source(graph, edge)
    evidence = tuple(graph.evidence(stated.claim)) if stated else ()
    return Step(graph.node(source), edge, graph.node(target), forward, evidence)


def _strongest_first(step: Step) -> tuple[bool, int, float, str, str]:
    edge = step.edge
    support, confidence = (edge.support, edge.confidence) if isinstance(edge, Statement) else (0, 0.0)
    return not step.forward, -support, -confidence, edge.predicate, step.target.iri
