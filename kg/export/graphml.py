"""GraphML for yEd, Cytoscape, igraph and networkx: one typed key per column.

What it cannot hold: arrays (joined), more than the best sentence of an edge, claims that no paper affirms, colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from kg.export.columns import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    Column,
    ColumnType,
    Value,
    flat_column,
    flat_value,
)
from kg.export.places import places_of
from kg.export.property_graph import RelationshipRow, nodes, relationships
from kg.model import GraphReader
from kg.settings import Settings
from kg.text_file import write_text

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""
_TYPES: dict[ColumnType, str] = {
    ColumnType.STRING: "string",
    ColumnType.INTEGER: "int",
    ColumnType.NUMBER: "double",
}
_EDGES = (
    Column("relation", ColumnType.STRING, (), "type of the relationship"),
    Column("weight", ColumnType.NUMBER, (), "papers that affirm it; 1 where it needs none"),
    *EDGE_COLUMNS,
)


# Names by which igraph, Gephi and Cytoscape know a place.
_PLACE = (
    Column("x", ColumnType.NUMBER, (), "place in a picture"),
    Column("y", ColumnType.NUMBER, (), "place in a picture"),
)
_NODES = (*NODE_COLUMNS, *_PLACE)


def write_graphml(graph: GraphReader, path: Path, settings: Settings) -> None:
    """Write a graph as GraphML.

    Args:
        graph: any graph.
        path: the file; replaced if it exists.
        settings: how much text is published.
    """
    write_text(path, generate_graphml(graph, settings))


def generate_graphml(graph: GraphReader, settings: Settings) -> Iterator[str]:
    """Yield a graph as GraphML (graphml.graphdrawing.org), a node or an edge at a time.

    Args:
        graph: any graph.
        settings: how much text is published.
    """
    yield _HEAD
    yield from _keys("node", _NODES)
    yield from _keys("edge", _EDGES)
    yield '  <graph id="kg" edgedefault="directed">\n'
    places = places_of(graph, settings)
    for row in nodes(graph, settings):
        values = {**row.values, **dict(zip("xy", places[row.iri], strict=True))}
        yield f'    <node id="{_quoted(row.iri)}">\n{_data("node", _NODES, values)}    </node>\n'
    yield from (_edge(number, edge) for number, edge in enumerate(relationships(graph, settings), 1))
    yield "  </graph>\n</graphml>\n"


def _keys(of: str, columns: Iterable[Column]) -> Iterator[str]:
    for column in map(flat_column, columns):
        kind = _TYPES[column.type]
        yield f'  <key id="{of}_{column.name}" for="{of}" attr.name="{column.name}" attr.type="{kind}"/>\n'


def _edge(number: int, edge: RelationshipRow) -> str:
    values = {"relation": edge.type, "weight": edge.weight, **edge.values}
    ends = f'source="{_quoted(edge.start)}" target="{_quoted(edge.end)}"'
    return f'    <edge id="e{number}" {ends}>\n{_data("edge", _EDGES, values)}    </edge>\n'


def _data(of: str, columns: Iterable[Column], values: Mapping[str, Value]) -> str:
    return "".join(
        f'      <data key="{of}_{flat_column(c).name}">{escape(str(flat_value(c, values[c.name])))}</data>\n'
        for c in columns
        if c.name in values
    )


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
