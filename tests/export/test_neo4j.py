from __future__ import annotations

import csv
import re
from pathlib import Path

from export_graphs import HOSTILE, hostile_texts, make_hostile_graph, make_pair_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.columns import EVIDENCE_TYPES, LABEL_SETS, LINK_TYPES, STATEMENT_TYPES
from kg.export.neo4j import ARRAY_DELIMITER, neo4j_files, write_neo4j
from kg.export.property_graph import nodes
from kg.settings import Settings

GOLDEN = Path(__file__).parent / "golden"
LABELS = {label for labels in LABEL_SETS for label in labels}
TYPES = {*STATEMENT_TYPES.values(), *LINK_TYPES.values(), *EVIDENCE_TYPES.values(), "SUBJECT", "OBJECT", "FOUND_IN"}
KEY_FIELDS = {":LABEL", ":TYPE", "iri:ID(Node)", ":START_ID(Node)", ":END_ID(Node)"}
MERGE_ON_KEY = re.compile(
    r"MERGE (?:\(node:\w+ \{iri: row\.`iri:ID\(Node\)`\}\)"
    r"|\(subject\)-\[link:\w+(?: \{claim: row\.`claim`\})?\]->\(object\))"
)


def tables_of(graph) -> dict[str, list[str]]:
    return {name: list(lines) for name, lines in neo4j_files(graph, Settings()).items() if name.endswith(".csv")}


def rows_of(graph, escape: str | None = "\\") -> dict[str, list[dict[str, str]]]:
    """Read the tables as LOAD CSV does: quotes may be doubled, a backslash in quotes escapes."""
    return {
        name: list(csv.DictReader(lines, strict=True, escapechar=escape)) for name, lines in tables_of(graph).items()
    }


def script_of(graph) -> str:
    return "".join(neo4j_files(graph, Settings())["import.cypher"])


def statements_of(graph) -> list[str]:
    lines = [line for line in script_of(graph).splitlines() if not line.startswith("//")]
    return [statement.strip() for statement in "\n".join(lines).split(";\n") if statement.strip(";\n ")]


def test_script_and_tables_are_as_they_were_agreed(tmp_path):
    write_neo4j(make_pair_graph(), tmp_path, Settings())
    for name in ("import.cypher", "nodes-Entity-Method.csv", "relationships-Entity-USED_FOR-Entity.csv"):
        assert (tmp_path / name).read_bytes() == (GOLDEN / name).read_bytes()


def test_every_node_and_relationship_stands_in_one_table(tiny_graph):
    tables = rows_of(tiny_graph)
    iris = [row["iri:ID(Node)"] for name, rows in tables.items() if name.startswith("nodes-") for row in rows]
    assert len(set(iris)) == len(iris)
    assert {node.iri for node in tiny_graph.nodes()} <= set(iris)
    links = {name: rows for name, rows in tables.items() if name.startswith("relationships-")}
    keys = [(*list(row.values())[:3], row[":TYPE"]) for rows in links.values() for row in rows]
    assert len(set(keys)) == len(keys)
    stated = [rows for name, rows in links.items() if not re.search(r"-(Claim|Evidence)-", name)]
    assert sum(map(len, stated)) == tiny_graph.network.number_of_edges()


def test_headers_are_typed(tiny_graph):
    for name, lines in tables_of(tiny_graph).items():
        heads = lines[0].strip().split(",")
        assert all(re.fullmatch(r"[a-z_]+(:int|:double|:string\[\])?", head) for head in {*heads} - KEY_FIELDS)
        expected = ["iri:ID(Node)", ":LABEL"] if name.startswith("nodes-") else [":START_ID(Node)", ":TYPE"]
        assert [heads[0], heads[-1]] == expected


def test_ends_of_relationships_bear_the_labels_of_the_file_name(tiny_graph):
    tables = rows_of(tiny_graph)
    nodes_rows = [row for name, rows in tables.items() if name.startswith("nodes-") for row in rows]
    labels = {row["iri:ID(Node)"]: row[":LABEL"].split(ARRAY_DELIMITER) for row in nodes_rows}
    for name, rows in tables.items():
        if name.startswith("relationships-"):
            _, start, kind, end = name.removesuffix(".csv").split("-")
            assert {kind} == {row[":TYPE"] for row in rows}
            assert all(start in labels[row[":START_ID(Node)"]] for row in rows)
            assert all(end in labels[row[":END_ID(Node)"]] for row in rows)


