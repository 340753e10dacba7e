"""The graph in memory: a networkx graph of typed payloads, and the evidence table beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import GraphError
from kg.graph.explorable import Arc, Name
from kg.graph.find import names_of, node_name
from kg.graph.stats import node_kind
from kg.model import Entity, Evidence, Link, Node, PaperNode, Result, Statement
from kg.schema import InferenceRule, RelationType

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True, eq=False)
class KnowledgeGraph:
    """Implements `kg.model.GraphReader` and `kg.graph.explorable.ExplorableGraph`.

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

    def __contains__(self, iri: object) -> bool:
        """Whether an IRI names a node."""
        return iri in self.network

    def name(self, iri: str) -> str:
        """What a person calls a node; raises GraphError where there is none."""
        return node_name(self.node(iri))

    def named(self, name: str) -> Iterator[Name]:
        """The nodes whose name or alias is spelled just so."""
        return (found for found in self.names() if found.name == name)

    def names(self) -> Iterator[Name]:
        """All names of all nodes."""
        return (name for node in self.nodes() for name in names_of(node))

    def kinds(self) -> dict[str, str]:
        """Kind of every paper and entity, by IRI."""
        return {node.iri: node_kind(node) for node in self.nodes() if isinstance(node, PaperNode | Entity)}

    def results(self) -> Iterator[Result]:
        """All reported results, by IRI."""
        return (node for node in self.nodes() if isinstance(node, Result))

    def edges_at(self, iri: str, predicates: Collection[str] | None = None) -> Iterator[Statement | Link]:
        """The edges that leave or reach a node; of these predicates, or all where None."""
        leaving = self.network.out_edges(iri, keys=True, data="data")
        reaching = (edge for edge in self.network.in_edges(iri, keys=True, data="data") if edge[0] != iri)
        for _, _, predicate, data in (*leaving, *reaching):
            if predicates is None or predicate in predicates:
                yield data

    def edges_between(self, subject: str, obj: str) -> Iterator[Statement | Link]:
        """The edges from one node to another, by predicate."""
        found = self.network.get_edge_data(subject, obj, default={})
        return (found[predicate]["data"] for predicate in sorted(found))

    def arcs(self) -> Iterator[Arc]:
        """All edges by their ends, in any order."""
        return (Arc(edge.subject, edge.predicate, edge.object, self._confidence(edge)) for edge in self._edges())

    def ends(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and object of every statement or link of a predicate."""
        return ((edge.subject, edge.object) for edge in self._edges() if edge.predicate == predicate)

    def pairs(self, min_confidence: float = 0.0) -> set[tuple[str, str]]:
        """Subject and object of all statements that are at least so sure, in [0, 1]."""
        return {(s.subject, s.object) for s in self.statements() if s.confidence >= min_confidence}

    def _confidence(self, edge: Statement | Link) -> float:
        if isinstance(edge, Link) and edge.rule is InferenceRule.FROM_IS_A:
            return self._confidence(self.network.edges[edge.subject, edge.object, RelationType.IS_A.value]["data"])
        return edge.confidence if isinstance(edge, Statement) else 1.0

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
    import networkx as nx  # a fifth of a second, which a question to a store need not pay

    network = nx.MultiDiGraph()
    for node in sorted(nodes, key=lambda node: node.iri):
        network.add_node(node.iri, data=node)
    for edge in sorted(edges, key=lambda edge: (edge.subject, edge.predicate, edge.object)):
        if missing := [end for end in (edge.subject, edge.object) if end not in network]:
            raise GraphError(f"{edge.predicate} ends at {missing[0]}, which is no node")
        network.add_edge(edge.subject, edge.object, key=edge.predicate, data=edge)
    ordered = sorted(denied, key=lambda s: (s.subject, s.predicate, s.object))
    return KnowledgeGraph(network, evidence, tuple(ordered))
