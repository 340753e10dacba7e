"""What a built graph holds, by kind."""

from __future__ import annotations

from pathlib import Path

from kg.generation import STORE, read_manifest
from kg.rdf import counting
from kg.tables import Table, Value


def count_graph(directory: Path) -> Table:
    """Count nodes by kind and edges by predicate.

    Args:
        directory: the build's folder.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
    """
    read_manifest(directory)
    counts = counting.count_graph(directory / STORE)
    rows: list[tuple[Value, ...]] = [("nodes", kind, n) for kind, n in counts.nodes.items()]
    rows += [("edges", predicate, n) for predicate, n in counts.edges.items()]
    rows += [("unaffirmed", "", counts.unaffirmed), ("evidence", "", counts.evidence)]
    return Table(("what", "kind", "number"), rows)
