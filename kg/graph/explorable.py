"""How questions see a graph that they ask here and there rather than read whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, Protocol

from kg.model import Evidence, Link, Node, Result, Statement


class Arc(NamedTuple):
    """A statement or link by its ends alone; a link is as sure as the `isA` it was inferred from, else it has 1."""

    subject: str
    predicate: str
    object: str
    confidence: float


class Name(NamedTuple):
    """What a node is called; an alias, or the id of a paper, is not preferred."""

    iri: str
    name: str
    preferred: bool


class ExplorableGraph(Protocol):
    """A graph in memory, or the store behind which it stays: a question costs what it touches, not the whole graph."""

    def __hash__(self) -> int:
        """Graphs are told apart by identity."""
        ...

    def __contains__(self, iri: object, /) -> bool:
        """Whether an IRI names a node."""
        ...

    def node(self, iri: str) -> Node:
        """One node; raises GraphError where there is none."""
        ...

    def name(self, iri: str) -> str:
        """What a person calls a node; raises GraphError where there is none."""
        ...

    def named(self, name: str) -> Iterator[Name]:
        """The nodes whose name or alias is spelled just so."""
        ...

    def names(self) -> Iterator[Name]:
        """All names of all nodes."""
        ...

    def kinds(self) -> Mapping[str, str]:
        """Kind of every paper (`Paper`) and entity (its type), by IRI."""
        ...

    def results(self) -> Iterator[Result]:
        """All reported results, by IRI."""
        ...

    def edges_at(self, iri: str, predicates: Collection[str] | None = None) -> Iterator[Statement | Link]:
        """The edges that leave or reach a node; of these predicates, or all where None."""
        ...

    def edges_between(self, subject: str, obj: str) -> Iterator[Statement | Link]:
        """The edges from one node to another, by predicate."""
        ...

    def arcs(self) -> Iterator[Arc]:
        """All edges by their ends, in any order."""
        ...

    def ends(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and object of every statement or link of a predicate; not for `mentions`, which other roles imply."""
        ...

    def pairs(self, min_confidence: float = 0.0) -> set[tuple[str, str]]:
        """Subject and object of all statements that are at least so sure, in [0, 1]."""
        ...

    def evidence(self, claim: str) -> Iterator[Evidence]:
        """The evidence of one claim or result, best first."""
        ...
