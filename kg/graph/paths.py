"""Walking the graph: neighbours of a node, and the shortest ways between two."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.graph.explorable import Arc, ExplorableGraph
from kg.graph.find import node_name
from kg.model import Evidence, Link, Node, Statement
from kg.schema import InferenceRule, RelationType, Role

Edge = Statement | Link
_Priced = tuple[float, Arc]
_Ends = tuple[str, str]

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


def neighbors(
    graph: ExplorableGraph, iri: str, *, predicates: frozenset[str] | None = None, min_confidence: float = 0.0
) -> tuple[Step, ...]:
    """Return all edges at a node.

    Args:
        graph: the graph.
        iri: the node.
        predicates: only these; all where None.
        min_confidence: only statements at least so sure, and what is inferred from them, in [0, 1]; what a record or
            the vocabulary says stays.

    Returns:
        One step per edge: outgoing before incoming, strongest support first.

    Raises:
        GraphError: there is no such node.
    """
    graph.node(iri)
    edges = ((edge, _source(graph, edge)) for edge in graph.edges_at(iri, predicates))
    sure = [edge for edge, source in edges if source is None or source.confidence >= min_confidence]
    steps = [_step(graph, iri, edge) for edge in sure]
    return tuple(sorted(steps, key=_strongest_first))


def shortest_paths(
    graph: ExplorableGraph,
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
        Cheapest path first, each a tuple of steps; empty where the two are not connected, or are one.

    Raises:
        GraphError: one of the nodes does not exist.
    """
    for iri in (source, target):
        graph.node(iri)
    cheapest = _cheapest_arcs(
        arc
        for arc in graph.arcs()
        if (predicates is None or arc.predicate in predicates) and arc.confidence >= min_confidence
    )
    ways = _cheapest_ways(cheapest, source, target, count)
    return tuple(tuple(_walk(graph, cheapest, way)) for way in ways)


def _cheapest_arcs(arcs: Iterable[Arc]) -> dict[_Ends, _Priced]:
    """The cheapest arc between two nodes, in whichever direction it points, and its cost."""
    cheapest: dict[_Ends, _Priced] = {}
    for arc in arcs:
        ends = (arc.subject, arc.object) if arc.subject < arc.object else (arc.object, arc.subject)
        found = (_cost(arc), arc)
        known = cheapest.get(ends)
        if known is None or found < known:
            cheapest[ends] = found
    return cheapest


def _cheapest_ways(
    cheapest: Mapping[_Ends, _Priced], source: str, target: str, count: int
) -> Iterator[tuple[str, ...]]:
    names = sorted({end for ends in cheapest for end in ends})
    index = {name: i for i, name in enumerate(names)}
    if source == target or source not in index or target not in index:
        return
    import igraph  # loads drawing too, which takes longer than most questions

    ends = sorted(cheapest)
    network = igraph.Graph(n=len(names), edges=[(index[a], index[b]) for a, b in ends])
    if math.isinf(network.distances(index[source], index[target])[0][0]):
        return
    costs = [cheapest[pair][0] for pair in ends]
    for way in network.get_k_shortest_paths(index[source], to=index[target], k=count, weights=costs):
        yield tuple(names[i] for i in way)


def _cost(arc: Arc) -> float:
    return round(_COSTS.get(arc.predicate, 1.0) + (1 - arc.confidence) / 2, 3)


def _source(graph: ExplorableGraph, edge: Edge) -> Statement | None:
    """The statement behind an edge: itself, or the `isA` that it was inferred from."""
    if isinstance(edge, Statement):
        return edge
    if edge.rule is not InferenceRule.FROM_IS_A:
        return None
    between = graph.edges_between(edge.subject, edge.object)
    return next(e for e in between if isinstance(e, Statement) and e.predicate == RelationType.IS_A)


def _walk(graph: ExplorableGraph, cheapest: Mapping[_Ends, _Priced], way: Sequence[str]) -> Iterator[Step]:
    for source, target in pairwise(way):
        _, arc = cheapest[min(source, target), max(source, target)]
        edges = graph.edges_between(arc.subject, arc.object)
        yield _step(graph, source, next(edge for edge in edges if edge.predicate == arc.predicate))


def _step(graph: ExplorableGraph, source: str, edge: Edge) -> Step:
    forward = edge.subject == source
    stated = _source(graph, edge)
    evidence = tuple(graph.evidence(stated.claim)) if stated else ()
    return Step(graph.node(source), edge, graph.node(edge.object if forward else edge.subject), forward, evidence)


def _strongest_first(step: Step) -> tuple[bool, int, float, str, str]:
    edge = step.edge
    support, confidence = (edge.support, edge.confidence) if isinstance(edge, Statement) else (0, 0.0)
    return not step.forward, -support, -confidence, edge.predicate, step.target.iri
