"""What can be asked: a data set of this machine, or a SPARQL server elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from rdflib import URIRef
from rdflib.term import Node

Pattern = tuple[URIRef | None, URIRef | None, Node | None]


class TripleSource(Protocol):
    """Finds triples of the default graph by a pattern; rdflib's `Dataset` is one."""

    def triples(self, pattern: Pattern, /) -> Iterator[tuple[Node, Node, Node]]:
        """Yield the triples that fit; None stands for anything."""
