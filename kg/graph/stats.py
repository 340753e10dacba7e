"""Counts that say what a graph holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.graph.find import node_name
from kg.model import Entity, GraphReader, Node, PaperNode
from kg.schema import RELATION_ENDS, RelationType

_TOP = 15


@dataclass(frozen=True, slots=True)
class TopEntity:
    """An entity that many papers name."""

    name: str
    type: str
    papers: int
    iri: str


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """What a graph holds: nodes by kind, edges by predicate, claims that no paper affirms, evidence of the others."""

    nodes: dict[str, int]
    edges: dict[str, int]
    unaffirmed: int
    evidence: int


@dataclass(frozen=True, slots=True)
class GraphStatistics(GraphCounts):
    """What a report tells of a graph besides: how much is named and stated, and the entities of most papers."""

    papers: int
    entities: int
    statements: int
    top: tuple[TopEntity, ...]


def node_kind(node: Node) -> str:
    """Return the kind of a node as exports and counts name it: an entity's type, else Paper, Result, Person ….

    Args:
        node: any node.
    """
    match node:
        case Entity():
            return node.type.value
        case PaperNode():
            return "Paper"
        case _:
            return type(node).__name__


def graph_statistics(graph: GraphReader) -> GraphStatistics:
    """Count what a graph holds.

    Args:
        graph: any graph.
    """
    nodes = list(graph.nodes())
    statements = list(graph.statements())
    entities = [node for node in nodes if isinstance(node, Entity)]
    named = sorted((e for e in entities if e.papers), key=lambda e: (-e.papers, -e.mentions, e.iri))[:_TOP]
    predicates = Counter(edge.predicate for edge in statements) + Counter(link.predicate for link in graph.links())
    return GraphStatistics(
        papers=sum(isinstance(node, PaperNode) for node in nodes),
        entities=sum(entity.papers > 0 for entity in entities),
        statements=len(statements),
        nodes=dict(sorted(Counter(map(node_kind, nodes)).items())),
        edges=dict(sorted(predicates.items())),
        unaffirmed=sum(1 for _ in graph.unaffirmed()),
        evidence=sum(len(statement.evidence) for statement in statements),
        top=tuple(TopEntity(node_name(e), e.type.value, e.papers, e.iri) for e in named),
    )


def unusual_ends(graph: GraphReader) -> tuple[str, ...]:
    """Return the relations whose ends are not of the usual types, as readable lines; they stay in the graph.

    Args:
        graph: any graph.
    """
    lines = []
    for statement in graph.statements():
        head, tail = graph.node(statement.subject), graph.node(statement.object)
        if not isinstance(head, Entity) or not isinstance(tail, Entity):
            continue
        ends = RELATION_ENDS[RelationType(statement.predicate)]
        if head.type not in ends.heads or tail.type not in ends.tails:
            lines.append(f"{head.name} ({head.type}) {statement.predicate} {tail.name} ({tail.type})")
    return tuple(lines)