def test_evidence_leads_from_a_place_to_the_things_of_a_claim(tiny_graph):
    tables = rows_of(tiny_graph)
    supported = {row[":END_ID(Node)"] for row in tables["relationships-Evidence-SUPPORTS-Claim.csv"]}
    assert supported == {statement.claim for statement in tiny_graph.statements()}
    for name in ("relationships-Claim-OBJECT-Entity.csv", "relationships-Claim-SUBJECT-Paper.csv"):
        assert supported & {row[":START_ID(Node)"] for row in tables[name]}


def test_the_script_reads_every_table_and_only_columns_that_exist(tiny_graph):
    tables = tables_of(tiny_graph)
    loads = [statement for statement in statements_of(tiny_graph) if statement.startswith("LOAD CSV")]
    files = [re.search(r"'file:///([^']+)'", load).group(1) for load in loads]
    assert sorted(files) == sorted(tables)
    for name, load in zip(files, loads, strict=True):
        heads = tables[name][0].strip().split(",")
        assert set(re.findall(r"row\.`([^`]+)`", load)) == set(heads) - {":LABEL", ":TYPE"}


def test_the_script_only_merges_by_key_nodes_first(tiny_graph):
    found = statements_of(tiny_graph)
    clauses = [tuple(re.findall(r"^[A-Z]+(?: CONSTRAINT| CSV)?", statement, re.MULTILINE)) for statement in found]
    assert set(clauses) == {
        ("CREATE CONSTRAINT", "FOR"),
        ("LOAD CSV", "MERGE", "SET"),
        ("LOAD CSV", "MERGE", "REMOVE", "SET", "SET"),
        ("LOAD CSV", "MATCH", "MATCH", "MERGE"),
        ("LOAD CSV", "MATCH", "MATCH", "MERGE", "SET"),
    }
    merges = [line for statement in found for line in statement.splitlines() if line.startswith("MERGE")]
    assert all(MERGE_ON_KEY.fullmatch(line.removesuffix(";")) for line in merges)
    stages = ["MATCH" in found for found in clauses]
    assert stages == sorted(stages)
    assert clauses[0][0] == "CREATE CONSTRAINT"


def test_labels_and_types_come_from_the_tables_alone(tiny_graph):
    script = re.sub(r"`[^`]*`|'[^']*'", "", script_of(tiny_graph))
    assert set(re.findall(r"\blink:(\w+)", script)) <= TYPES
    assert {
        label for run in re.findall(r"\b(?:node|subject|object)((?::\w+)+)", script) for label in run[1:].split(":")
    } <= LABELS


def test_the_script_does_not_depend_on_any_text():
    scripts = {script_of(make_hostile_graph(texts)) for texts in (HOSTILE[:7], HOSTILE[-7:], ["plain"] * 7)}
    assert len(scripts) == 1


def test_the_readme_names_every_table_and_both_options(tiny_graph):
    text = "".join(neo4j_files(tiny_graph, Settings())["README.md"])
    assert set(tables_of(tiny_graph)) == set(re.findall(r"=([\w-]+\.csv)", text))
    assert "--array-delimiter=U+001F" in text
    assert "--legacy-style-quoting=true" in text


def test_tables_of_an_older_graph_are_removed_and_other_files_stay(tiny_graph, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    write_neo4j(tiny_graph, tmp_path, Settings())
    write_neo4j(make_pair_graph(), tmp_path, Settings())
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"notes.txt", *neo4j_files(make_pair_graph(), Settings())}


@settings(deadline=None, max_examples=40)
@given(st.lists(hostile_texts, min_size=7, max_size=7))
def test_every_text_and_array_survives(texts):
    graph = make_hostile_graph(texts)
    tables = rows_of(graph)
    read = {row["iri:ID(Node)"]: row for name, rows in tables.items() if name.startswith("nodes-") for row in rows}
    for node in nodes(graph, Settings()):
        row = read[node.iri]
        assert row["name"] == node.name
        for name in ("aliases", "keywords", "authors"):
            array = row.get(f"{name}:string[]") or ""
            assert tuple(filter(None, array.split(ARRAY_DELIMITER))) == node.values.get(name, ())


@settings(deadline=None, max_examples=40)
@given(st.lists(hostile_texts, min_size=7, max_size=7))
def test_tables_keep_their_shape_where_backslashes_are_read_plainly(texts):
    graph = make_hostile_graph(texts)
    plain = rows_of(graph, escape=None)
    for name, lines in tables_of(graph).items():
        assert len(plain[name]) == len(lines) - 1
        assert not [row for row in plain[name] if None in row or None in row.values()]
