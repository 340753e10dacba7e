"""Which nodes belong together, for pictures and their filters."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import igraph

_SEED = 20


def find_communities(count: int, edges: Iterable[tuple[int, int]]) -> Sequence[int]:
    """Group nodes that are joined to each other more than to others (Leiden: Traag, Waltman and van Eck 2019).

    Args:
        count: number of nodes.
        edges: pairs of their numbers; direction does not matter, repeats count.

    Returns:
        The community of each node, numbered from the largest, those of one size by their first node.
    """
    network = igraph.Graph(n=count, edges=sorted((min(pair), max(pair)) for pair in edges))
    igraph.set_random_number_generator(random.Random(_SEED))
    try:
        found = network.community_leiden(objective_function="modularity", n_iterations=5)
    finally:
        igraph.set_random_number_generator(random)
    groups = sorted(found, key=lambda members: (-len(members), min(members)))
    place = {node: number for number, members in enumerate(groups) for node in members}
    return [place[node] for node in range(count)]
