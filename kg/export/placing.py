"""Where the page draws things: the most important by force, all others near what they belong to.

A layout of everything crowds the few nodes that the page opens with into its middle. So these are laid out first and
moved apart, and the rest grows into the room between them; raising the number of drawn nodes moves none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from statistics import fmean

from kg.export.layout import layout

Place = tuple[float, float]

_CORE = 300  # how many nodes are placed by force; the page opens with as many
_EVENNESS = 0.7  # 0: places as the forces leave them, dense in the middle; 1: a disc of even density
_CELL = 46.0  # least distance of two nodes, in picture units
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def place_nodes(ranking: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Place nodes for a picture that opens with the head of a ranking.

    Args:
        ranking: IRIs, the most important first.
        edges: pairs of them; direction and repeats do not matter.

    Returns:
        IRI → (x, y) in picture units, rounded to one decimal; no two nodes share a place.
    """
    pairs = sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]})
    core = ranking[:_CORE]
    inside = set(core)
    spread = math.sqrt(max(1.0, len(ranking) / _CORE))
    laid_out = _evened(layout(core, [pair for pair in pairs if inside.issuperset(pair)]))
    canvas = _Canvas()
    for iri in core:
        x, y = laid_out[iri]
        canvas.put(iri, (x * spread, y * spread), margin=1)
    for iri, centre in _growth(ranking, _neighbours(pairs), canvas.places):
        canvas.put(iri, centre)
    return canvas.places


def _evened(places: Mapping[str, Place]) -> dict[str, Place]:
    """Move places along their rays from the middle, keeping their order, so that a crowd there comes apart."""
    if not places:
        return {}
    centre = _middle(list(places.values()))
    radius = {iri: math.dist(place, centre) for iri, place in places.items()}
    outermost = max(radius.values())
    evened: dict[str, Place] = {}
    for i, iri in enumerate(sorted(places, key=lambda iri: (radius[iri], iri))):
        even = outermost * math.sqrt((i + 0.5) / len(places))
        share = (1 - _EVENNESS) + _EVENNESS * even / (radius[iri] or 1.0)
        x, y = places[iri]
        evened[iri] = ((x - centre[0]) * share, (y - centre[1]) * share)
    return evened


class _Canvas:
    """Keeps what is placed, one node a cell."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self._taken: set[tuple[int, int]] = set()

    def put(self, iri: str, wanted: Place, *, margin: int = 0) -> None:
        """Place a node on the first free point of a spiral around a place, with free cells around it."""
        for step in range(len(self._taken) * 4 + 1):
            reach = _CELL * 0.8 * math.sqrt(step)
            x = wanted[0] + reach * math.cos(step * _GOLDEN_ANGLE)
            y = wanted[1] + reach * math.sin(step * _GOLDEN_ANGLE)
            column, row = round(x / _CELL), round(y / _CELL)
            if (column, row) not in self._taken:
                around = range(-margin, margin + 1)
                self._taken.update((column + right, row + down) for right in around for down in around)
                self.places[iri] = (round(x, 1), round(y, 1))
                return
        raise AssertionError("a spiral longer than the number of nodes has a free cell")


def _neighbours(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for a, b in pairs:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    return near


def _growth(
    ranking: Sequence[str], near: Mapping[str, Sequence[str]], places: Mapping[str, Place]
) -> Iterator[tuple[str, Place]]:
    """Yield unplaced nodes with the middle of their placed neighbours; reads `places` as it grows."""
    rank = {iri: i for i, iri in enumerate(ranking)}
    ready = [rank[other] for iri in places for other in near.get(iri, ())]
    heapify(ready)
    rim = max((math.hypot(*place) for place in places.values()), default=0.0)
    for lone, iri in enumerate(ranking):
        while ready:
            grown = ranking[heappop(ready)]
            if grown not in places:
                yield grown, _middle([places[other] for other in near[grown] if other in places])
                for other in near[grown]:
                    heappush(ready, rank[other])
        if iri not in places:
            angle = lone * _GOLDEN_ANGLE
            yield iri, (rim * math.cos(angle), rim * math.sin(angle))
            for other in near.get(iri, ()):
                heappush(ready, rank[other])


def _middle(places: Sequence[Place]) -> Place:
    return fmean(x for x, _ in places), fmean(y for _, y in places)
