from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from export_graphs import hostile_texts, make_hostile_graph, make_pair_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kg.export.gexf import generate_gexf, write_gexf
from kg.export.node_values import display_text
from kg.settings import Settings

GEXF, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
GOLDEN = Path(__file__).parent / "golden" / "pair.gexf"
RESERVED = {"id", "label", "pid", "parents", "start", "end", "viz"}
PARSE = {"string": str, "integer": int, "double": float}


def parsed(graph):
    return etree.fromstring("".join(generate_gexf(graph, Settings())).encode("utf-8"))


def test_the_file_is_as_it_was_agreed():
    text = "".join(generate_gexf(make_pair_graph(), Settings()))
    assert re.sub(r'(?<= [xy])="[^"]*"', '=""', text) == GOLDEN.read_text(encoding="utf-8")


def test_networkx_reads_all_nodes_edges_and_types(tiny_graph, tmp_path):
    write_gexf(tiny_graph, tmp_path / "g.gexf", Settings())
    read = nx.read_gexf(tmp_path / "g.gexf")
    assert set(read) == set(tiny_graph.network)
    expected = Counter((s, t) for s, t, _ in tiny_graph.network.edges(keys=True))
    assert Counter((s, t) for s, t, _ in read.edges(keys=True)) == expected
    year = read.nodes["https://kg.example/id/paper/p1"]["year"]
    assert (year, type(year)) == (2021, int)


def test_columns_are_declared_once_with_one_type_and_no_reserved_name(tiny_graph):
    root = parsed(tiny_graph)
    for block in root.iter(f"{GEXF}attributes"):
        ids = [column.get("id") for column in block]
        assert len(set(ids)) == len(ids)
        reserved = RESERVED | ({"type", "weight", "kind"} if block.get("class") == "edge" else set())
        assert not reserved & {*ids, *(column.get("title") for column in block)}
        assert {column.get("type") for column in block} <= set(PARSE)


def test_every_value_has_the_type_of_its_column(tiny_graph):
    root = parsed(tiny_graph)
    for element in ("node", "edge"):
        (block,) = (b for b in root.iter(f"{GEXF}attributes") if b.get("class") == element)
        types = {column.get("id"): PARSE[column.get("type")] for column in block}
        for item in root.iter(f"{GEXF}{element}"):
            values = [value.get("for") for value in item.iter(f"{GEXF}attvalue")]
            assert len(set(values)) == len(values)
            for value in item.iter(f"{GEXF}attvalue"):
                types[value.get("for")](value.get("value"))


def test_parallel_edges_differ_in_kind_and_all_ids_are_unique(tiny_graph):
    edges = list(parsed(tiny_graph).iter(f"{GEXF}edge"))
    keys = [(e.get("source"), e.get("target"), e.get("kind")) for e in edges]
    assert len(set(keys)) == len(keys) == len({e.get("id") for e in edges})
    assert len({key[:2] for key in keys}) < len(keys)
    assert all(float(e.get("weight")) >= 1 for e in edges)


def test_ends_of_edges_are_nodes(tiny_graph):
    root = parsed(tiny_graph)
    known = {node.get("id") for node in root.iter(f"{GEXF}node")}
    assert {e.get(end) for e in root.iter(f"{GEXF}edge") for end in ("source", "target")} <= known


def test_colours_have_no_alpha_and_every_node_has_its_own_place(tiny_graph):
    root = parsed(tiny_graph)
    assert all(set(colour.attrib) == {"r", "g", "b"} for colour in root.iter(f"{VIZ}color"))
    places = [(p.get("x"), p.get("y")) for p in root.iter(f"{VIZ}position")]
    assert len(set(places)) == len(places) == tiny_graph.network.number_of_nodes()


def test_a_node_is_larger_the_more_edges_it_has(tiny_graph):
    sizes = {
        node.get("id"): float(node.find(f"{VIZ}size").get("value")) for node in parsed(tiny_graph).iter(f"{GEXF}node")
    }
    by_degree = sorted(tiny_graph.network.degree, key=lambda pair: pair[1])
    assert sizes[by_degree[0][0]] < sizes[by_degree[-1][0]] == 40.0


def test_a_date_stands_in_the_file_only_if_it_is_given(tiny_graph, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "lastmodifieddate" not in "".join(generate_gexf(tiny_graph, Settings()))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert 'lastmodifieddate="1970-01-02"' in "".join(generate_gexf(tiny_graph, Settings()))


@settings(deadline=None, max_examples=40)
@given(st.lists(hostile_texts, min_size=7, max_size=7))
def test_no_text_breaks_the_file_or_changes_on_the_way(texts):
    graph = make_hostile_graph(texts)
    root = parsed(graph)
    labels = {node.get("id"): node.get("label") for node in root.iter(f"{GEXF}node")}
    assert set(labels) == set(graph.network)
    assert labels["https://kg.example/id/entity/first"] == (
        display_text(texts[2]) or "https://kg.example/id/entity/first"
    )
    assert len(list(root.iter(f"{GEXF}edge"))) == graph.network.number_of_edges()


def test_a_failed_export_leaves_the_old_file(tmp_path):
    (tmp_path / "g.gexf").write_text("old", encoding="utf-8")
    with pytest.raises(AttributeError):
        write_gexf(None, tmp_path / "g.gexf", Settings())
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]
