"""The figures of an evaluation: what was counted in each paper, summed, with intervals and calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.evaluate.certainty import Counted, average_precision, calibration_error, intervals
from kg.schema import EntityType, RelationType, Role
from kg.tables import Table, Value

MEASURES = ("entities", "strict", "typed", "relaxed", "relations", "pairs", "results", "resultsFull")
FLOOR = ("undirected pairs", "undirected pairs, floor")
DISTANCES = ("pairs in one sentence", "pairs in neighbouring sentences", "pairs farther apart")
SHARES = ("type", "role", "clutter")
JUDGED = ("entities", "relations")
COLUMNS = ("measure", "value", "low", "high", "precision", "recall", "right", "wrong", "missed")
_KINDS = (*EntityType, *Role, *RelationType)


@dataclass(slots=True)
class Counts:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Add other counts."""
        self.right += right
        self.wrong += wrong
        self.missed += missed

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of what was due that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class PaperErrors:
    """What one paper missed and got wrong; `wrong_relations` bring the text that they were read from."""

    paper: str
    title: str
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    missed_relations: tuple[str, ...] = ()
    wrong_relations: tuple[str, ...] = ()


@dataclass(slots=True)
class PaperScore:
    """What was counted in one paper.

    Args:
        errors: what it missed and got wrong.
        counts: by measure, entity type, role, relation and distance.
        shares: hits and cases by share.
        judged: confidence and whether it was right, of entities and of relations; optional ones are left out.
    """

    errors: PaperErrors
    counts: dict[str, Counts] = field(default_factory=dict)
    shares: dict[str, Counter[str]] = field(default_factory=dict)
    judged: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Evaluation:
    """The figures of some papers.

    Args:
        scores: a score per gold paper.
        warnings: what a reader of the figures should know.
    """

    scores: tuple[PaperScore, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return len(self.scores)

    @cached_property
    def counts(self) -> Mapping[str, Counts]:
        """The counts of all papers, by measure."""
        return _summed(self.scores, (*MEASURES, *FLOOR, *DISTANCES))

    @cached_property
    def by_kind(self) -> Mapping[str, Counts]:
        """The counts of all papers, by entity type, role and relation."""
        return _summed(self.scores, _KINDS)

    @property
    def errors(self) -> tuple[PaperErrors, ...]:
        """What papers missed and got wrong."""
        return tuple(score.errors for score in self.scores)

    def paper_counts(self, name: str) -> list[Counted]:
        """Return what was right, wrong and missed in each paper.

        Args:
            name: a measure, an entity type, a role or a relation.
        """
        counts = [score.counts.get(name, Counts()) for score in self.scores]
        return [(c.right, c.wrong, c.missed) for c in counts]

    def paper_shares(self, name: str) -> list[Counted]:
        """Return hits and other cases of each paper; nothing is missed.

        Args:
            name: `type`, `role` or `clutter`.
        """
        shares = [score.shares.get(name, Counter[str]()) for score in self.scores]
        return [(share["hits"], share["of"] - share["hits"], 0) for share in shares]

    def share(self, name: str) -> float:
        """Return a share, 0 where nothing was counted.

        Args:
            name: `type`, `role` or `clutter`.
        """
        hits, cases = self._share(name)
        return hits / cases if cases else 0.0

    def calibration(self, name: str) -> float:
        """Return the expected calibration error of confidences (ten bins of equal mass; Naeini et al. 2015).

        Args:
            name: `entities` or `relations`.
        """
        return calibration_error(self._judged(name))

    def area(self, name: str) -> float:
        """Return the area under precision and recall as the least confidence falls.

        Args:
            name: `entities` or `relations`.
        """
        counts = self.counts[name]
        return average_precision(self._judged(name), counts.right + counts.missed)

    def table(self) -> Table:
        """Return the figures as rows; `low` and `high` hold the value with a chance of 95 %."""
        return Table(COLUMNS, [*self._count_rows(), *self._share_rows(), *self._certainty_rows()])

    def error_lines(self, count: int) -> Iterator[str]:
        """Yield what papers missed and got wrong, the worst papers first.

        Args:
            count: how many papers at most.
        """
        worst = sorted(self.errors, key=lambda e: (-len(e.missed) - len(e.wrong), e.paper))
        for error in worst[:count]:
            yield f"{error.paper} {error.title}"
            yield f"  missed: {'; '.join(error.missed)}"
            yield f"  wrong:  {'; '.join(error.wrong)}"
            yield from (f"  missed relation: {line}" for line in error.missed_relations)
            yield from (f"  wrong relation:  {line}" for line in error.wrong_relations)

    def _count_rows(self) -> Iterator[tuple[Value, ...]]:
        for name, counts in [*self.counts.items(), *self.by_kind.items()]:
            low, high = intervals(self.paper_counts(name), f1_of)
            figures = (counts.f1, low, high, counts.precision, counts.recall)
            yield (name, *(round(figure, 3) for figure in figures), counts.right, counts.wrong, counts.missed)

    def _share_rows(self) -> Iterator[tuple[Value, ...]]:
        for name in SHARES:
            low, high = intervals(self.paper_shares(name), precision_of)
            hits, cases = self._share(name)
            yield name, round(self.share(name), 3), round(low, 3), round(high, 3), None, None, hits, cases - hits, None

    def _certainty_rows(self) -> Iterator[tuple[Value, ...]]:
        empty = (None,) * 7
        for name in JUDGED:
            yield f"{name}, calibration error", round(self.calibration(name), 3), *empty
            yield f"{name}, area under precision and recall", round(self.area(name), 3), *empty

    def _share(self, name: str) -> tuple[int, int]:
        shares = self.paper_shares(name)
        return sum(hits for hits, _, _ in shares), sum(hits + others for hits, others, _ in shares)

    def _judged(self, name: str) -> list[tuple[float, bool]]:
        return [case for score in self.scores for case in score.judged.get(name, ())]


def _summed(scores: Iterable[PaperScore], names: Iterable[str]) -> Mapping[str, Counts]:
    sums = {str(name): Counts() for name in names}
    for score in scores:
        for name, counts in score.counts.items():
            if name in sums:
                sums[name].add(counts.right, counts.wrong, counts.missed)
    return sums


def f1_of(right: float, wrong: float, missed: float) -> float:
    """Return F1."""
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def precision_of(right: float, wrong: float, missed: float) -> float:  # noqa: ARG001 - one form for both
    """Return the share that is right."""
    return right / (right + wrong) if right else 0.0
