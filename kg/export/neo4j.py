"""Neo4j 5: tables with typed headers that both neo4j-admin and LOAD CSV read, and a Cypher script without APOC.

Labels, relationship types and property names come from `kg.export.columns`, values only from the tables, so no text of
a paper ever becomes Cypher.

Arrays are joined by U+001F, which XML 1.0 forbids and which therefore no text of a graph holds. LOAD CSV takes a
backslash in quotes for an escape (`db.import.csv.legacy_quote_escaping`, on by default), neo4j-admin only if told;
the tables double it, and the command in the README tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from kg.export.columns import (
    ENTITY_LABELS,
    INFERENCE_COLUMNS,
    LABEL_SETS,
    LINK_TYPES,
    STATEMENT_COLUMNS,
    STATEMENT_TYPES,
    Column,
    ColumnType,
    Value,
    columns_of,
)
from kg.export.property_graph import claims, evidence, nodes, relationships
from kg.model import GraphReader
from kg.settings import Settings
from kg.text_file import write_text

ARRAY_DELIMITER = "\x1f"
_IRI, _START, _END = "iri:ID(Node)", ":START_ID(Node)", ":END_ID(Node)"
_TYPES: dict[ColumnType, str] = {
    ColumnType.STRING: "",
    ColumnType.INTEGER: ":int",
    ColumnType.NUMBER: ":double",
    ColumnType.STRINGS: ":string[]",
}
_READERS: dict[ColumnType, str] = {
    ColumnType.STRING: "{}",
    ColumnType.INTEGER: "toInteger({})",
    ColumnType.NUMBER: "toFloat({})",
    ColumnType.STRINGS: "split({}, '\\u001F')",
}
_NEEDS_QUOTES = frozenset(',"\\\n\r')
_COLUMNS: dict[str, tuple[Column, ...]] = {
    **dict.fromkeys(STATEMENT_TYPES.values(), STATEMENT_COLUMNS),
    LINK_TYPES["inferredBroader"]: INFERENCE_COLUMNS,
}

Labels = tuple[str, ...]
Joint = tuple[str, str, str]


def write_neo4j(graph: GraphReader, path: Path, settings: Settings) -> None:
    """Write a graph as tables, `import.cypher` and a README with the import commands.

    Args:
        graph: any graph.
        path: the folder; made if it does not exist. Tables of an older graph in it are removed.
        settings: how much text is published.
    """
    path.mkdir(parents=True, exist_ok=True)
    for stale in (*path.glob("nodes-*.csv"), *path.glob("relationships-*.csv")):
        stale.unlink()
    for name, lines in neo4j_files(graph, settings).items():
        write_text(path / name, lines)


def neo4j_files(graph: GraphReader, settings: Settings) -> dict[str, Iterable[str]]:
    """Return the files of the folder: name → lines.

    Args:
        graph: any graph.
        settings: how much text is published.
    """
    tables = _fill_tables(graph, settings)
    node_tables, edge_tables = tables.nodes(), tables.edges()
    return {
        **{_node_file(labels): lines for labels, lines in node_tables.items()},
        **{_edge_file(joint): lines for joint, lines in edge_tables.items()},
        "import.cypher": generate_cypher(list(node_tables), list(edge_tables)),
        "README.md": [_readme(node_tables, edge_tables)],
    }


def generate_cypher(label_sets: Sequence[Labels], joints: Sequence[Joint]) -> Iterator[str]:
    """Yield the statements that load the tables; running them again changes nothing.

    Args:
        label_sets: the labels of each table of nodes.
        joints: (label of the start, type, label of the end) of each table of relationships.
    """
    yield "// Loads the tables of this folder into Neo4j 5. Running it again changes nothing.\n"
    yield "// First copy the tables into the import folder of the server.\n"
    for label in dict.fromkeys(labels[0] for labels in label_sets):
        yield (
            f"\nCREATE CONSTRAINT kg_{label.lower()}_iri IF NOT EXISTS\n"
            f"FOR (node:{label}) REQUIRE node.iri IS UNIQUE;\n"
        )
    yield from (_load_nodes(labels) for labels in label_sets)
    yield from (_load_relationships(joint) for joint in joints)


def _load_nodes(labels: Labels) -> str:
    main, *kinds = labels
    others = "".join(f":{kind}" for kind in ENTITY_LABELS if kind not in kinds)
    relabel = [f"REMOVE node{others}\n", *(f"SET node:{kind}\n" for kind in kinds)] if kinds else []
    return (
        f"\nLOAD CSV WITH HEADERS FROM 'file:///{_node_file(labels)}' AS row\n"
        f"MERGE (node:{main} {{iri: row.`{_IRI}`}})\n{''.join(relabel)}{_assign('node', columns_of(main))};\n"
    )


def _load_relationships(joint: Joint) -> str:
    start, kind, end = joint
    columns = _edge_columns(kind)
    key = " {claim: row.`claim`}" if columns is STATEMENT_COLUMNS else ""
    properties = _assign("link", tuple(c for c in columns if c.name != "claim"))
    return (
        f"\nLOAD CSV WITH HEADERS FROM 'file:///{_edge_file(joint)}' AS row\n"
        f"MATCH (subject:{start} {{iri: row.`{_START}`}})\n"
        f"MATCH (object:{end} {{iri: row.`{_END}`}})\n"
        f"MERGE (subject)-[link:{kind}{key}]->(object){properties and chr(10)}{properties};\n"
    )


def _assign(variable: str, columns: Sequence[Column]) -> str:
    values = [f"{variable}.{c.name} = " + _READERS[c.type].format(f"row.`{_header(c)}`") for c in columns]
    return "SET " + ",\n    ".join(values) if values else ""


def _header(column: Column) -> str:
    return column.name + _TYPES[column.type]


def _edge_columns(kind: str) -> tuple[Column, ...]:
    return _COLUMNS.get(kind, ())


def _node_file(labels: Labels) -> str:
    return f"nodes-{'-'.join(labels)}.csv"


def _edge_file(joint: Joint) -> str:
    return f"relationships-{'-'.join(joint)}.csv"


class _Tables:
    """The lines of every table, header first; a table appears with its first row."""

    def __init__(self) -> None:
        self._nodes: dict[Labels, list[str]] = {}
        self._edges: dict[Joint, list[str]] = {}

    def add_node(self, labels: Labels, iri: str, values: Mapping[str, Value]) -> None:
        columns = columns_of(labels[0])
        if labels not in self._nodes:
            self._nodes[labels] = [_line([_IRI, *map(_header, columns), ":LABEL"])]
        self._nodes[labels].append(_line([iri, *_cells(columns, values), labels]))

    def add_edge(self, joint: Joint, start: str, end: str, values: Mapping[str, Value] = MappingProxyType({})) -> None:
        columns = _edge_columns(joint[1])
        if joint not in self._edges:
            self._edges[joint] = [_line([_START, _END, *map(_header, columns), ":TYPE"])]
        self._edges[joint].append(_line([start, end, *_cells(columns, values), joint[1]]))

    def nodes(self) -> dict[Labels, list[str]]:
        return {labels: self._nodes[labels] for labels in LABEL_SETS if labels in self._nodes}

    def edges(self) -> dict[Joint, list[str]]:
        return dict(sorted(self._edges.items()))


def _fill_tables(graph: GraphReader, settings: Settings) -> _Tables:
    tables, label = _Tables(), {}
    for node in nodes(graph, settings):
        label[node.iri] = node.labels[0]
        tables.add_node(node.labels, node.iri, node.values)
    for edge in relationships(graph, settings):
        tables.add_edge((label[edge.start], edge.type, label[edge.end]), edge.start, edge.end, edge.values)
    for claim in claims(graph):
        tables.add_node(("Claim",), claim.iri, claim.values)
        tables.add_edge(("Claim", "SUBJECT", label[claim.subject]), claim.iri, claim.subject)
        tables.add_edge(("Claim", "OBJECT", label[claim.object]), claim.iri, claim.object)
    for item in evidence(graph, settings):
        tables.add_node(("Evidence",), item.iri, item.values)
        tables.add_edge(("Evidence", item.type, label.get(item.claim, "Claim")), item.iri, item.claim)
        tables.add_edge(("Evidence", "FOUND_IN", "Paper"), item.iri, item.paper)
    return tables


def _cells(columns: Iterable[Column], values: Mapping[str, Value]) -> Iterator[Value | None]:
    return (values.get(column.name) for column in columns)


def _line(cells: Iterable[Value | None]) -> str:
    return ",".join(map(_cell, cells)) + "\n"


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    text = ARRAY_DELIMITER.join(value) if isinstance(value, tuple) else str(value)
    if _NEEDS_QUOTES.isdisjoint(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'


_README = """# Into Neo4j 5

