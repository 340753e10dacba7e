"""Two methods or papers side by side, and the results of all papers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.browse.opening import PAPERS_AND_ENTITIES, find_two, open_built
from kg.errors import KgError
from kg.graph.comparison import ComparisonLine, Said, compare
from kg.graph.explorable import ExplorableGraph
from kg.graph.find import find_nodes
from kg.graph.result_table import Axis, ResultTable, shorten, tabulate_results
from kg.model import Entity
from kg.names import clean_latex
from kg.schema import EntityType
from kg.tables import Table, Value

_SIDES = ("first", "second")
_COLUMNS = ("part", "kind", "name", *_SIDES, *(f"{side} {of}" for side in _SIDES for of in ("paper", "sentence")))


def compare_nodes(directory: Path, first: str, second: str) -> Table:
    """List what two papers, two entities, or one of each share and do not.

    Args:
        directory: the build's folder.
        first: a label, alias, title, id or IRI.
        second: likewise.

    Returns:
        Relations between the two, what both have, what one alone has, and their results side by side; each with how it
        is said, in which paper and in which sentence.

    Raises:
        UnknownNameError: nothing bears one of the names.
        KgError: it names neither paper nor entity, or both names mean one thing.
    """
    graph = open_built(directory)
    one, other = find_two(graph, first, second, PAPERS_AND_ENTITIES)
    rows = [_comparison_row(graph, line) for line in compare(graph, one.node, other.node)]
    return Table(_COLUMNS, rows, (*one.warnings, *other.warnings))


def results_table(
    directory: Path,
    *,
    rows: str = Axis.METHOD,
    columns: str = Axis.DATASET,
    metrics: Sequence[str] = (),
    min_confidence: float = 0.0,
    limit: int = 30,
) -> tuple[ResultTable, tuple[str, ...]]:
    """Arrange what the papers report by two of method, data set, metric, paper and task.

    Args:
        directory: the build's folder.
        rows: what the rows are.
        columns: what the columns are.
        metrics: names of metrics, however they are spelled; narrower ones count too; all where none is given.
        min_confidence: only results at least so sure, in [0, 1].
        limit: how many rows, and how many columns, at most.

    Returns:
        The table, and warnings: what a name was taken for, and what was left out.

    Raises:
        UnknownNameError: nothing bears the name of a metric.
        KgError: there is no such axis, rows and columns are the same, or a name is of no metric.
    """
    row_axis, column_axis = _axis(rows), _axis(columns)
    if row_axis is column_axis:
        raise KgError(f"rows and columns are both {rows}; name two of {', '.join(Axis)}")
    graph = open_built(directory)
    wanted = frozenset(iri for name in metrics for iri in _metric(graph, name))
    whole = tabulate_results(graph, row_axis, column_axis, wanted, least=min_confidence)
    table = shorten(whole, limit)
    warnings = []
    if table.rows != whole.rows or table.columns != whole.columns:
        shown = f"{len(table.rows)} of {len(whole.rows)} rows and {len(table.columns)} of {len(whole.columns)} columns"
        warnings.append(f"showing {shown}; raise it with --limit")
    if whole.unplaced:
        warnings.append(f"left out {whole.unplaced} results that name no {rows} or no {columns}")
    return table, tuple(warnings)


def _comparison_row(graph: ExplorableGraph, line: ComparisonLine) -> tuple[Value, ...]:
    sides = (line.first, line.second)
    ways = (said.how if said else None for said in sides)
    sources = (source for said in sides for source in _source(graph, said))
    return (line.part, line.kind, line.name, *ways, *sources)


def _source(graph: ExplorableGraph, said: Said | None) -> tuple[Value, Value]:
    """The paper that says so, and its sentence."""
    if said is None or said.evidence is None:
        return None, None
    return graph.name(said.evidence.paper), clean_latex(said.evidence.sentence)


def _axis(name: str) -> Axis:
    try:
        return Axis(name)
    except ValueError:
        raise KgError(f"{name!r} can be neither rows nor columns; known are {', '.join(Axis)}") from None


def _metric(graph: ExplorableGraph, name: str) -> list[str]:
    found = find_nodes(graph, name)
    metrics = [node.iri for node in found if isinstance(node, Entity) and node.type is EntityType.METRIC]
    if not metrics:
        raise KgError(f"{name!r} names no metric; kg rank --kind metric lists them")
    return metrics
