"""GEXF 1.3 for Gephi and Gephi Lite: typed columns, parallel edges told apart by `kind`, places and colours.

What it cannot hold: arrays (joined), more than the best sentence of an edge, and claims that no paper affirms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
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
from kg.export.property_graph import NodeRow, RelationshipRow, nodes, relationships
from kg.model import GraphReader
from kg.rdf.description import current_build
from kg.settings import Settings
from kg.text_file import write_text
from kg.view.layout import Place
from kg.view.style import COLOURS, node_size
from kg.view.wording import WORDING

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
"""
_TYPES: dict[ColumnType, str] = {
    ColumnType.STRING: "string",
    ColumnType.INTEGER: "integer",
    ColumnType.NUMBER: "double",
}
# The name is the label and an edge's type its kind; `relation` repeats the latter for readers that drop kinds.
_NODES = tuple(column for column in NODE_COLUMNS if column.name != "name")
_RELATION = Column("relation", ColumnType.STRING, (), "type of the relationship")
_EDGES = (_RELATION, *EDGE_COLUMNS)


def write_gexf(graph: GraphReader, path: Path, settings: Settings) -> None:
    """Write a graph as GEXF 1.3.

    Args:
        graph: any graph.
        path: the file; replaced if it exists.
        settings: how much text is published, and which former build the places are to be near to.
    """
    write_text(path, generate_gexf(graph, settings))


def generate_gexf(graph: GraphReader, settings: Settings) -> Iterator[str]:
    """Yield a graph as GEXF 1.3 (gexf.net/1.3), a node or an edge at a time.

    Args:
        graph: any graph.
        settings: how much text is published.
    """
    rows, edges = list(nodes(graph, settings)), list(relationships(graph, settings))
    yield _HEAD
    yield _meta(current_build().epoch)
    yield '  <graph mode="static" defaultedgetype="directed">\n'
    yield from _attributes("node", _NODES)
    yield from _attributes("edge", _EDGES)
    yield "    <nodes>\n"
    yield from _nodes(rows, edges, places_of(graph, settings))
    yield "    </nodes>\n    <edges>\n"
    yield from (_edge(number, edge) for number, edge in enumerate(edges, 1))
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _meta(epoch: int | None) -> str:
    date = "" if epoch is None else f' lastmodifieddate="{datetime.fromtimestamp(epoch, UTC):%Y-%m-%d}"'
    return f"  <meta{date}>\n    <creator>kg</creator>\n  </meta>\n"


def _attributes(of: str, columns: Iterable[Column]) -> Iterator[str]:
    yield f'    <attributes class="{of}" mode="static">\n'
    for column in map(flat_column, columns):
        yield f'      <attribute id="{column.name}" title="{column.name}" type="{_TYPES[column.type]}"/>\n'
    yield "    </attributes>\n"


def _nodes(rows: Sequence[NodeRow], edges: Sequence[RelationshipRow], places: Mapping[str, Place]) -> Iterator[str]:
    degrees = Counter(end for edge in edges for end in (edge.start, edge.end))
    highest = max(degrees.values(), default=0)
    for row in rows:
        x, y = places[row.iri]
        yield (
            f'      <node id="{_quoted(row.iri)}" label="{_quoted(row.name)}">\n'
            f"{_values(_NODES, row.values)}"
            f"        <viz:color {_colour(row.kind)}/>\n"
            f'        <viz:position x="{x}" y="{y}" z="0.0"/>\n'
            f'        <viz:size value="{node_size(degrees[row.iri], highest)}"/>\n'
            "      </node>\n"
        )


def _colour(kind: str) -> str:
    # Without alpha: Gephi Lite draws nodes grey that have one.
    red, green, blue = bytes.fromhex(COLOURS[kind].removeprefix("#"))
    return f'r="{red}" g="{green}" b="{blue}"'


def _edge(number: int, edge: RelationshipRow) -> str:
    return (
        f'      <edge id="e{number}" source="{_quoted(edge.start)}" target="{_quoted(edge.end)}" kind="{edge.type}"'
        f' label="{_quoted(WORDING[edge.predicate].forward)}" weight="{edge.weight}">\n'
        f"{_values(_EDGES, {'relation': edge.type, **edge.values})}"
        "      </edge>\n"
    )


def _values(columns: Iterable[Column], values: Mapping[str, Value]) -> str:
    lines = [
        f'          <attvalue for="{flat_column(c).name}" value="{_quoted(str(flat_value(c, values[c.name])))}"/>\n'
        for c in columns
        if c.name in values
    ]
    return f"        <attvalues>\n{''.join(lines)}        </attvalues>\n" if lines else ""


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
