"""Which nodes belong together, for pictures and their filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.graph.leiden import leiden_groups

_ROUNDS = 5


def find_communities(count: int, edges: Iterable[tuple[int, int]]) -> Sequence[int]:
    """Group nodes that are joined to each other more than to others (Leiden: Traag, Waltman and van Eck 2019).

    Args:
        count: number of nodes.
        edges: pairs of their numbers; direction does not matter, repeats count.

    Returns:
        The community of each node, numbered from the largest, those of one size by their first node.
    """
    found = leiden_groups(count, sorted((min(pair), max(pair)) for pair in edges), rounds=_ROUNDS)
    groups = sorted(found, key=lambda members: (-len(members), min(members)))
    place = {node: number for number, members in enumerate(groups) for node in members}
    return [place[node] for node in range(count)]
