"""Moving apart what stands on each other."""

from __future__ import annotations

import math

import numpy as np

from kg.view.forces import Indices, Numbers, Places

_ROUNDS = 40
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_DECIMALS = 1


def separate(places: Places, radii: Numbers) -> Places:
    """Push overlapping discs apart; in a crowd some overlap may remain.

    Args:
        places: the middle of each disc.
        radii: its radius.

    Returns:
        New places; discs that touch no other stay where they are.
    """
    for _ in range(_ROUNDS):
        first, second = near_pairs(places, 2 * float(radii.max()))
        across = places[second] - places[first]
        distance = np.sqrt(across[:, 0] ** 2 + across[:, 1] ** 2)
        overlap = radii[first] + radii[second] - distance
        hit = overlap > 1e-9
        if not hit.any():
            break
        first, second = first[hit], second[hit]
        across, distance, overlap = across[hit], distance[hit], overlap[hit]
        direction = np.where(distance[:, None] > 1e-9, across / np.maximum(distance, 1e-9)[:, None], _turned(first))
        # The larger a disc, the less it gives way.
        share = radii[second] / (radii[first] + radii[second])
        push = overlap[:, None] * direction
        move = [
            np.bincount(second, (1 - share) * axis, len(places)) - np.bincount(first, share * axis, len(places))
            for axis in push.T
        ]
        places = places + np.stack(move, axis=1) * 0.6
    return places


def near_pairs(places: Places, reach: float) -> tuple[Indices, Indices]:
    """Return all pairs of places nearer than a distance, and some that are not.

    Args:
        places: any places.
        reach: the distance.
    """
    cell = np.floor((places - places.min(axis=0)) / reach).astype(np.int64) + 1
    column = int(cell[:, 1].max()) + 2
    key = cell[:, 0] * column + cell[:, 1]
    order = np.argsort(key, kind="stable")
    key = key[order]
    firsts, seconds = [], []
    for offset in (0, 1, column - 1, column, column + 1):
        low, high = (np.searchsorted(key, key + offset, side=side) for side in ("left", "right"))
        count = high - low
        first = np.repeat(np.arange(len(key)), count)
        second = np.arange(len(first)) + np.repeat(low - np.cumsum(count) + count, count)
        once = second > first
        firsts.append(order[first[once]])
        seconds.append(order[second[once]])
    return np.concatenate(firsts), np.concatenate(seconds)


def tell_apart(places: Places) -> list[tuple[float, float]]:
    """Round places; one that is taken is moved to a free one beside it.

    Args:
        places: any places.
    """
    taken: set[tuple[float, float]] = set()
    told: list[tuple[float, float]] = []
    for x, y in places.tolist():
        # Adding zero makes minus zero plain zero.
        place = (round(x, _DECIMALS) + 0.0, round(y, _DECIMALS) + 0.0)
        step = 0
        while place in taken:
            step += 1
            reach = math.sqrt(step)
            angle = step * _GOLDEN_ANGLE
            place = (
                round(x + reach * math.cos(angle), _DECIMALS) + 0.0,
                round(y + reach * math.sin(angle), _DECIMALS) + 0.0,
            )
        taken.add(place)
        told.append(place)
    return told


def _turned(numbers: Indices) -> Places:
    angle = numbers * _GOLDEN_ANGLE
    return np.stack((np.cos(angle), np.sin(angle)), axis=1)
