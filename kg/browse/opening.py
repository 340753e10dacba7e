"""Opening a built graph, and finding in it what a person named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.generation import STORE, read_manifest
from kg.graph import KnowledgeGraph
from kg.graph.explorable import ExplorableGraph
from kg.graph.find import find_nodes, node_name
from kg.graph.stats import node_kind
from kg.model import Entity, Node, PaperNode
from kg.rdf.claims import LINK_TERMS
from kg.rdf.reader import read_graph
from kg.rdf.stored import StoredGraph, open_graph
from kg.schema import RelationType, Role
from kg.settings import Settings, TextPolicy

PAPERS_AND_ENTITIES = (PaperNode, Entity)
"""What measures and comparisons are about."""

_LINK_PREDICATES = tuple(LINK_TERMS)


@dataclass(frozen=True, slots=True)
class Named:
    """The thing that a name was taken for, and a warning where it could be another."""

    node: Node
    warnings: tuple[str, ...]


def load_graph(directory: Path) -> tuple[KnowledgeGraph, Settings]:
    """Read a built graph back whole from its store.

    Args:
        directory: the build's folder.

    Returns:
        The graph, and the settings it was built with.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
    """
    settings = _settings(directory)
    return read_graph(directory / STORE, settings), settings


def open_built(directory: Path) -> StoredGraph:
    """Open a built graph for questions that touch little of it.

    Args:
        directory: the build's folder.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
    """
    settings = _settings(directory)
    return open_graph(directory / STORE, settings)


def find_one(graph: ExplorableGraph, name: str, kinds: tuple[type, ...] = ()) -> Named:
    """Find the one thing that a name is taken for.

    Args:
        graph: where to look.
        name: a label, alias, title, id or IRI, however it is spelled.
        kinds: the classes of node that will do; any where there are none.

    Raises:
        UnknownNameError: nothing bears the name; holds the nearest names.
        KgError: what bears it is of no kind that will do.
    """
    found = find_nodes(graph, name)
    fitting = [node for node in found if not kinds or isinstance(node, kinds)]
    if not fitting:
        raise KgError(f"{name!r} names {_described(found[0])}; name a paper or an entity")
    if len(fitting) == 1:
        return Named(fitting[0], ())
    others = ", ".join(map(_described, fitting))
    return Named(fitting[0], (f"{name!r} names {len(fitting)} things: {others}; taking the first",))


def find_two(graph: ExplorableGraph, first: str, second: str, kinds: tuple[type, ...] = ()) -> tuple[Named, Named]:
    """Find the two things that two names are taken for.

    Args:
        graph: where to look.
        first: a label, alias, title, id or IRI, however it is spelled.
        second: likewise.
        kinds: the classes of node that will do; any where there are none.

    Raises:
        UnknownNameError: nothing bears one of the names; holds the nearest names.
        KgError: what bears it is of no kind that will do, or both name one thing.
    """
    one, other = find_one(graph, first, kinds), find_one(graph, second, kinds)
    if one.node == other.node:
        raise KgError(f"{first!r} and {second!r} both name {node_name(one.node)}; name two things")
    return one, other


def known_predicates(predicates: Sequence[str]) -> frozenset[str] | None:
    """Return relations, roles and links to walk; None where none is given.

    Args:
        predicates: names of relations, roles and links.

    Raises:
        KgError: one of them is unknown.
    """
    known = {*RelationType, *Role, *_LINK_PREDICATES}
    if unknown := sorted(set(predicates) - known):
        raise KgError(f"unknown relation {unknown[0]!r}; known are {', '.join(sorted(known))}")
    return frozenset(predicates) or None


def _settings(directory: Path) -> Settings:
    options = read_manifest(directory)["options"]
    return Settings(base=options["base"], text=TextPolicy(options["text"]))


def _described(node: Node) -> str:
    return f"{node_name(node)} ({node_kind(node)}, {node.iri})"
