"""What stands beside a thing, and how two things are connected, with the sentence behind each step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.browse.opening import find_two, known_predicates, open_built
from kg.graph.explorable import ExplorableGraph
from kg.graph.find import find_nodes, node_name
from kg.graph.paths import Step, neighbors, shortest_paths
from kg.model import Statement
from kg.names import clean_latex
from kg.tables import Table, Value

_STEP_COLUMNS = ("subject", "predicate", "object", "support", "confidence", "paper", "sentence")


def find_neighbors(
    directory: Path, name: str, *, predicates: Sequence[str] = (), min_confidence: float = 0.0, limit: int = 50
) -> Table:
    """List the edges at a thing.

    Args:
        directory: the build's folder.
        name: a label, alias, title, id or IRI.
        predicates: only these relations, roles and links; all where none is given.
        min_confidence: only statements at least so sure, in [0, 1].
        limit: how many edges at most.

    Returns:
        One row per edge with its best sentence; several things of that name give rows for all, and a warning.

    Raises:
        UnknownNameError: nothing bears the name.
        KgError: a predicate is unknown.
    """
    wanted = known_predicates(predicates)
    graph = open_built(directory)
    found = find_nodes(graph, name)
    steps = [
        step for node in found for step in neighbors(graph, node.iri, predicates=wanted, min_confidence=min_confidence)
    ]
    warnings = [f"{name!r} names {len(found)} things: {', '.join(map(node_name, found))}"] if len(found) > 1 else []
    if len(steps) > limit:
        warnings.append(f"showing {limit} of {len(steps)} edges; raise it with --limit")
    return Table(_STEP_COLUMNS, [_step_row(graph, step) for step in steps[:limit]], tuple(warnings))


def find_paths(
    directory: Path,
    source: str,
    target: str,
    *,
    count: int = 1,
    predicates: Sequence[str] = (),
    min_confidence: float = 0.0,
) -> Table:
    """List the steps of the shortest paths between two things.

    Args:
        directory: the build's folder.
        source: a label, alias, title, id or IRI.
        target: likewise.
        count: how many paths at most.
        predicates: walk only these relations, roles and links; all where none is given.
        min_confidence: walk only statements at least so sure, in [0, 1].

    Returns:
        One row per step, numbered by path; no rows where nothing connects the two. A name that several things bear is
        taken for the first of them, with a warning.

    Raises:
        UnknownNameError: nothing bears one of the names.
        KgError: a predicate is unknown, or both names mean one thing.
    """
    wanted = known_predicates(predicates)
    graph = open_built(directory)
    start, end = find_two(graph, source, target)
    paths = shortest_paths(
        graph, start.node.iri, end.node.iri, count=count, predicates=wanted, min_confidence=min_confidence
    )
    rows = [(number, *_step_row(graph, step)) for number, path in enumerate(paths, start=1) for step in path]
    return Table(("path", *_STEP_COLUMNS), rows, (*start.warnings, *end.warnings))


def _step_row(graph: ExplorableGraph, step: Step) -> tuple[Value, ...]:
    edge = step.edge
    support, confidence = (edge.support, edge.confidence) if isinstance(edge, Statement) else (None, None)
    best = step.evidence[0] if step.evidence else None
    title = graph.name(best.paper) if best else None
    return (*step.reading, support, confidence, title, clean_latex(best.sentence) if best else None)
