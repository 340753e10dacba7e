"""Which papers and entities matter most: three measures of centrality."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kg.graph.network import Network

DAMPING = 0.85
"""The chance to walk on rather than to start anew, in PageRank."""

PIVOTS = 256
"""From how many nodes betweenness is counted; exact where there are no more nodes than that."""

_DIGITS = 8  # what is left of a score when rounding differs between machines


class Measure(StrEnum):
    """How nodes are ranked."""

    PAGERANK = "pagerank"
    DEGREE = "degree"
    BETWEENNESS = "betweenness"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A node and its score."""

    iri: str
    score: float


def rank(network: Network, by: Measure, kinds: frozenset[str] = frozenset()) -> tuple[Ranked, ...]:
    """Rank nodes by their place in the whole network.

    Args:
        network: papers and entities.
        by: `pagerank` is the share of time that a walk along statements, in either direction, spends at a node (Brin
            and Page 1998): much where what stands beside it matters too. Along the direction alone, a walk would be
            caught in whatever the relations of one paper point to. `degree` counts the nodes beside it. `betweenness`
            is the share of shortest ways that lead through it, counted from fixed pivots (Brandes and Pich 2007).
        kinds: only nodes of these kinds are returned; all where there are none.

    Returns:
        Highest score first, then by IRI.
    """
    scores = _MEASURES[by](network)
    found = (
        Ranked(iri, round(score, _DIGITS))
        for iri, score in zip(network.iris, scores, strict=True)
        if not kinds or network.kinds[iri] in kinds
    )
    return tuple(sorted(found, key=lambda ranked: (-ranked.score, ranked.iri)))


def _pagerank(network: Network) -> list[float]:
    scores: list[float] = network.undirected().pagerank(damping=DAMPING)
    return scores


def _degree(network: Network) -> list[float]:
    degrees: list[float] = network.undirected().degree()
    return degrees


def _betweenness(network: Network) -> list[float]:
    """Share of the shortest ways from the pivots to all others; the hash of the IRI chooses pivots without order."""
    count = len(network.iris)
    if count < 3:
        return [0.0] * count
    chosen = sorted(range(count), key=lambda place: hashlib.sha256(network.iris[place].encode()).digest())[:PIVOTS]
    passed = network.undirected().betweenness(directed=False, sources=chosen)
    pivots = set(chosen)
    # from each other pivot a way leads to each of the rest; igraph halves what it counts without direction
    ways = [(len(pivots) - (place in pivots)) * (count - 2) for place in range(count)]
    return [2 * number / of for number, of in zip(passed, ways, strict=True)]


_MEASURES: dict[Measure, Callable[[Network], list[float]]] = {
    Measure.PAGERANK: _pagerank,
    Measure.DEGREE: _degree,
    Measure.BETWEENNESS: _betweenness,
}
