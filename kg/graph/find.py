"""Finding nodes by what people call them: label, alias, title, id or IRI."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import UnknownNameError
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Entity, Node, PaperNode, Person, Reference, Result, Venue
from kg.names import clean_latex, compact, fold

_NEAREST = 5


def node_name(node: Node) -> str:
    """Return what a person calls a node.

    Args:
        node: any node.
    """
    match node:
        case PaperNode():
            return clean_latex(node.paper.title) or node.paper.id
        case Result():
            return clean_latex(node.value)
        case Reference():
            return node.reference
        case Entity() | Person() | Venue():
            return node.name


def find_nodes(graph: KnowledgeGraph, name: str) -> tuple[Node, ...]:
    """Find the nodes that a name means, however it is spelled.

    Args:
        graph: where to look.
        name: an IRI, a label, an alias, a paper's title or id; case, hyphens and a plural ending do not matter.

    Returns:
        Preferred labels before aliases; several nodes only where they share the name. Never empty.

    Raises:
        UnknownNameError: nothing bears the name; holds the nearest names.
    """
    if name in graph.network:
        return (graph.node(name),)
    index = _index(graph)
    for names in (index.preferred, index.others):
        if found := names.get(compact(fold(name))):
            return tuple(graph.node(iri) for iri in sorted(found))
    near = difflib.get_close_matches(name.casefold(), sorted(index.spellings), _NEAREST, cutoff=0.5)
    raise UnknownNameError(name, [index.spellings[spelling] for spelling in near])


@dataclass(frozen=True, slots=True)
class _Index:
    preferred: dict[str, set[str]]
    others: dict[str, set[str]]
    spellings: dict[str, str]


@lru_cache(maxsize=4)
def _index(graph: KnowledgeGraph) -> _Index:
    index = _Index(defaultdict(set), defaultdict(set), {})
    for node in graph.nodes():
        index.preferred[compact(fold(node_name(node)))].add(node.iri)
        index.spellings.setdefault(node_name(node).casefold(), node_name(node))
        for other in _other_names(node):
            index.others[compact(fold(other))].add(node.iri)
            index.spellings.setdefault(other.casefold(), other)
    return index


def _other_names(node: Node) -> tuple[str, ...]:
    match node:
        case Entity():
            return node.aliases
        case PaperNode():
            return (node.paper.id,)
        case _:
            return ()
