"""Finding nodes by what people call them: label, alias, title, id or IRI."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.errors import UnknownNameError
from kg.graph.explorable import ExplorableGraph, Name
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


def names_of(node: Node) -> Iterator[Name]:
    """Yield all names of a node, the preferred one first.

    Args:
        node: any node.
    """
    yield Name(node.iri, node_name(node), True)
    yield from (Name(node.iri, other, False) for other in _other_names(node))


def find_nodes(graph: ExplorableGraph, name: str) -> tuple[Node, ...]:
    """Find the nodes that a name means, however it is spelled.

    Args:
        graph: where to look.
        name: an IRI, a label, an alias, a paper's title or id; case, hyphens and a plural ending do not matter where no
            node is spelled just so.

    Returns:
        Preferred labels before aliases; several nodes only where they share the name. Never empty.

    Raises:
        UnknownNameError: nothing bears the name; holds the nearest names.
    """
    if name in graph:
        return (graph.node(name),)
    found = _preferred(graph.named(name)) or _by_folded_name(graph).get(compact(fold(name)))
    if found:
        return tuple(graph.node(iri) for iri in sorted(found))
    spellings = {known.name.casefold(): known.name for known in sorted(graph.names(), reverse=True)}
    near = difflib.get_close_matches(name.casefold(), sorted(spellings), _NEAREST, cutoff=0.5)
    raise UnknownNameError(name, [spellings[spelling] for spelling in near])


def _preferred(names: Iterable[Name]) -> set[str]:
    """The nodes whose preferred name it is, else those whose alias it is."""
    found = list(names)
    return {name.iri for name in found if name.preferred} or {name.iri for name in found}


@lru_cache(maxsize=4)
def _by_folded_name(graph: ExplorableGraph) -> dict[str, set[str]]:
    named: dict[str, list[Name]] = defaultdict(list)
    for name in graph.names():
        named[compact(fold(name.name))].append(name)
    return {folded: _preferred(names) for folded, names in named.items()}


def _other_names(node: Node) -> tuple[str, ...]:
    match node:
        case Entity():
            return node.aliases
        case PaperNode():
            return (node.paper.id,)
        case _:
            return ()
