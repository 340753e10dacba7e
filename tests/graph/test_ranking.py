"""Measures of centrality agree with networkx, and do not depend on the order in which a graph came."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import PAIRS, as_networkx, few, naming, network

from kg.graph import ranking
from kg.graph.network import make_network, network_of
from kg.graph.ranking import Measure, rank

ORACLES = {
    Measure.PAGERANK: lambda graph: nx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=1000),
    Measure.DEGREE: lambda graph: dict(graph.degree()),
    Measure.BETWEENNESS: nx.betweenness_centrality,
}


@pytest.mark.parametrize("by", Measure)
@few
@given(pairs=PAIRS)
def test_each_measure_is_that_of_networkx(by, pairs):
    found = network(*pairs)
    expected = ORACLES[by](as_networkx(found))
    assert {ranked.iri: ranked.score for ranked in rank(found, by)} == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("by", Measure)
@few
@given(pairs=PAIRS, data=st.data())
def test_the_order_of_the_pairs_does_not_matter(by, pairs, data):
    other = data.draw(st.permutations(pairs))
    assert rank(network(*other), by) == rank(network(*pairs), by)


def test_betweenness_from_few_pivots_is_near_to_that_from_all(monkeypatch):
    pairs = [(f"p{i}", f"e{i % 7}") for i in range(60)] + [(f"p{i}", "hub") for i in range(60)]
    exact = {ranked.iri: ranked.score for ranked in rank(network(*pairs), Measure.BETWEENNESS)}
    monkeypatch.setattr(ranking, "PIVOTS", 20)
    sampled = rank(network(*pairs), Measure.BETWEENNESS)
    assert sampled[0].iri == "hub"
    assert sampled[0].score == pytest.approx(exact["hub"], rel=0.1)
    assert rank(network(*pairs), Measure.BETWEENNESS) == sampled


def test_only_the_kinds_asked_for_are_returned_but_all_count():
    found = network(*naming(p1="a data", p2="a data", p3="a"), kinds={"data": "Dataset"})
    (only,) = rank(found, Measure.DEGREE, frozenset({"Dataset"}))
    assert (only.iri, only.score) == ("data", 2)


def test_equal_scores_stand_in_the_order_of_their_iris():
    assert [ranked.iri for ranked in rank(network(*naming(p1="c a b")), Measure.DEGREE)] == ["p1", "a", "b", "c"]


def test_a_graph_too_small_to_lie_between_scores_nothing():
    assert {ranked.score for ranked in rank(network(("p1", "a")), Measure.BETWEENNESS)} == {0.0}


def test_a_network_holds_papers_and_entities_and_what_is_stated_of_them(tiny_graph):
    found = network_of(tiny_graph)
    assert set(found.kinds.values()) == {"Paper", "Method", "Dataset", "Task", "Metric", "Concept"}
    assert set(found.pairs) == {(s.subject, s.object) for s in tiny_graph.statements()}
    sure = {(s.subject, s.object) for s in tiny_graph.statements() if s.confidence >= 0.9}
    assert set(network_of(tiny_graph, 0.9).pairs) == sure < set(found.pairs)


def test_pairs_that_end_outside_are_left_out():
    assert make_network({"a": "Method", "b": "Method"}, [("a", "b"), ("a", "x"), ("a", "a")]).pairs == (("a", "b"),)
