"""Where nodes stand in a picture: a function of the graph alone, and near where they stood before if that is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import igraph
import numpy as np

from kg.view.forces import Network, Numbers, Places, disc_radius, make_network, settle
from kg.view.packing import pack_around, ring_places
from kg.view.separation import separate, tell_apart
from kg.view.start import diffused_start, grown_start
from kg.view.style import node_size

Place = tuple[float, float]

_UNIT = 46.0  # picture units per unit of the force model, which gives each node one unit of area
_ROOM = 1.15  # least distance of two nodes, as a share of that at which they touch
_BY_RULE = 12  # components of so few nodes need no forces
_HOLD = 4.0  # how strongly a node is held at its old place, as a share of all other forces


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the steps share: names in sorted order, radii in units of the force model, and old places (or NaN)."""

    names: Sequence[str]
    radii: Numbers
    old: Places


def place_nodes(
    nodes: Sequence[str],
    edges: Sequence[tuple[int, int, float]],
    *,
    previous: Mapping[str, Place] | None = None,
) -> list[Place]:
    """Place the nodes of a graph so that what belongs together stands together and the picture is filled evenly.

    The largest component is drawn by the LinLog energy model (Noack 2007), whose optimal drawings show communities,
    starting from a diffusion of places hashed from the names, which a small change of the graph changes little. Smaller
    components are packed around it, each from a direction of its own.

    Args:
        nodes: IRIs, each once.
        edges: two places in `nodes` and a positive weight; direction and order do not matter, repeats add up.
        previous: IRI → place in a former picture of a similar graph; who is known there stays near.

    Returns:
        For each node its (x, y) in picture units, rounded to one decimal; no two nodes share a place.
    """
    if not nodes:
        return []
    order = sorted(range(len(nodes)), key=nodes.__getitem__)
    rank = {node: i for i, node in enumerate(order)}
    names = [nodes[node] for node in order]
    network = make_network(len(names), [(rank[a], rank[b], weight) for a, b, weight in edges])
    ground = _Ground(names, _radii(network), _old_places(names, previous or {}))
    placed = _place_components(network, ground)
    told_apart = tell_apart(placed * _UNIT)
    return [told_apart[rank[node]] for node in range(len(nodes))]


def _radii(network: Network) -> Numbers:
    degrees = network.degrees()
    highest = int(degrees.max(initial=0))
    return np.array([node_size(int(degree), highest) / 2 for degree in degrees]) * _ROOM / _UNIT


def _old_places(names: Iterable[str], previous: Mapping[str, Place]) -> Places:
    unknown = (np.nan, np.nan)
    return np.array([previous.get(name, unknown) for name in names], dtype=np.float64) / _UNIT


def _place_components(network: Network, ground: _Ground) -> Places:
    """Draw each component on its own, then pack all of them around the largest."""
    pairs = np.stack((network.heads, network.tails), axis=1)
    found = igraph.Graph(n=network.count, edges=pairs.tolist()).connected_components()
    # Members are in the order of their names, so that the first of them names the component.
    components = sorted((np.array(sorted(part)) for part in found), key=lambda part: (-len(part), part[0]))
    places = np.empty((network.count, 2))
    for part in components:
        places[part] = _place_component(network.part(part), _part(ground, part))
    pack_around(places, components, ground.radii, ground.old, ground.names)
    return places


def _part(ground: _Ground, members: Numbers) -> _Ground:
    return _Ground([ground.names[i] for i in members], ground.radii[members], ground.old[members])


def _place_component(network: Network, ground: _Ground) -> Places:
    known = ~np.isnan(ground.old[:, 0])
    if network.count <= _BY_RULE:
        return ground.old if known.all() else ring_places(network, ground.names)
    start = diffused_start(network, ground.names, disc_radius(network.count))
    if not known.any():
        return separate(settle(network, start), ground.radii)
    start = grown_start(network, ground.old, start)
    return separate(settle(network, start, rounds=40, hold=known * _HOLD), ground.radii)
