"""Plain tables: `nodes.csv`, `edges.csv` and `evidence.csv` (RFC 4180, UTF-8), for programs rather than spreadsheets.

Arrays are JSON, a missing value is an empty cell, and no cell is changed to stop a spreadsheet from taking it for a
formula. What they cannot hold: the borders of sentences that are no evidence.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from kg.export.columns import EDGE_COLUMNS, EVIDENCE_COLUMNS, NODE_COLUMNS, Value
from kg.export.property_graph import evidence, nodes, relationships
from kg.model import GraphReader
from kg.settings import Settings
from kg.text_file import write_text

Cell = Value | None

_NODE_NAMES = tuple(column.name for column in NODE_COLUMNS)
_EDGE_NAMES = tuple(column.name for column in EDGE_COLUMNS)
_EVIDENCE_NAMES = tuple(column.name for column in EVIDENCE_COLUMNS)


def write_csv(graph: GraphReader, path: Path, settings: Settings) -> None:
    """Write a graph as three tables.

    Args:
        graph: any graph.
        path: the folder; made if it does not exist, its three tables replaced if they do.
        settings: how much text is published.
    """
    path.mkdir(parents=True, exist_ok=True)
    for name, lines in csv_files(graph, settings).items():
        write_text(path / name, lines)


def csv_files(graph: GraphReader, settings: Settings) -> dict[str, Iterable[str]]:
    """Return the three tables: file name → lines, which are made as they are asked for.

    Args:
        graph: any graph.
        settings: how much text is published.
    """
    edge_heads = ("source", "relation", "target", *_EDGE_NAMES)
    evidence_heads = ("iri", "claim", "subject", "relation", "object", "paper", *_EVIDENCE_NAMES)
    return {
        "nodes.csv": _lines(("iri", *_NODE_NAMES), _node_cells(graph, settings)),
        "edges.csv": _lines(edge_heads, _edge_cells(graph, settings)),
        "evidence.csv": _lines(evidence_heads, _evidence_cells(graph, settings)),
    }


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
    for row in chain([heads], rows):
        writer.writerow([json.dumps(cell, ensure_ascii=False) if isinstance(cell, tuple) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
