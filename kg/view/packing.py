"""Small components: their shape by a simple rule, and their place around the largest."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kg.view.forces import Indices, Network, Numbers, Places
from kg.view.start import hashed_place

_GAP = 0.3  # between the discs of components, in units


def ring_places(network: Network, names: Sequence[str]) -> Places:
    """Place the node with most edges in the middle and the others on a ring around it.

    Args:
        network: a component of few nodes.
        names: the name of each node.
    """
    places = np.zeros((network.count, 2))
    degrees = network.degrees()
    hub = max(range(network.count), key=lambda node: (degrees[node], -node))
    others = [node for node in range(network.count) if node != hub]
    radius = max(1.0, len(others) / (2 * math.pi))
    turn = _direction(names[hub])
    for i, node in enumerate(others):
        angle = turn + 2 * math.pi * i / len(others)
        places[node] = (radius * math.cos(angle), radius * math.sin(angle))
    return places


def pack_around(
    places: Places, components: Sequence[Indices], radii: Numbers, old: Places, names: Sequence[str]
) -> None:
    """Move all components but the first to the nearest free place, each in its own direction; changes `places`.

    The direction is where the component stood before, or is hashed from the name of its first node, so that one
    component more or less moves only those beside it.

    Args:
        places: of all nodes; those of a component in relation to each other.
        components: their nodes, the largest first.
        radii: of all nodes.
        old: former places of all nodes; NaN where there is none.
        names: of all nodes.
    """
    middles = np.zeros((len(components), 2))
    sizes = np.zeros(len(components))
    core = components[0]
    sizes[0] = float((np.sqrt((places[core] ** 2).sum(axis=1)) + radii[core]).max())
    for i, part in enumerate(components[1:], start=1):
        middle = places[part].mean(axis=0)
        sizes[i] = float((np.sqrt(((places[part] - middle) ** 2).sum(axis=1)) + radii[part]).max()) + _GAP
        known = part[~np.isnan(old[part, 0])]
        before = old[known].mean(axis=0) if len(known) else np.zeros(2)
        least = math.hypot(*before)
        angle = math.atan2(before[1], before[0]) if least else _direction(names[part[0]])
        ray = np.array((math.cos(angle), math.sin(angle)))
        middles[i] = ray * _first_free(ray, max(least, sizes[0] + sizes[i]), middles[1:i], sizes[1:i] + sizes[i])
        places[part] += middles[i] - middle


def _first_free(ray: Places, least: float, middles: Places, reaches: Numbers) -> float:
    """Return the least distance from the origin along a ray at which a disc hits no other."""
    along = middles[:, 0] * ray[0] + middles[:, 1] * ray[1]
    aside = np.abs(middles[:, 0] * ray[1] - middles[:, 1] * ray[0])
    # Discs that only touch do not hit each other, whatever the last digit says.
    near = aside < reaches * (1 - 1e-9)
    half = np.sqrt(reaches[near] ** 2 - aside[near] ** 2)
    distance = least
    for start, end in sorted(zip((along[near] - half).tolist(), (along[near] + half).tolist(), strict=True)):
        if start < distance < end:
            distance = end
    return distance


def _direction(name: str) -> float:
    return hashed_place(name)[0] * 2 * math.pi
