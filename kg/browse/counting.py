"""What a built graph holds, by kind."""

from __future__ import annotations

from pathlib import Path

from kg.browse.opening import load_graph
from kg.graph.stats import graph_statistics
from kg.tables import Table, Value


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
