from __future__ import annotations

import csv
import json
from pathlib import Path

from export_graphs import IRIS, hostile_texts, make_hostile_graph, make_pair_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.csv_tables import csv_files, write_csv
from kg.export.property_graph import evidence, nodes, relationships
from kg.settings import Settings

GOLDEN = Path(__file__).parent / "golden" / "edges.csv"


def read_tables(graph) -> dict[str, list[dict[str, str]]]:
    return {name: list(csv.DictReader(lines, strict=True)) for name, lines in csv_files(graph, Settings()).items()}


def cell(value) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else "" if value is None else str(value)


def test_edges_are_as_they_were_agreed(tmp_path):
    write_csv(make_pair_graph(), tmp_path, Settings())
    assert (tmp_path / "edges.csv").read_bytes() == GOLDEN.read_bytes()


def test_lines_end_as_rfc_4180_says(tiny_graph, tmp_path):
    write_csv(tiny_graph, tmp_path, Settings())
    for path in tmp_path.iterdir():
        text = path.read_bytes()
        assert text.count(b"\n") == text.count(b"\r\n") > 1


def test_ends_of_edges_and_places_of_evidence_are_nodes(tiny_graph):
    tables = read_tables(tiny_graph)
    known = {row["iri"] for row in tables["nodes.csv"]}
    assert {row[end] for row in tables["edges.csv"] for end in ("source", "target")} <= known
    assert {row[end] for row in tables["evidence.csv"] for end in ("subject", "object", "paper")} <= known


def test_evidence_says_where_in_the_text_it_stands(tiny_graph):
    for row in read_tables(tiny_graph)["evidence.csv"]:
        text = tiny_graph.node(row["paper"]).paper.text
        assert text[int(row["start_offset"]) : int(row["end_offset"])] == row["sentence"]


def test_evidence_holds_what_papers_deny(tiny_graph):
    rows = read_tables(tiny_graph)["evidence.csv"]
    denied = [row for row in rows if row["polarity"] == "negated"]
    assert {(row["subject"], row["relation"], row["object"]) for row in denied} == {
        (IRIS.entity("bignet"), "OUTPERFORMS", IRIS.entity("tinynet"))
    }


@settings(deadline=None, max_examples=40)
@given(st.lists(hostile_texts, min_size=7, max_size=7))
def test_every_value_comes_back_as_it_was(texts):
    graph = make_hostile_graph(texts)
    tables = read_tables(graph)
    rows = {
        "nodes.csv": list(nodes(graph, Settings())),
        "edges.csv": list(relationships(graph, Settings())),
        "evidence.csv": list(evidence(graph, Settings())),
    }
    for name, expected in rows.items():
        for read, row in zip(tables[name], expected, strict=True):
            assert {column: read[column] for column in row.values} == {c: cell(v) for c, v in row.values.items()}
