"""What is like a thing, what matters most, and what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from kg.browse.opening import PAPERS_AND_ENTITIES, find_one, open_built
from kg.errors import KgError
from kg.graph.communities import find_communities
from kg.graph.explorable import ExplorableGraph
from kg.graph.network import PAPER, network_of
from kg.graph.ranking import Measure, rank
from kg.graph.similarity import Likeness, similar_nodes
from kg.schema import EntityType
from kg.tables import Table

Choice = TypeVar("Choice", bound=StrEnum)

KINDS = (PAPER, *(kind.value for kind in EntityType))
"""The kinds of node that are ranked."""

_SHARED = 8  # entities named per row
_LABELS = 5  # entities that label a community
_EXAMPLES = 3  # papers named per community


def find_similar(
    directory: Path, name: str, *, by: str = Likeness.RARITY, min_confidence: float = 0.0, limit: int = 10
) -> Table:
    """List the papers that are like a paper, or the entities of its kind that are like an entity.

    Args:
        directory: the build's folder.
        name: a label, alias, title, id or IRI.
        by: `rarity` or `pagerank`; see `kg.graph.similarity.similar_nodes`.
        min_confidence: only statements at least so sure, in [0, 1].
        limit: how many rows at most.

    Returns:
        The most alike first, each with how many entities stand beside both and the most telling of them.

    Raises:
        UnknownNameError: nothing bears the name.
        KgError: it names neither paper nor entity, or there is no such way to measure.
    """
    likeness = _choice(Likeness, by)
    graph = open_built(directory)
    named = find_one(graph, name, PAPERS_AND_ENTITIES)
    network = network_of(graph, min_confidence)
    rows = [
        (graph.name(found.iri), found.score, len(found.shared), _names(graph, found.shared[:_SHARED]))
        for found in similar_nodes(network, named.node.iri, likeness)[:limit]
    ]
    return Table(("name", "score", "shared", "most telling"), rows, named.warnings)


def rank_nodes(
    directory: Path,
    *,
    by: str = Measure.PAGERANK,
    kinds: Sequence[str] = (),
    min_confidence: float = 0.0,
    limit: int = 20,
) -> Table:
    """List the papers and entities that matter most.

    Args:
        directory: the build's folder.
        by: `pagerank`, `degree` or `betweenness`; see `kg.graph.ranking.rank`.
        kinds: only these of `KINDS`, in any case; all where none is given.
        min_confidence: only statements at least so sure, in [0, 1].
        limit: how many rows at most.

    Raises:
        KgError: there is no such measure or kind.
    """
    measure, chosen = _choice(Measure, by), frozenset(map(_kind, kinds))
    graph = open_built(directory)
    network = network_of(graph, min_confidence)
    papers = network.papers_of
    rows = [
        (place, graph.name(found.iri), network.kinds[found.iri], found.score, len(papers.get(found.iri, ())))
        for place, found in enumerate(rank(network, measure, chosen)[:limit], start=1)
    ]
    return Table(("rank", "name", "kind", "score", "papers"), rows)


def list_communities(directory: Path, *, min_confidence: float = 0.0, limit: int = 20) -> Table:
    """List the groups of papers and entities that belong together.

    Args:
        directory: the build's folder.
        min_confidence: only statements at least so sure, in [0, 1].
        limit: how many groups at most.

    Returns:
        The largest first, each with the entities and the papers that are most telling of it; a warning counts those
        that are not shown.
    """
    graph = open_built(directory)
    found = find_communities(network_of(graph, min_confidence))
    rows = [
        (
            group.number,
            len(group.papers),
            len(group.entities),
            _names(graph, group.papers[:_EXAMPLES]),
            _names(graph, group.telling[:_LABELS]),
        )
        for group in found[:limit]
    ]
    rest = len(found) - len(rows)
    warnings = (f"showing {len(rows)} of {len(found)} communities; raise it with --limit",) if rest else ()
    return Table(("community", "papers", "entities", "typical papers", "told by"), rows, warnings)


def _choice(options: type[Choice], name: str) -> Choice:
    try:
        return options(name)
    except ValueError:
        raise KgError(f"unknown measure {name!r}; known are {', '.join(options)}") from None


def _kind(name: str) -> str:
    known = {kind.casefold(): kind for kind in KINDS}
    if name.casefold() not in known:
        raise KgError(f"unknown kind {name!r}; known are {', '.join(KINDS)}")
    return known[name.casefold()]


def _names(graph: ExplorableGraph, iris: Iterable[str]) -> str:
    return "; ".join(graph.name(iri) for iri in iris)
