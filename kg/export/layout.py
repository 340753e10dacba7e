"""Where nodes stand in a picture: a function of the graph alone, computed when the graph is published."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Iterable, Mapping, Sequence

import igraph

_SEED = 20
_SCALE = 60.0  # picture units per unit of the force model
_GAP = 0.9  # least distance between nodes, as a share of the scale


def layout(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Place nodes by force (Fruchterman and Reingold 1991, grid variant of igraph), then push apart what overlaps.

    Args:
        nodes: IRIs, each once.
        edges: pairs of IRIs; direction and repeats do not matter.

    Returns:
        IRI → (x, y) in picture units, rounded to one decimal; the same for the same graph in any order.
    """
    ordered = sorted(nodes)
    if not ordered:
        return {}
    index = {iri: i for i, iri in enumerate(ordered)}
    pairs = sorted({(min(a, b), max(a, b)) for a, b in ((index[s], index[t]) for s, t in edges) if a != b})
    network = igraph.Graph(n=len(ordered), edges=pairs)
    placed: dict[int, tuple[float, float]] = {}
    components = sorted(network.connected_components(), key=lambda part: (-len(part), ordered[part[0]]))
    for part, centre in zip(components, _spiral_of_discs([len(part) for part in components]), strict=True):
        places = _place_component(network.induced_subgraph(part), [ordered[i] for i in part])
        placed |= {i: (x + centre[0], y + centre[1]) for i, (x, y) in zip(part, places, strict=True)}
    separated = _separate(placed)
    return {iri: (round(separated[i][0] * _SCALE, 1), round(separated[i][1] * _SCALE, 1)) for iri, i in index.items()}


def _place_component(network: igraph.Graph, iris: Sequence[str]) -> list[tuple[float, float]]:
    count = len(iris)
    if count == 1:
        return [(0.0, 0.0)]
    start = [_hashed_place(iri, math.sqrt(count)) for iri in iris]
    igraph.set_random_number_generator(random.Random(_SEED))
    try:
        places = network.layout_fruchterman_reingold(seed=start, niter=400, grid="auto" if count > 1000 else "nogrid")
    finally:
        igraph.set_random_number_generator(random)
    centre = [sum(axis) / count for axis in zip(*places.coords, strict=True)]
    radius = max(math.dist(place, centre) for place in places.coords) or 1.0
    scale = _disc_radius(count) / radius
    return [((x - centre[0]) * scale, (y - centre[1]) * scale) for x, y in places.coords]


def _hashed_place(iri: str, spread: float) -> tuple[float, float]:
    raw = hashlib.sha256(iri.encode()).digest()
    x, y = (int.from_bytes(part, "big") / 2**64 - 0.5 for part in (raw[:8], raw[8:16]))
    return x * spread, y * spread


def _disc_radius(count: int) -> float:
    return 1.1 * math.sqrt(count)


def _spiral_of_discs(counts: Sequence[int]) -> list[tuple[float, float]]:
    """Centres of discs, the largest in the middle and the others around it on rings that do not overlap."""
    centres = [(0.0, 0.0)] if counts else []
    ring = _disc_radius(counts[0]) if counts else 0.0
    angle, widest = 0.0, 0.0
    for count in counts[1:]:
        radius = _disc_radius(count) + 0.5
        if widest == 0.0 or angle + 2 * math.asin(min(1.0, radius / (ring + widest))) > 2 * math.pi:
            ring, angle, widest = ring + 2 * widest, 0.0, radius
        distance = ring + widest
        half = math.asin(min(1.0, radius / distance))
        centres.append((distance * math.cos(angle + half), distance * math.sin(angle + half)))
        angle += 2 * half
    return centres


def _separate(places: Mapping[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Move nodes that stand on each other to the nearest free cell of a grid, in the order of their numbers."""
    taken: set[tuple[int, int]] = set()
    moved: dict[int, tuple[float, float]] = {}
    for i, (x, y) in sorted(places.items()):
        cell = (round(x / _GAP), round(y / _GAP))
        if cell not in taken:
            taken.add(cell)
            moved[i] = (x, y)
            continue
        cell = _nearest_free(cell, taken)
        taken.add(cell)
        moved[i] = (cell[0] * _GAP, cell[1] * _GAP)
    return moved


def _nearest_free(cell: tuple[int, int], taken: set[tuple[int, int]]) -> tuple[int, int]:
    for reach in range(1, 2 + math.isqrt(len(taken)) * 2):
        ring = [
            (cell[0] + dx, cell[1] + dy)
            for dx in range(-reach, reach + 1)
            for dy in range(-reach, reach + 1)
            if max(abs(dx), abs(dy)) == reach and (cell[0] + dx, cell[1] + dy) not in taken
        ]
        if ring:
            return min(ring, key=lambda c: ((c[0] - cell[0]) ** 2 + (c[1] - cell[1]) ** 2, c))
    raise AssertionError("a grid larger than the number of nodes has a free cell")
