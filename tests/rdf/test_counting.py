"""A store is counted by its engine as the graph in memory is."""

import pytest
from pyoxigraph import Store
from tiny_graph import make_tiny_graph

from kg.graph.knowledge_graph import make_graph
from kg.graph.stats import graph_statistics
from kg.rdf.counting import count_store
from kg.rdf.dataset import iter_quads
from kg.rdf.description import Build
from kg.settings import Settings


def _store(graph, settings):
    store = Store()
    store.bulk_extend(iter_quads(graph, settings, Build()))
    return store


@pytest.mark.parametrize("settings", [Settings(), Settings(base="https://other.example/x#")])
def test_counts_are_those_of_the_graph(settings):
    graph = make_tiny_graph(settings.base)
    counts, statistics = count_store(_store(graph, settings)), graph_statistics(graph)
    assert counts.nodes == statistics.nodes
    assert counts.edges == statistics.edges
    assert counts.unaffirmed == statistics.unaffirmed > 0
    assert counts.evidence == statistics.evidence > 0


def test_an_empty_graph_holds_nothing():
    counts = count_store(_store(make_graph([], [], {}), Settings()))
    assert (counts.nodes, counts.edges, counts.unaffirmed, counts.evidence) == ({}, {}, 0, 0)
