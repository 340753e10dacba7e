"""Results of all papers as a table of two axes: our own leader board, each value with its paper and sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from kg.graph.explorable import ExplorableGraph
from kg.graph.find import node_name
from kg.model import Result
from kg.schema import EntityType, Role


class Axis(StrEnum):
    """What the rows or the columns of a table of results are."""

    METHOD = "method"
    DATASET = "dataset"
    METRIC = "metric"
    PAPER = "paper"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """A value as its paper writes it, with the metric, the paper's title and the sentence."""

    value: str
    number: float | None
    unit: str
    metric: str | None
    paper: str
    sentence: str
    confidence: float


@dataclass(frozen=True)
class ResultTable:
    """Values by name of row and column; names that most papers report on come first, then those with most values.

    `unplaced` counts results of the metric that say nothing of one of the axes.
    """

    row_axis: Axis
    column_axis: Axis
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[ReportedValue, ...]]
    unplaced: int

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """The metrics of all values, by name."""
        return tuple(sorted({value.metric for values in self.cells.values() for value in values if value.metric}))


def tabulate_results(
    graph: ExplorableGraph, rows: Axis, columns: Axis, metrics: frozenset[str] = frozenset(), *, least: float = 0.0
) -> ResultTable:
    """Arrange reported results by two of their sides.

    Args:
        graph: any graph.
        rows: what the rows are; `task` are the tasks that the result's paper addresses.
        columns: what the columns are.
        metrics: IRIs of metrics; narrower ones count too; all where there are none.
        least: only results at least so sure, in [0, 1].
    """
    wanted = _with_narrower(graph, metrics)
    tasks = _tasks(graph) if Axis.TASK in (rows, columns) else {}
    name = cache(graph.name)
    placed: dict[tuple[str, str], list[ReportedValue]] = defaultdict(list)
    unplaced = 0
    for result in graph.results():
        if result.confidence < least or (wanted and result.metric not in wanted):
            continue
        places = [(a, b) for a in _sides(result, rows, tasks) for b in _sides(result, columns, tasks)]
        if not places:
            unplaced += 1
            continue
        value = _value(graph, name, result)
        for row, column in places:
            placed[name(row), name(column)].append(value)
    cells = {place: tuple(sorted(values, key=_in_cell)) for place, values in placed.items()}
    return ResultTable(rows, columns, _ordered(cells, 0), _ordered(cells, 1), cells, unplaced)


def shorten(table: ResultTable, limit: int) -> ResultTable:
    """Keep the columns that most papers report on, and of their rows those that most do.

    Args:
        table: a table of results.
        limit: how many rows, and how many columns, at most.
    """
    columns = frozenset(table.columns[:limit])
    cells = {place: values for place, values in table.cells.items() if place[1] in columns}
    rows = _ordered(cells, 0)[:limit]
    cells = {place: values for place, values in cells.items() if place[0] in rows}
    return ResultTable(table.row_axis, table.column_axis, rows, _ordered(cells, 1), cells, table.unplaced)


def _with_narrower(graph: ExplorableGraph, metrics: Iterable[str]) -> set[str]:
    narrower: dict[str, list[str]] = defaultdict(list)
    for narrow, broad in graph.ends("broader"):
        narrower[broad].append(narrow)
    found: set[str] = set()
    waiting = list(metrics)
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found.add(iri)
            waiting.extend(narrower[iri])
    return found


def _tasks(graph: ExplorableGraph) -> dict[str, list[str]]:
    """The tasks that each paper addresses."""
    kinds = graph.kinds()
    tasks: dict[str, list[str]] = defaultdict(list)
    for paper, entity in sorted(graph.ends(Role.ADDRESSES.value)):
        if kinds[entity] == EntityType.TASK:
            tasks[paper].append(entity)
    return tasks


def _sides(result: Result, axis: Axis, tasks: Mapping[str, list[str]]) -> list[str]:
    """IRIs of what a result is of, on one axis."""
    if axis is Axis.TASK:
        return tasks.get(result.paper, [])
    side = {
        Axis.METHOD: result.subject,
        Axis.DATASET: result.dataset,
        Axis.METRIC: result.metric,
        Axis.PAPER: result.paper,
    }[axis]
    return [side] if side else []


def _value(graph: ExplorableGraph, name: Callable[[str], str], result: Result) -> ReportedValue:
    evidence = next(graph.evidence(result.iri), None)
    return ReportedValue(
        value=node_name(result),
        number=result.number,
        unit=result.unit,
        metric=name(result.metric) if result.metric else None,
        paper=name(result.paper),
        sentence=evidence.sentence if evidence else "",
        confidence=result.confidence,
    )


def _in_cell(value: ReportedValue) -> tuple[str, float, str, str]:
    """Values of one paper together, the highest first."""
    return value.paper, -(value.number or 0.0), value.value, value.sentence


def _ordered(cells: Mapping[tuple[str, str], tuple[ReportedValue, ...]], end: int) -> tuple[str, ...]:
    """Names of rows or columns: a data set that many papers report on matters more than one paper with many numbers."""
    papers: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for place, values in cells.items():
        papers[place[end]] |= {value.paper for value in values}
        counts[place[end]] += len(values)
    return tuple(sorted(counts, key=lambda name: (-len(papers[name]), -counts[name], name.casefold(), name)))