One table per set of labels (`nodes-…csv`) and per kind of relationship (`relationships-START-TYPE-END.csv`), with the
typed headers of `neo4j-admin`. Every node has an `iri`, which is its key; relationships that papers state have a
`claim`, and `(:Evidence)-[:SUPPORTS|DENIES|HEDGES]->(:Claim)-[:SUBJECT|OBJECT]->(:Entity|Paper)` tells why they hold.

## Into a running database

Copy `*.csv` into the import folder of the server (`server.directories.import`), then:

```
cypher-shell -u neo4j -d neo4j -f import.cypher
```

The script needs no APOC and may be run again, also over a newer graph: nodes and relationships are merged by their
keys and their properties overwritten. What the newer graph no longer holds is not deleted. Leave
`db.import.csv.legacy_quote_escaping` at its default (`true`).

## Into a new database, fast

Run this in this folder while the database is stopped; it replaces the database:

```
{command}
```

Elements of arrays are separated by the character U+001F, which no text here can hold, and backslashes in quotes are
doubled; hence the two options.
"""


def _readme(label_sets: Iterable[Labels], joints: Iterable[Joint]) -> str:
    options = [
        "--overwrite-destination",
        "--array-delimiter=U+001F",
        "--legacy-style-quoting=true",
        *(f"--nodes={_node_file(labels)}" for labels in label_sets),
        *(f"--relationships={_edge_file(joint)}" for joint in joints),
    ]
    return _README.format(command=" \\\n  ".join(["neo4j-admin database import full neo4j", *options]))
