"""Neighbours and shortest ways."""

import random

import pytest
from builders import DATASET, IRIS, METRIC, annotate, assemble, naming, thing

from kg.errors import GraphError
from kg.graph.paths import neighbors, shortest_paths
from kg.model import Statement
from kg.schema import Polarity

TINY, BERT, ROBERTA, IMAGENET = (IRIS.entity(key) for key in ("tinynet", "bert", "roberta", "imagenet"))
PAPERS = [
    annotate(
        "p1",
        "TinyNet is based on BERT. TinyNet is evaluated on ImageNet.",
        "TinyNet",
        "BERT",
        thing("ImageNet", type=DATASET),
        says=[("TinyNet", "basedOn", "BERT"), ("TinyNet", "evaluatedOn", "ImageNet", Polarity.AFFIRMED, 0.5)],
    ),
    naming("p2", "RoBERTa", thing("ImageNet", type=DATASET)),
    naming("p3", thing("accuracy", type=METRIC)),
]


@pytest.fixture(scope="module")
def graph(small_vocabulary):
    return assemble(PAPERS, small_vocabulary).graph


def _readings(paths):
    return [[step.reading for step in path] for path in paths]


def test_a_stated_relation_is_nearer_than_a_shared_paper(graph):
    assert _readings(shortest_paths(graph, BERT, TINY)) == [[("TinyNet", "basedOn", "BERT")]]


def test_steps_lead_from_the_first_to_the_last_and_carry_evidence(graph):
    (path,) = shortest_paths(graph, BERT, IMAGENET)
    assert [(step.source.iri, step.target.iri, step.forward) for step in path] == [
        (BERT, TINY, False),
        (TINY, IMAGENET, True),
    ]
    assert [step.evidence[0].sentence for step in path] == [
        "TinyNet is based on BERT.",
        "TinyNet is evaluated on ImageNet.",
    ]


def test_what_is_inferred_from_a_statement_shows_its_sentence_and_is_as_sure(tiny_graph):
    ends = IRIS.entity("self-teaching"), IRIS.entity("knowledge-distillation")
    step = next(step for step in neighbors(tiny_graph, ends[0]) if step.edge.predicate == "inferredBroader")
    assert [e.sentence for e in step.evidence] == ["Self-teaching is a kind of knowledge distillation."]
    only = frozenset({"inferredBroader"})
    assert shortest_paths(tiny_graph, *ends, predicates=only, min_confidence=0.8) == ((step,),)
    assert shortest_paths(tiny_graph, *ends, predicates=only, min_confidence=0.9) == ()


def test_the_broader_concept_is_a_way_too(graph):
    assert _readings(shortest_paths(graph, BERT, ROBERTA)) == [
        [("BERT", "broader", "pretrained language model"), ("RoBERTa", "broader", "pretrained language model")]
    ]


def test_several_paths_come_cheapest_first_without_repeats(graph):
    paths = shortest_paths(graph, BERT, ROBERTA, count=3)
    assert len(paths) == len({tuple(step.edge for step in path) for path in paths}) == 3
    assert [len(path) for path in paths] == sorted(len(path) for path in paths)


def test_all_paths_there_are_come_where_more_are_asked_for(graph):
    only = frozenset({"basedOn", "evaluatedOn"})
    assert len(shortest_paths(graph, BERT, IMAGENET, predicates=only, count=50)) == 1


def test_a_thing_is_not_on_the_way_to_itself(graph):
    assert shortest_paths(graph, BERT, BERT) == ()


def test_predicates_and_confidence_narrow_the_way(graph):
    only = frozenset({"basedOn", "evaluatedOn"})
    assert shortest_paths(graph, BERT, ROBERTA, predicates=only) == ()
    assert len(shortest_paths(graph, BERT, IMAGENET, predicates=only)) == 1
    assert shortest_paths(graph, BERT, IMAGENET, predicates=only, min_confidence=0.6) == ()


def test_what_is_not_connected_has_no_path(graph):
    assert shortest_paths(graph, TINY, IRIS.entity("accuracy")) == ()


def test_paths_are_the_same_for_papers_in_any_order(small_vocabulary, graph):
    papers = PAPERS[:]
    random.Random(1).shuffle(papers)
    other = assemble(papers, small_vocabulary).graph
    for target in (ROBERTA, IMAGENET):
        assert shortest_paths(other, BERT, target, count=4) == shortest_paths(graph, BERT, target, count=4)


def test_neighbours_are_all_edges_outgoing_first_strongest_first(graph):
    steps = neighbors(graph, TINY)
    assert [(step.edge.predicate, step.forward) for step in steps] == [
        ("basedOn", True),
        ("evaluatedOn", True),
        ("mentions", False),
    ]
    assert all(step.evidence for step in steps if isinstance(step.edge, Statement))


def test_neighbours_may_be_of_some_relations_and_sure_enough(graph):
    only = frozenset({"basedOn", "evaluatedOn"})
    assert [step.edge.predicate for step in neighbors(graph, TINY, predicates=only)] == ["basedOn", "evaluatedOn"]
    assert [step.edge.predicate for step in neighbors(graph, TINY, predicates=only, min_confidence=0.6)] == ["basedOn"]


def test_an_unknown_node_is_an_error(graph):
    with pytest.raises(GraphError, match="no node"):
        neighbors(graph, "nowhere")
    with pytest.raises(GraphError, match="no node"):
        shortest_paths(graph, TINY, "nowhere")
