"""Plain tables: `nodes.csv`, `edges.csv` and `evidence.csv` (RFC 4180, UTF-8), for programs rather than spreadsheets.

Arrays are JSON, a missing value is an empty cell, and no cell is changed to stop a spreadsheet from taking it for a
formula. What they cannot hold: the borders of sentences that are no evidence.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.export.columns import EVIDENCE_COLUMNS, NODE_COLUMNS, STATEMENT_COLUMNS, Value
from kg.export.property_graph import evidence, nodes, relationships
from kg.export.text_file import write_text
from kg.model import GraphReader
from kg.settings import Settings

Cell = Value | None

_NODE_NAMES = tuple(column.name for column in NODE_COLUMNS)
_EDGE_NAMES = tuple(column.name for column in STATEMENT_COLUMNS)
_EVIDENCE_NAMES = tuple(column.name for column in EVIDENCE_COLUMNS)


def write_csv(graph: GraphReader, path: Path, settings: Settings) -> None:
    """Write a graph as three tables.

    Args:
        graph: any graph.
        path: the folder; made if it does not exist, its three tables replaced if they do.
        settings: how much text is published.
    """
    path.mkdir(parents=True, exist_ok=True)
    write_text(path / "nodes.csv", _lines(("iri", *_NODE_NAMES), _node_cells(graph, settings)))
    write_text(path / "edges.csv", _lines(("source", "relation", "target", *_EDGE_NAMES), _edge_cells(graph, settings)))
    heads = ("iri", "claim", "subject", "relation", "object", "paper", *_EVIDENCE_NAMES)
    write_text(path / "evidence.csv", _lines(heads, _evidence_cells(graph, settings)))


def _node_cells(graph: GraphReader, settings: Settings) -> Iterator[list[Cell]]:
    for row in nodes(graph, settings):
        yield [row.iri, *map(row.values.get, _NODE_NAMES)]


def _edge_cells(graph: GraphReader, settings: Settings) -> Iterator[list[Cell]]:
    for edge in relationships(graph, settings):
        yield [edge.start, edge.type, edge.end, *map(edge.values.get, _EDGE_NAMES)]


def _evidence_cells(graph: GraphReader, settings: Settings) -> Iterator[list[Cell]]:
    for row in evidence(graph, settings):
        ends = (row.subject, row.relation, row.object)
        yield [row.iri, row.claim, *ends, row.paper, *map(row.values.get, _EVIDENCE_NAMES)]


def _lines(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([json.dumps(cell, ensure_ascii=False) if isinstance(cell, tuple) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
