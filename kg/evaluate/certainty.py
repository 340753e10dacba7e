"""How sure figures are, and how far confidences can be believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 1000
_BINS = 10

Counted = tuple[int, int, int]


def intervals(counts: Sequence[Counted], figure: Callable[[float, float, float], float]) -> tuple[float, float]:
    """Return where a figure lies with a chance of 95 % (percentile bootstrap over papers; Efron and Tibshirani 1993).

    The same papers give the same interval.

    Args:
        counts: right, wrong and missed of each paper.
        figure: the figure of their sums.
    """
    return percentiles(_resampled(counts, figure))


def paired_differences(
    one: Sequence[Counted], other: Sequence[Counted], figure: Callable[[float, float, float], float]
) -> list[float]:
    """Return by how much one figure is above another in each resample (paired bootstrap over papers; Koehn 2004).

    Args:
        one: right, wrong and missed of each paper.
        other: the same of the same papers, annotated in another way.
        figure: the figure of their sums.
    """
    both = zip(_resampled(one, figure), _resampled(other, figure), strict=True)
    return [mine - theirs for mine, theirs in both]


def percentiles(resamples: Sequence[float]) -> tuple[float, float]:
    """Return between which values the middle 95 % of the resamples lie; 0 where there are none.

    Args:
        resamples: a value per resample.
    """
    found = sorted(resamples)
    return (found[int(0.025 * len(found))], found[int(0.975 * len(found)) - 1]) if found else (0.0, 0.0)


def _resampled(counts: Sequence[Counted], figure: Callable[[float, float, float], float]) -> list[float]:
    if not counts:
        return []
    sums = _draws(len(counts)) @ np.array(counts, dtype=np.int64)
    return [figure(*row) for row in sums.tolist()]


@cache
def _draws(papers: int) -> NDArray[np.int64]:
    """Return how often each paper is drawn in each resample."""
    return np.random.default_rng(0).multinomial(papers, [1 / papers] * papers, size=_RESAMPLES)


def calibration_error(judged: Sequence[tuple[float, bool]], bins: int = _BINS) -> float:
    """Return the expected calibration error: how far confidence and share of right ones differ, on average.

    Args:
        judged: confidence and whether it was right.
        bins: how many bins of equal mass.
    """
    ranked = sorted(judged)
    cuts = [len(ranked) * i // bins for i in range(bins + 1)]
    gaps = []
    for start, end in pairwise(cuts):
        part = ranked[start:end]
        gaps.append(abs(sum(confidence for confidence, _ in part) - sum(right for _, right in part)))
    return sum(gaps) / len(ranked) if ranked else 0.0


def average_precision(judged: Sequence[tuple[float, bool]], due: int) -> float:
    """Return the area under precision and recall.

    Args:
        judged: confidence and whether it was right.
        due: how many there were to be found.
    """
    ranked = sorted(judged, key=lambda case: (-case[0], case[1]))
    right = accumulate(int(hit) for _, hit in ranked)
    gained = [found / rank for rank, (found, (_, hit)) in enumerate(zip(right, ranked, strict=True), start=1) if hit]
    return sum(gained) / due if due else 0.0
