"""What can be asked: a data set of this machine, or a SPARQL server elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pyoxigraph
from rdflib import Dataset, URIRef
from rdflib.term import Node

from kg.rdf.dataset import DirectStore

Pattern = tuple[URIRef | None, URIRef | None, Node | None]


class TripleSource(Protocol):
    """Finds triples of the default graph by a pattern; rdflib's `Dataset` is one."""

    def triples(self, pattern: Pattern, /) -> Iterator[tuple[Node, Node, Node]]:
        """Yield the triples that fit; None stands for anything."""


def subjects_and_objects(
    source: TripleSource, predicate: URIRef, obj: URIRef | None = None
) -> Iterator[tuple[str, str]]:
    """Yield the ends of all triples of a predicate as text; terms of rdflib would take several times as long.

    Args:
        source: where to look.
        predicate: of the triples.
        obj: what they end at; anything where None.
    """
    if isinstance(source, Dataset) and isinstance(source.store, DirectStore):
        yield from _read_directly(source.store.oxigraph, predicate, obj)
        return
    for subject, _, value in source.triples((None, predicate, obj)):
        yield str(subject), str(value)


def _read_directly(store: pyoxigraph.Store, predicate: URIRef, obj: URIRef | None) -> Iterator[tuple[str, str]]:
    end = pyoxigraph.NamedNode(str(obj)) if obj else None
    term = pyoxigraph.NamedNode(str(predicate))
    for quad in store.quads_for_pattern(None, term, end, pyoxigraph.DefaultGraph()):
        if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(
            quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal
        ):
            yield quad.subject.value, quad.object.value
