"""The graph in memory: a networkx graph of typed payloads, and the evidence table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import networkx as nx

from kg.errors import GraphError
from kg.model import Evidence, Link, Node, Statement


@dataclass(frozen=True, slots=True, eq=False)
class KnowledgeGraph:
    """Implements `kg.model.GraphReader`.

    Args:
        network: node key = IRI, node attribute `data` = payload; edge key = predicate, edge attribute `data` =
            Statement or Link.
        evidence_table: claim or result IRI → its evidence, best first.
        denied: what papers only deny or hope for; no edge.
    """

    network: nx.MultiDiGraph
    evidence_table: Mapping[str, tuple[Evidence, ...]]
    denied: tuple[Statement, ...] = field(default=())

    def nodes(self) -> Iterator[Node]:
        """All nodes, by IRI."""
        return (self.network.nodes[iri]["data"] for iri in sorted(self.network))

    def node(self, iri: str) -> Node:
        """One node; raises GraphError where there is none."""
        try:
            payload: Node = self.network.nodes[iri]["data"]
        except KeyError:
            raise GraphError(f"the graph has no node {iri}") from None
        return payload

    def statements(self) -> Iterator[Statement]:
        """All affirmed facts, by (subject, predicate, object)."""
        return (data for data in self._edges() if isinstance(data, Statement))

    def unaffirmed(self) -> Iterator[Statement]:
        """What papers only deny or hope for, by (subject, predicate, object)."""
        return iter(self.denied)

    def links(self) -> Iterator[Link]:
        """What the records, the vocabulary and the results say, by (subject, predicate, object)."""
        return (data for data in self._edges() if isinstance(data, Link))

    def evidence(self, claim: str) -> Iterator[Evidence]:
        """The evidence of one claim or result, best first."""
        return iter(self.evidence_table.get(claim, ()))

    def _edges(self) -> Iterator[Statement | Link]:
        for subject in sorted(self.network):
            out = self.network.out_edges(subject, keys=True, data="data")
            yield from (data for _, _, _, data in sorted(out, key=lambda edge: (edge[2], edge[1])))


def make_graph(
    nodes: Iterable[Node],
    edges: Iterable[Statement | Link],
    evidence: Mapping[str, tuple[Evidence, ...]],
    denied: Iterable[Statement] = (),
) -> KnowledgeGraph:
    """Put nodes and edges into one graph.

    Args:
        nodes: payloads; one per IRI.
        edges: statements and links between them.
        evidence: claim or result IRI → evidence.
        denied: statements that no paper affirms.

    Raises:
        GraphError: an edge ends at no node.
    """
    network = nx.MultiDiGraph()
    for node in sorted(nodes, key=lambda node: node.iri):
        network.add_node(node.iri, data=node)
    for edge in sorted(edges, key=lambda edge: (edge.subject, edge.predicate, edge.object)):
        if missing := [end for end in (edge.subject, edge.object) if end not in network]:
            raise GraphError(f"{edge.predicate} ends at {missing[0]}, which is no node")
        network.add_edge(edge.subject, edge.object, key=edge.predicate, data=edge)
    ordered = sorted(denied, key=lambda s: (s.subject, s.predicate, s.object))
    return KnowledgeGraph(network, evidence, tuple(ordered))
