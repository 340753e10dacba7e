"""A published graph is read back from its store as it was, but for what RDF does not hold."""

from dataclasses import replace

import pytest
from builders import IRIS, METRIC, annotate, assemble, naming, thing
from pyoxigraph import Store

from kg.errors import GraphError
from kg.graph.assemble import assemble_graph
from kg.graph.paths import shortest_paths
from kg.iris import Iris
from kg.link import link_entities
from kg.model import Entity, PaperNode, Result
from kg.names import clean_latex
from kg.rdf.dataset import iter_quads
from kg.rdf.description import Build
from kg.rdf.reader import graph_from_store, read_graph
from kg.settings import Settings, TextPolicy


def _published(graph, settings=None):
    settings = settings or Settings()
    store = Store()
    store.bulk_extend(iter_quads(graph, settings, Build()))
    return graph_from_store(store, settings)


@pytest.fixture(scope="module")
def read(tiny_graph):
    return _published(tiny_graph)


def test_statements_and_what_is_not_affirmed_come_back(tiny_graph, read):
    assert list(read.statements()) == list(tiny_graph.statements())
    assert list(read.unaffirmed()) == list(tiny_graph.unaffirmed())


def test_evidence_comes_back_in_order(tiny_graph, read):
    assert set(read.evidence_table) == set(tiny_graph.evidence_table)
    for claim in tiny_graph.evidence_table:
        assert list(read.evidence(claim)) == list(tiny_graph.evidence(claim))


def test_links_come_back(tiny_graph, read):
    assert list(read.links()) == list(tiny_graph.links())


def test_all_nodes_come_back(tiny_graph, read):
    assert [node.iri for node in read.nodes()] == [node.iri for node in tiny_graph.nodes()]
    assert [type(node) for node in read.nodes()] == [type(node) for node in tiny_graph.nodes()]


def test_entities_come_back_with_labels_papers_and_concept(tiny_graph, read):
    for was in (node for node in tiny_graph.nodes() if isinstance(node, Entity)):
        now = read.node(was.iri)
        assert (now.key, now.name, now.type, now.papers) == (was.key, was.name, was.type, was.papers)
        assert set(was.aliases) <= set(now.aliases)
        assert now.concept == was.concept
        assert set(was.exact_match) <= set(now.exact_match)


def test_papers_come_back_with_text_and_record(tiny_graph, read):
    for was in (node.paper for node in tiny_graph.nodes() if isinstance(node, PaperNode)):
        now = read.node(IRIS.paper(was.id)).paper
        assert now == replace(was, keywords=tuple(sorted(was.keywords)), references=())


def test_results_come_back_with_their_text_as_shown(tiny_graph, read):
    for was in (node for node in tiny_graph.nodes() if isinstance(node, Result)):
        assert read.node(was.iri) == replace(was, text=clean_latex(was.text))


def test_people_venues_and_cited_works_come_back_as_they_were(tiny_graph, read):
    for was in tiny_graph.nodes():
        if not isinstance(was, Entity | PaperNode | Result):
            assert read.node(was.iri) == was


def test_ways_are_the_same_in_what_was_read(tiny_graph, read):
    ends = IRIS.entity("latency"), IRIS.entity("ms-marco")
    readings = [
        [[step.reading for step in path] for path in shortest_paths(graph, *ends, count=3)]
        for graph in (tiny_graph, read)
    ]
    assert readings[0] == readings[1] != []


def test_a_linked_graph_comes_back_too(small_vocabulary):
    papers = [
        annotate("a/b c", "BERT has 76% accuracy.", "BERT", thing("accuracy", type=METRIC), title="50\\% of <it>"),
        naming("2", "$\\beta$-Net", "C++"),
    ]
    graph = assemble(papers, small_vocabulary).graph
    read = _published(graph)
    assert list(read.statements()) == list(graph.statements())
    assert [node.iri for node in read.nodes()] == [node.iri for node in graph.nodes()]
    assert read.node(IRIS.entity("c++")).name == "C++"


def test_another_base_is_understood(small_vocabulary):
    settings = Settings(base="https://other.example/x#")
    paper = naming("1", "BERT")
    graph = assemble_graph(
        [paper], link_entities([paper], small_vocabulary), small_vocabulary, Iris(settings.base)
    ).graph
    assert list(_published(graph, settings).statements()) == list(graph.statements())


@pytest.mark.parametrize("policy", [TextPolicy.SENTENCE, TextPolicy.NONE])
def test_without_full_texts_offsets_stay_true_and_abstracts_empty(tiny_graph, policy):
    read = _published(tiny_graph, Settings(text=policy))
    assert not any(node.paper.abstract for node in read.nodes() if isinstance(node, PaperNode))
    for statement in tiny_graph.statements():
        pairs = zip(read.evidence(statement.claim), tiny_graph.evidence(statement.claim), strict=True)
        for now, was in pairs:
            sentence = was.sentence if policy is TextPolicy.SENTENCE else ""
            assert now == replace(was, sentence=sentence)


def test_a_folder_without_a_store_is_an_error(tmp_path):
    with pytest.raises(GraphError, match="build the graph again"):
        read_graph(tmp_path / "store", Settings())


def test_a_store_on_disk_is_read(tiny_graph, tmp_path):
    store = Store(str(tmp_path / "store"))
    store.bulk_extend(iter_quads(tiny_graph, Settings(), Build()))
    store.flush()
    del store
    assert len(list(read_graph(tmp_path / "store", Settings()).statements())) == len(list(tiny_graph.statements()))
