"""Looking around in a built graph: neighbours, paths, counts and the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import GraphError, KgError
from kg.export import EXPORTERS
from kg.export.columns import LINK_TYPES
from kg.generation import read_manifest
from kg.graph import KnowledgeGraph
from kg.graph.find import find_nodes, node_name
from kg.graph.paths import Step, neighbors, shortest_paths
from kg.graph.stats import graph_statistics
from kg.model import PaperNode, Statement
from kg.names import clean_latex
from kg.rdf.reader import read_graph
from kg.schema import RelationType, Role
from kg.settings import Settings, TextPolicy
from kg.tables import Table, Value

_STEP_COLUMNS = ("subject", "predicate", "object", "support", "confidence", "paper", "sentence")
_LINK_PREDICATES = tuple(LINK_TYPES)


def load_graph(directory: Path) -> tuple[KnowledgeGraph, Settings]:
    """Read a built graph back from its store.

    Args:
        directory: the build's folder.

    Returns:
        The graph, and the settings it was built with.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
    """
    options = read_manifest(directory)["options"]
    settings = Settings(base=options["base"], text=TextPolicy(options["text"]))
    return read_graph(directory / EXPORTERS["store"].target, settings), settings


def find_neighbors(directory: Path, name: str, *, limit: int = 50) -> Table:
    """List the edges at a thing.

    Args:
        directory: the build's folder.
        name: a label, alias, title, id or IRI.
        limit: how many edges at most.

    Returns:
        One row per edge with its best sentence; several things of that name give rows for all, and a warning.

    Raises:
        UnknownNameError: nothing bears the name.
    """
    graph, _ = load_graph(directory)
    found = find_nodes(graph, name)
    steps = [step for node in found for step in neighbors(graph, node.iri)]
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
        predicates: walk only these relations and roles; all where none is given.
        min_confidence: walk only statements at least so sure, in [0, 1].

    Returns:
        One row per step, numbered by path; no rows where nothing connects the two.

    Raises:
        UnknownNameError: nothing bears one of the names.
        KgError: a predicate is unknown.
    """
    known = {*RelationType, *Role, *_LINK_PREDICATES}
    if unknown := sorted(set(predicates) - known):
        raise KgError(f"unknown relation {unknown[0]!r}; known are {', '.join(sorted(known))}")
    graph, _ = load_graph(directory)
    start, end = find_nodes(graph, source)[0], find_nodes(graph, target)[0]
    paths = shortest_paths(
        graph,
        start.iri,
        end.iri,
        count=count,
        predicates=frozenset(predicates) or None,
        min_confidence=min_confidence,
    )
    rows = [(number, *_step_row(graph, step)) for number, path in enumerate(paths, start=1) for step in path]
    return Table(("path", *_STEP_COLUMNS), rows)


def count_graph(directory: Path) -> Table:
    """Count nodes by kind and edges by predicate.

    Args:
        directory: the build's folder.
    """
    statistics = graph_statistics(load_graph(directory)[0])
    rows: list[tuple[Value, ...]] = [("nodes", kind, n) for kind, n in statistics.nodes.items()]
    rows += [("edges", predicate, n) for predicate, n in statistics.edges.items()]
    rows += [("unaffirmed", "", statistics.unaffirmed), ("evidence", "", statistics.evidence)]
    return Table(("what", "kind", "number"), rows)


def page_address(page: Path, min_confidence: float = 0.0) -> str:
    """Return the address that opens a page.

    Args:
        page: what `page_of` returned.
        min_confidence: relations below it are hidden at first, in [0, 1].
    """
    address = page.as_uri()
    return f"{address}?min-confidence={min_confidence:g}" if min_confidence else address


def page_of(directory: Path) -> Path:
    """Return the page of a built graph.

    Args:
        directory: the build's folder.

    Raises:
        GraphError: the build has no page.
    """
    read_manifest(directory)
    page = (directory / EXPORTERS["html"].target).resolve()
    if not page.is_file():
        raise GraphError(f"{directory} holds no page; make one with: kg export html -o {page.name}")
    return page


def _step_row(graph: KnowledgeGraph, step: Step) -> tuple[Value, ...]:
    edge = step.edge
    support, confidence = (edge.support, edge.confidence) if isinstance(edge, Statement) else (None, None)
    best = step.evidence[0] if step.evidence else None
    paper = graph.node(best.paper) if best else None
    title = node_name(paper) if isinstance(paper, PaperNode) else None
    return (*step.reading, support, confidence, title, clean_latex(best.sentence) if best else None)
