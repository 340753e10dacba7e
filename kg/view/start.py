"""Where nodes start before forces move them: as alike for two similar graphs as can be."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from kg.view.forces import Network, Numbers, Places, shared_pull

_ROUNDS = 10  # more would tell communities better apart, and turn the picture by a small change


def hashed_place(name: str) -> tuple[float, float]:
    """Return a place in the unit square around the origin that depends on a name alone.

    Args:
        name: any text.
    """
    raw = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    x, y = (int.from_bytes(part, "big") / 2**64 - 0.5 for part in (raw[:8], raw[8:16]))
    return x, y


def diffused_start(network: Network, names: Sequence[str], radius: float) -> Places:
    """Mix the hashed places of neighbours a few times, then spread the result evenly over a disc.

    These are the first steps of a power iteration towards a spectral drawing (Koren 2005, Drawing graphs by
    eigenvectors), which are smooth in the graph, as the eigenvectors themselves are not.

    Args:
        network: one component of two nodes or more.
        names: the name of each node.
        radius: of the disc.
    """
    pull = shared_pull(network)
    total = network.gathered(pull, pull)
    places = np.array([hashed_place(name) for name in names])
    for _ in range(_ROUNDS):
        places = _standardised(places, total)
        near = [network.gathered(pull * x[network.tails], pull * x[network.heads]) for x in places.T]
        places = (places + np.stack(near, axis=1) / total[:, None]) / 2
    return _even_disc(places, radius)


def grown_start(network: Network, old: Places, otherwise: Places) -> Places:
    """Start from old places; new nodes start in the middle of their neighbours that have a place.

    Args:
        network: one component.
        old: a place of each node in a former picture; NaN where there is none.
        otherwise: where nodes start that no path of new nodes joins to an old one.
    """
    places = old.copy()
    while True:
        placed = ~np.isnan(places[:, 0])
        from_heads, from_tails = placed[network.heads], placed[network.tails]
        count = network.gathered(from_tails * 1.0, from_heads * 1.0)
        new = ~placed & (count > 0)
        if not new.any():
            return np.where(np.isnan(places), otherwise, places)
        known = np.nan_to_num(places)
        sums = [network.gathered(x[network.tails], x[network.heads]) for x in known.T]
        places[new] = np.stack(sums, axis=1)[new] / count[new, None]


def _standardised(places: Places, weights: Numbers) -> Places:
    """Centre both axes, scale them to a variance of one, and take from the second what the first says already."""
    share = weights / weights.sum()
    x, y = (axis - (axis * share).sum() for axis in places.T)
    x = x / np.sqrt((x * x * share).sum())
    y = y - x * (x * y * share).sum()
    y = y / np.sqrt((y * y * share).sum())
    return np.stack((x, y), axis=1)


def _even_disc(places: Places, radius: float) -> Places:
    distance = np.sqrt(places[:, 0] ** 2 + places[:, 1] ** 2)
    rank = np.empty(len(places))
    rank[np.argsort(distance, kind="stable")] = np.arange(len(places))
    even = radius * np.sqrt((rank + 0.5) / len(places))
    return places * (even / np.maximum(distance, 1e-12))[:, None]
