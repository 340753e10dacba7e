"""The bare network of papers and entities, which measures read: who is joined with whom by some statement."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.graph.explorable import ExplorableGraph

if TYPE_CHECKING:
    import igraph

PAPER = "Paper"
"""The kind of a paper; entities have the name of their type."""


@dataclass(frozen=True, eq=False)
class Network:
    """Nodes and ends in the order of their IRIs, so that no measure depends on the order in which papers came.

    Args:
        kinds: kind of each node, by IRI.
        pairs: subject and object of what is stated, each pair once.
    """

    kinds: Mapping[str, str]
    pairs: tuple[tuple[str, str], ...]

    @cached_property
    def iris(self) -> tuple[str, ...]:
        """All nodes, by IRI."""
        return tuple(sorted(self.kinds))

    @cached_property
    def index(self) -> dict[str, int]:
        """Place of each node among all."""
        return {iri: place for place, iri in enumerate(self.iris)}

    @cached_property
    def entities_of(self) -> dict[str, tuple[str, ...]]:
        """The entities of each paper that names any."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject, obj in self.pairs:
            if self.kinds[subject] == PAPER:
                found[subject].append(obj)
        return {paper: tuple(entities) for paper, entities in found.items()}

    @cached_property
    def papers_of(self) -> dict[str, tuple[str, ...]]:
        """The papers that name each entity."""
        found: dict[str, list[str]] = defaultdict(list)
        for paper, entities in self.entities_of.items():
            for entity in entities:
                found[entity].append(paper)
        return {entity: tuple(papers) for entity, papers in found.items()}

    @cached_property
    def related(self) -> dict[str, set[str]]:
        """The entities that each entity stands in some relation to, in either direction."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, obj in self.pairs:
            if self.kinds[subject] != PAPER:
                found[subject].add(obj)
                found[obj].add(subject)
        return found

    @cached_property
    def rarity(self) -> dict[str, float]:
        """Inverse document frequency of each named entity: ln(papers / papers that name it) (Spärck Jones 1972)."""
        papers = len(self.entities_of)
        return {entity: math.log(papers / len(naming)) for entity, naming in self.papers_of.items()}

    @cached_property
    def undirected_pairs(self) -> tuple[tuple[int, int], ...]:
        """Places of the ends of each pair, once in whichever direction it is stated."""
        ends = ((self.index[subject], self.index[obj]) for subject, obj in self.pairs)
        return tuple(sorted({(min(pair), max(pair)) for pair in ends}))

    def undirected(self) -> igraph.Graph:
        """The network for igraph, without direction."""
        import igraph  # loads drawing too, which takes longer than most questions

        return igraph.Graph(n=len(self.iris), edges=self.undirected_pairs)


def network_of(graph: ExplorableGraph, min_confidence: float = 0.0) -> Network:
    """Read the network of a graph.

    Args:
        graph: any graph.
        min_confidence: only statements at least so sure, in [0, 1].
    """
    return make_network(graph.kinds(), graph.pairs(min_confidence))


def make_network(kinds: Mapping[str, str], pairs: Iterable[tuple[str, str]]) -> Network:
    """Make a network of nodes and pairs in any order.

    Args:
        kinds: kind of each node, by IRI.
        pairs: subject and object; those that end at no node, or at their own start, are left out.
    """
    inside = (pair for pair in set(pairs) if pair[0] in kinds and pair[1] in kinds and pair[0] != pair[1])
    return Network(kinds, tuple(sorted(inside)))
