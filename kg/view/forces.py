"""The forces of a drawing: edges pull, nodes push each other away as charges do, gravity keeps them in a disc.

Charges under gravity spread evenly over a disc (one node per unit of area here), so that the picture is filled; that
edges pull with a force which does not grow with their length makes dense groups stand apart from each other.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.float64]  # one row (x, y) per node
Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_ATTRACTION = 7.0
_SOFTNESS = 0.5  # below this distance forces fade, so that none is without bounds
_STEP = 0.8  # of the way to where a node would rest if the others stood still
_FIRST_REACH, _LAST_REACH = 0.1, 0.05  # farthest move of the first round in radii of the disc, of the last in units
_HEAVIEST = 3.0  # an edge of many papers pulls no more than so many of one


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by number, and for each edge its ends and how many single edges it counts for."""

    count: int
    heads: Indices
    tails: Indices
    weights: Numbers

    def degrees(self) -> Numbers:
        """Return the number of edges at each node."""
        return self.gathered(np.ones(len(self.heads)), np.ones(len(self.heads)))

    def gathered(self, at_heads: Numbers, at_tails: Numbers) -> Numbers:
        """Return for each node the sum of what its edges bring.

        Args:
            at_heads: what each edge brings to its head.
            at_tails: what each edge brings to its tail.
        """
        brought = np.bincount(self.heads, at_heads, self.count) + np.bincount(self.tails, at_tails, self.count)
        return brought.astype(np.float64)

    def part(self, members: Indices) -> Network:
        """Return the network of some nodes, numbered in their order.

        Args:
            members: numbers of nodes; all edges at them lead to others of them, or to none.
        """
        number = np.full(self.count, -1)
        number[members] = np.arange(len(members))
        inside = number[self.heads] >= 0
        return Network(len(members), number[self.heads[inside]], number[self.tails[inside]], self.weights[inside])


def make_network(count: int, edges: Iterable[tuple[int, int, float]]) -> Network:
    """Add up the edges between the same two nodes, whatever their direction and order; loops are left out.

    Args:
        count: how many nodes there are.
        edges: two numbers of nodes and a positive weight.
    """
    weights: dict[tuple[int, int], list[float]] = defaultdict(list)
    for a, b, weight in edges:
        if a != b:
            weights[min(a, b), max(a, b)].append(weight)
    pairs = sorted(weights)
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    # math.fsum: a sum that depends on no order.
    pulls = np.array([min(math.sqrt(math.fsum(weights[pair])), _HEAVIEST) for pair in pairs])
    return Network(count, ends[:, 0], ends[:, 1], pulls)


def disc_radius(count: int) -> float:
    """Return the radius of the disc that nodes fill, each one unit of area.

    Args:
        count: how many nodes there are.
    """
    return math.sqrt(count / math.pi)


def shared_pull(network: Network) -> Numbers:
    """Return the weight of each edge in relation to the degrees of its ends, so that hubs do not draw in everything.

    Args:
        network: any network.
    """
    degrees = network.degrees()
    # The root twice and no power, whose last bits depend on the processor.
    shares = np.sqrt(np.sqrt(degrees[network.heads] * degrees[network.tails]))
    return np.asarray(network.weights / shares, dtype=np.float64)


def settle(network: Network, start: Places, *, rounds: int = 120, hold: Numbers | None = None) -> Places:
    """Move nodes towards the least energy of the LinLog model with gravity.

    The model is that of Noack 2007 (Energy models for graph clustering, JGAA 11), with the repulsion by degrees of
    Jacomy et al. 2014 (ForceAtlas2). Few rounds that move less and less, since a long search ends in places that differ
    much for graphs that differ little.

    Args:
        network: one component.
        start: a first place of each node.
        rounds: how often all nodes are moved.
        hold: for each node how strongly it is held at its start, in relation to all other forces; 0 where it is free.

    Returns:
        A new place of each node, around the origin, in a disc of about one unit of area per node.
    """
    radius = disc_radius(network.count)
    charges = np.sqrt(np.maximum(network.degrees(), 1.0))
    charges /= charges.mean()
    field = _Field(max(1.3 * radius, 1.05 * float(np.abs(start).max())))
    pull = _ATTRACTION * shared_pull(network)
    gravity = math.pi * charges
    held = np.zeros(network.count) if hold is None else hold
    places = start
    for done in range(rounds):
        reach = _FIRST_REACH * radius * (1 - done / rounds) + _LAST_REACH
        across = places[network.tails] - places[network.heads]
        springs = pull / np.sqrt(_squared(across) + _SOFTNESS**2)
        stiffness = gravity + network.gathered(springs, springs)
        drawn = springs[:, None] * across
        force = charges[:, None] * field.of(places, charges) - gravity[:, None] * places
        force += np.stack([network.gathered(drawn[:, axis], -drawn[:, axis]) for axis in (0, 1)], axis=1)
        force -= (held * stiffness)[:, None] * (places - start)
        move = _STEP * force / (stiffness * (1 + held))[:, None]
        length = np.sqrt(_squared(move))
        places = places + move * np.minimum(1.0, reach / np.maximum(length, 1e-12))[:, None]
    return places


def _squared(vectors: Places) -> Numbers:
    return np.asarray(vectors[:, 0] ** 2 + vectors[:, 1] ** 2, dtype=np.float64)


class _Field:
    """The repulsion of all charges by way of a grid (particle-mesh method, Hockney and Eastwood 1988).

    The work grows with the number of nodes and of cells, not with that of pairs. Nothing here uses a matrix product,
    whose last bits depend on the processor.
    """

    def __init__(self, half: float) -> None:
        self._half = half
        self._cells = max(32, 2 ** math.ceil(math.log2(2 * half)))
        self._width = 2 * half / (self._cells - 1)
        # Twice as many cells, so that the far side of the picture does not push from behind.
        steps = np.fft.fftfreq(2 * self._cells, 1 / (2 * self._cells)) * self._width
        right, down = np.meshgrid(steps, steps, indexing="ij")
        squared = right**2 + down**2 + _SOFTNESS**2
        self._kernels = [np.fft.rfft2(axis / squared) for axis in (right, down)]

    def of(self, places: Places, charges: Numbers) -> Places:
        """Return the field at each place."""
        size = 2 * self._cells
        at = np.clip((places + self._half) / self._width, 0, self._cells - 1.001)
        corner = at.astype(np.int64)
        shares = [(1 - (at - corner)[:, axis], (at - corner)[:, axis]) for axis in (0, 1)]
        corners = [
            ((corner[:, 0] + right) * size + corner[:, 1] + down, shares[0][right] * shares[1][down])
            for right in (0, 1)
            for down in (0, 1)
        ]
        charge = sum(np.bincount(cell, charges * share, size * size) for cell, share in corners)
        spectrum = np.fft.rfft2(np.reshape(charge, (size, size)))
        fields = [np.fft.irfft2(spectrum * kernel, s=(size, size)).ravel() for kernel in self._kernels]
        return np.stack([sum(field[cell] * share for cell, share in corners) for field in fields], axis=1)
