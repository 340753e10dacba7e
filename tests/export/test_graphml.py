from __future__ import annotations

import re
from pathlib import Path

import igraph
import networkx as nx
from export_graphs import hostile_texts, make_hostile_graph, make_pair_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kg.export.graphml import generate_graphml, write_graphml
from kg.export.node_values import display_text
from kg.settings import Settings

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GOLDEN = Path(__file__).parent / "golden" / "pair.graphml"
PARSE = {"string": str, "int": int, "double": float}


def parsed(graph):
    return etree.fromstring("".join(generate_graphml(graph, Settings())).encode("utf-8"))


def test_the_file_is_as_it_was_agreed():
    text = "".join(generate_graphml(make_pair_graph(), Settings()))
    assert re.sub(r'(?<="node_[xy]">)[^<]*', "", text) == GOLDEN.read_text(encoding="utf-8")


def test_networkx_and_igraph_read_all_nodes_and_edges(tiny_graph, tmp_path):
    write_graphml(tiny_graph, tmp_path / "g.graphml", Settings())
    network, other = nx.read_graphml(tmp_path / "g.graphml"), igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    expected = tiny_graph.network.number_of_nodes(), tiny_graph.network.number_of_edges()
    assert (network.number_of_nodes(), network.number_of_edges()) == expected
    assert (other.vcount(), other.ecount()) == expected
    assert set(network) == set(other.vs["id"]) == set(tiny_graph.network)


def test_readers_get_the_same_names_and_relations(tiny_graph, tmp_path):
    write_graphml(tiny_graph, tmp_path / "g.graphml", Settings())
    network, other = nx.read_graphml(tmp_path / "g.graphml"), igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    assert dict(zip(other.vs["id"], other.vs["name"], strict=True)) == dict(network.nodes(data="name"))
    assert sorted(other.es["relation"]) == sorted(relation for _, _, relation in network.edges(data="relation"))
    assert network.nodes["https://kg.example/id/paper/p1"]["year"] == 2021


def test_every_value_is_a_scalar_of_its_key(tiny_graph):
    root = parsed(tiny_graph)
    keys = {key.get("id"): key for key in root.iter(f"{GRAPHML}key")}
    assert len(keys) == len(list(root.iter(f"{GRAPHML}key")))
    for data in root.iter(f"{GRAPHML}data"):
        key = keys[data.get("key")]
        assert data.getparent().tag == GRAPHML + key.get("for")
        PARSE[key.get("attr.type")](data.text)


def test_edges_have_unique_ids_and_known_ends(tiny_graph):
    root = parsed(tiny_graph)
    edges = list(root.iter(f"{GRAPHML}edge"))
    known = {node.get("id") for node in root.iter(f"{GRAPHML}node")}
    assert len({edge.get("id") for edge in edges}) == len(edges)
    assert {edge.get(end) for edge in edges for end in ("source", "target")} <= known


def test_arrays_are_joined_and_only_the_best_sentence_stays(tiny_graph):
    root = parsed(tiny_graph)
    values = {(data.get("key"), data.text) for data in root.iter(f"{GRAPHML}data")}
    assert ("node_keywords", "compression | distillation") in values
    assert "edge_sentences" not in {key for key, _ in values}
    assert ("edge_sentence", "TinyNet is based on BigNet.") in values


@settings(deadline=None, max_examples=40)
@given(st.lists(hostile_texts, min_size=7, max_size=7))
def test_no_text_breaks_the_file_or_changes_on_the_way(texts):
    graph = make_hostile_graph(texts)
    root = parsed(graph)
    names = {node.get("id"): node.findtext(f"{GRAPHML}data[@key='node_name']") for node in root.iter(f"{GRAPHML}node")}
    assert set(names) == set(graph.network)
    assert names["https://kg.example/id/entity/first"] == (
        display_text(texts[2]) or "https://kg.example/id/entity/first"
    )
    assert len(list(root.iter(f"{GRAPHML}edge"))) == graph.network.number_of_edges()
