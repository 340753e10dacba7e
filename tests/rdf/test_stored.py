"""A graph asked through its store answers as the graph read whole does."""

import pytest
from builders import IRIS
from pyoxigraph import Store
from tiny_graph import make_tiny_graph

from kg.errors import GraphError, UnknownNameError
from kg.graph.find import find_nodes
from kg.graph.paths import neighbors, shortest_paths
from kg.model import PaperNode
from kg.rdf.dataset import iter_quads
from kg.rdf.description import Build
from kg.rdf.reader import graph_from_store
from kg.rdf.stored import StoredGraph, open_graph
from kg.schema import Polarity
from kg.settings import Settings

BASES = [Settings(), Settings(base="https://other.example/x#")]


def _store(settings):
    store = Store()
    store.bulk_extend(iter_quads(make_tiny_graph(settings.base), settings, Build()))
    return store


@pytest.fixture(scope="module", params=BASES, ids=["default base", "another base"])
def both(request):
    """The same store, read whole and asked where it lies."""
    store = _store(request.param)
    return graph_from_store(store, request.param), StoredGraph(store, request.param)


def test_every_node_is_the_same(both):
    whole, stored = both
    assert all(stored.node(node.iri) == node for node in whole.nodes())
    assert all(node.iri in stored for node in whole.nodes())


def test_every_node_has_the_same_names(both):
    whole, stored = both
    assert {(n.iri, n.name) for n in stored.names()} == {(n.iri, n.name) for n in whole.names()}
    results = {result.iri for result in whole.results()}
    for name in {name.name for name in whole.names() if name.iri not in results}:
        assert set(stored.named(name)) == {known for known in stored.names() if known.name == name}


def test_every_name_finds_the_same_nodes(both):
    whole, stored = both
    for name in {name.name for name in whole.names()}:
        for spelling in (name, name.upper()):
            assert find_nodes(stored, spelling) == find_nodes(whole, spelling)


def test_every_edge_and_its_evidence_is_the_same(both):
    whole, stored = both
    for node in whole.nodes():
        assert neighbors(stored, node.iri) == neighbors(whole, node.iri)
        assert stored.name(node.iri) == whole.name(node.iri)
        for other in whole.nodes():
            between = list(whole.edges_between(node.iri, other.iri))
            assert list(stored.edges_between(node.iri, other.iri)) == between


def test_what_no_paper_affirms_is_found_at_both_its_ends(both):
    whole, stored = both
    denied = list(whole.unaffirmed())
    assert denied
    for node in whole.nodes():
        at = [statement for statement in denied if node.iri in (statement.subject, statement.object)]
        assert sorted(stored.unaffirmed_at(node.iri), key=lambda s: s.claim) == sorted(at, key=lambda s: s.claim)


def test_what_a_paper_denies_or_hopes_for_is_found_in_it(both):
    whole, stored = both
    for paper in (node for node in whole.nodes() if isinstance(node, PaperNode)):
        said = {a.evidence for a in stored.unaffirmed_in(paper.iri)}
        claims = [statement.claim for statement in (*whole.statements(), *whole.unaffirmed())]
        evidence = [found for claim in claims for found in whole.evidence(claim) if found.paper == paper.iri]
        assert said == {found for found in evidence if found.polarity is not Polarity.AFFIRMED}


def test_edges_may_be_asked_for_by_predicate(both):
    whole, stored = both
    for node in whole.nodes():
        for only in (["evaluatedOn", "uses"], ["broader", "cites"], []):
            assert set(stored.edges_at(node.iri, only)) == set(whole.edges_at(node.iri, only))
    for predicate in ("uses", "outperforms", "broader", "reports"):
        assert sorted(stored.ends(predicate)) == sorted(whole.ends(predicate)) != []


def test_arcs_hold_what_is_stated_and_not_what_only_follows(both):
    whole, stored = both
    assert sorted(stored.arcs()) == sorted(whole.arcs())


@pytest.mark.parametrize("least", [0.0, 0.8, 1.0])
def test_pairs_are_those_of_the_statements_that_are_sure_enough(both, least):
    whole, stored = both
    assert stored.pairs(least) == whole.pairs(least)


def test_kinds_and_results_are_the_same(both):
    whole, stored = both
    assert stored.kinds() == whole.kinds()
    assert list(stored.results()) == list(whole.results()) != []
    for result in whole.results():
        assert list(stored.evidence(result.iri)) == list(whole.evidence(result.iri)) != []


def test_what_is_not_there_is_an_error(both):
    _, stored = both
    with pytest.raises(GraphError, match="no node"):
        stored.node("https://elsewhere.example/")
    with pytest.raises(GraphError, match="no node"):
        stored.name("https://elsewhere.example/")
    assert list(stored.edges_between(IRIS.entity("latency"), IRIS.entity("bignet"))) == []
    with pytest.raises(UnknownNameError):
        find_nodes(stored, f"{IRIS.base} <no IRI> at all")
    assert list(stored.evidence("https://elsewhere.example/")) == []


def test_ways_are_the_same():
    store = _store(Settings())
    ends = IRIS.entity("latency"), IRIS.entity("ms-marco")
    whole, stored = graph_from_store(store, Settings()), StoredGraph(store, Settings())
    assert shortest_paths(stored, *ends, count=3) == shortest_paths(whole, *ends, count=3) != ()


def test_a_folder_without_a_store_is_an_error(tmp_path):
    with pytest.raises(GraphError, match="build the graph again"):
        open_graph(tmp_path / "store", Settings())
