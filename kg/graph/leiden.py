"""Leiden communities of a network, the same on every run (Traag, Waltman and van Eck 2019)."""

from __future__ import annotations

import random
from collections.abc import Sequence

_SEED = 20


def leiden_groups(
    count: int, edges: Sequence[tuple[int, int]], *, rounds: int, weights: Sequence[float] | None = None
) -> list[list[int]]:
    """Group nodes that are joined to each other more than to others, so that modularity is highest.

    Args:
        count: number of nodes.
        edges: pairs of their numbers; direction does not matter, repeats count.
        rounds: how often the groups are refined.
        weights: of each edge; 1 where None.

    Returns:
        The numbers of the nodes of each group.
    """
    import igraph  # loads drawing too, which takes longer than most questions

    network = igraph.Graph(n=count, edges=edges)
    igraph.set_random_number_generator(random.Random(_SEED))
    try:
        found = network.community_leiden(objective_function="modularity", weights=weights, n_iterations=rounds)
    finally:
        igraph.set_random_number_generator(random)
    return [list(group) for group in found]
