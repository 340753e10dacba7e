"""Two ways of annotating the same papers, compared: how much better is one, and how sure is that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kg.errors import AnnotationError
from kg.evaluate.certainty import Counted, paired_differences, percentiles
from kg.evaluate.figures import SHARES, Evaluation, f1_of, precision_of
from kg.tables import Table, Value

COLUMNS = ("measure", "value", "against", "difference", "low", "high", "better")
_LOWER_IS_BETTER = ("clutter",)


def compare(one: Evaluation, other: Evaluation) -> Table:
    """Compare two evaluations of the same papers by a paired bootstrap over papers.

    Args:
        one: the figures of one way of annotating.
        other: those of another.

    Returns:
        A row per measure: both values, their difference, between which values it lies with a chance of 95 %, and in
        which share of the resamples the first is better (ties are not).

    Raises:
        AnnotationError: the papers are not the same.
    """
    if [score.errors.paper for score in one.scores] != [score.errors.paper for score in other.scores]:
        raise AnnotationError("only evaluations of the same papers, in the same order, can be compared")
    return Table(COLUMNS, list(_rows(one, other)))


def _rows(one: Evaluation, other: Evaluation) -> Iterator[tuple[Value, ...]]:
    for name in (*one.counts, *one.by_kind):
        yield _row(name, one.paper_counts(name), other.paper_counts(name), f1_of)
    for name in SHARES:
        yield _row(name, one.paper_shares(name), other.paper_shares(name), precision_of)


def _row(
    name: str, one: Sequence[Counted], other: Sequence[Counted], figure: Callable[[float, float, float], float]
) -> tuple[Value, ...]:
    value, against = (figure(*_sums(counts)) for counts in (one, other))
    differences = paired_differences(one, other, figure)
    low, high = percentiles(differences)
    sign = -1 if name in _LOWER_IS_BETTER else 1
    better = sum(sign * difference > 0 for difference in differences) / max(1, len(differences))
    return name, *(round(number, 3) for number in (value, against, value - against, low, high, better))


def _sums(counts: Sequence[Counted]) -> tuple[int, int, int]:
    right, wrong, missed = (sum(count[i] for count in counts) for i in range(3))
    return right, wrong, missed
