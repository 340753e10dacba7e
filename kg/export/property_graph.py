"""The graph as typed rows: what GEXF, GraphML, Neo4j and CSV say of it, made once for all four."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import chain

from kg.errors import GraphError
from kg.export.columns import (
    CLAIM_COLUMNS,
    EDGE_COLUMNS,
    EVIDENCE_COLUMNS,
    EVIDENCE_TYPES,
    LINK_TYPES,
    NODE_COLUMNS,
    STATEMENT_TYPES,
    Column,
    ColumnType,
    Value,
)
from kg.export.node_values import FLATTENERS, Found, confidence_value, display_text, legal_text, sentence_values
from kg.graph.find import node_name
from kg.model import Evidence, GraphReader, Link, Result, Span, Statement
from kg.schema import Polarity
from kg.settings import Settings, TextPolicy

_TYPES: dict[ColumnType, type] = {
    ColumnType.STRING: str,
    ColumnType.INTEGER: int,
    ColumnType.NUMBER: float,
    ColumnType.STRINGS: tuple,
}


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node: its labels, main label first, and the values it has, in the order of the columns."""

    iri: str
    labels: tuple[str, ...]
    values: Mapping[str, Value]

    @property
    def kind(self) -> str:
        """The narrowest label, which decides the colour."""
        return self.labels[-1]

    @property
    def name(self) -> str:
        """What the node is called; never empty."""
        return str(self.values["name"])


@dataclass(frozen=True, slots=True)
class RelationshipRow:
    """A relationship: its ends are IRIs, its type is one of the tables of `kg.export.columns`."""

    start: str
    predicate: str
    type: str
    end: str
    values: Mapping[str, Value]

    @property
    def weight(self) -> float:
        """How many papers stand behind it; 1 where it needs none."""
        support = self.values.get("support", 1)
        return float(support) if isinstance(support, int) else 1.0


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence and what it is evidence of: a claim, or a result (then `relation` is `REPORTS`)."""

    iri: str
    type: str
    claim: str
    paper: str
    subject: str
    relation: str
    object: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as a node, affirmed or not, and its two ends."""

    iri: str
    subject: str
    object: str
    values: Mapping[str, Value]


def nodes(graph: GraphReader, settings: Settings) -> Iterator[NodeRow]:
    """Yield the nodes of the property graph, by IRI.

    Args:
        graph: any graph.
        settings: how much text is published.
    """
    for payload in graph.nodes():
        labels, found = FLATTENERS[type(payload)](payload, graph, settings)
        named = {**found, "name": found["name"] or payload.iri, "kind": labels[-1]}
        yield NodeRow(payload.iri, labels, _typed(NODE_COLUMNS, named))


def relationships(graph: GraphReader, settings: Settings) -> Iterator[RelationshipRow]:
    """Yield the relationships of the property graph, by subject, predicate and object.

    Args:
        graph: any graph.
        settings: how much text is published.

    Raises:
        GraphError: the graph holds a predicate that the tables do not know.
    """
    edges: Iterable[Statement | Link] = merge(graph.statements(), graph.links(), key=_edge_order)
    for edge in edges:
        found = _statement(edge, graph, settings) if isinstance(edge, Statement) else _link(edge)
        values = _typed(EDGE_COLUMNS, found)
        yield RelationshipRow(edge.subject, edge.predicate, _type_of(edge), edge.object, values)


def claims(graph: GraphReader) -> Iterator[ClaimRow]:
    """Yield what papers state, deny or hope for, by subject, predicate and object.

    Args:
        graph: any graph.
    """
    for statement in _all_statements(graph):
        found: Found = {
            "relation": _type_of(statement),
            "support": statement.support,
            "confidence": confidence_value(statement.confidence),
        }
        yield ClaimRow(statement.claim, statement.subject, statement.object, _typed(CLAIM_COLUMNS, found))


def evidence(graph: GraphReader, settings: Settings) -> Iterator[EvidenceRow]:
    """Yield the evidence of every claim, then of every result, best first within each.

    Args:
        graph: any graph.
        settings: how much text is published.
    """
    claimed = ((s.claim, s.subject, _type_of(s), s.object) for s in _all_statements(graph))
    reported = ((n.iri, n.paper, LINK_TYPES["reports"], n.iri) for n in graph.nodes() if isinstance(n, Result))
    for claim, subject, relation, target in chain(claimed, reported):
        for item in graph.evidence(claim):
            values = _typed(EVIDENCE_COLUMNS, _evidence_values(item, graph, settings))
            kind = EVIDENCE_TYPES[item.polarity]
            yield EvidenceRow(item.id, kind, claim, item.paper, subject, relation, target, values)


def _typed(columns: tuple[Column, ...], found: Found) -> dict[str, Value]:
    """Order values by column, leave out missing ones and refuse a value of another type."""
    values: dict[str, Value] = {}
    for column in columns:
        value = found.get(column.name)
        if value is None or value in ("", ()):
            continue
        if not isinstance(value, _TYPES[column.type]):
            raise GraphError(f"column {column.name} holds {column.type} values, not {value!r}")
        values[column.name] = value
    return values


def _edge_order(edge: Statement | Link) -> tuple[str, str, str]:
    return edge.subject, edge.predicate, edge.object


def _type_of(edge: Statement | Link) -> str:
    types = STATEMENT_TYPES if isinstance(edge, Statement) else LINK_TYPES
    if edge.predicate not in types:
        raise GraphError(f"{edge.subject} {edge.predicate} {edge.object}: no relationship type for this predicate")
    return types[edge.predicate]


def _all_statements(graph: GraphReader) -> Iterator[Statement]:
    return merge(graph.statements(), graph.unaffirmed(), key=_edge_order)


def _statement(statement: Statement, graph: GraphReader, settings: Settings) -> Found:
    affirming = [e for e in graph.evidence(statement.claim) if e.polarity is Polarity.AFFIRMED]
    return {
        "claim": statement.claim,
        "support": statement.support,
        "confidence": confidence_value(statement.confidence),
        **_conditions(statement, graph),
        "papers": tuple(sorted({item.paper for item in affirming})),
        **sentence_values(affirming, settings),
    }


def _link(link: Link) -> Found:
    return {"rule": link.rule.value if link.rule else None}


def _conditions(holding: Statement | Evidence, graph: GraphReader) -> dict[str, tuple[str, ...]]:
    """The names of what a claim holds on and in; nodes that bear one name are told once."""
    return {
        "datasets": _names(holding.datasets, graph),
        "metrics": _names(holding.metrics, graph),
    }


def _names(iris: Iterable[str], graph: GraphReader) -> tuple[str, ...]:
    return tuple(sorted({display_text(node_name(graph.node(iri))) or iri for iri in iris}))


def _evidence_values(item: Evidence, graph: GraphReader, settings: Settings) -> Found:
    return {
        "start_offset": item.start,
        "end_offset": item.end,
        **_span("head", item.head),
        **_span("tail", item.tail),
        "sentence": None if settings.text is TextPolicy.NONE else legal_text(item.sentence),
        **_conditions(item, graph),
        "confidence": confidence_value(item.confidence),
        "producer": legal_text(item.producer),
        "polarity": item.polarity.value,
    }


def _span(end: str, span: Span | None) -> dict[str, int]:
    return {f"{end}_start": span.start, f"{end}_end": span.end} if span else {}
