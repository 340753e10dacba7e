"""Assembling: the same graph for the same papers in any order, evidence for every fact, no edge for a denial."""

from dataclasses import replace

import pytest
from builders import (
    DATASET,
    IRIS,
    METRIC,
    TASK,
    annotate,
    assemble,
    defined,
    make_small_vocabulary,
    naming,
    thing,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.graph.knowledge_graph import make_graph
from kg.model import Author, Link, Statement
from kg.schema import Polarity, Role

PAPERS = [
    annotate(
        "p1",
        "We show TinyNet. TinyNet outperforms BERT on ImageNet. TinyNet is compared to BERT. It has 76.1% accuracy.",
        thing("TinyNet", roles=(Role.INTRODUCES, Role.MENTIONS)),
        "BERT",
        thing("ImageNet", type=DATASET, roles=(Role.EVALUATES_ON,)),
        thing("accuracy", type=METRIC),
        says=[("TinyNet", "outperforms", "BERT"), ("TinyNet", "comparedWith", "BERT")],
        reports=[("76.1%", "accuracy", "ImageNet", "TinyNet")],
        authors=(Author("A. One"),),
        venue="Small Models",
    ),
    annotate(
        "p2",
        "BERT is compared with Tiny-Net. Tiny-Net does not outperform BERT.",
        "BERT",
        "Tiny-Net",
        says=[
            ("BERT", "comparedWith", "Tiny-Net"),
            ("Tiny-Net", "outperforms", "BERT", Polarity.NEGATED, 0.95),
        ],
    ),
    annotate(
        "p3",
        "TinyNet beats BERT. BERT could improve accuracy.",
        "TinyNet",
        "BERT",
        thing("accuracy", type=METRIC),
        says=[
            ("TinyNet", "outperforms", "BERT", Polarity.AFFIRMED, 0.9),
            ("BERT", "improves", "accuracy", Polarity.HEDGED),
        ],
    ),
    naming("p4", "knowledge distillation", thing("image classification", type=TASK)),
    annotate("p5", "A masked autoencoder (MAE).", defined("masked autoencoder", "MAE")),
]
TINY, BERT = IRIS.entity("tinynet"), IRIS.entity("bert")


def _held(*papers):
    """What is known of where TinyNet outperforms BERT."""
    graph = assemble(papers, make_small_vocabulary()).graph
    (claim,) = (s for s in [*graph.statements(), *graph.unaffirmed()] if s.predicate == "outperforms")
    return claim.datasets, claim.metrics, [(e.datasets, e.metrics) for e in graph.evidence(claim.claim)]


def _comparison(paper_id, dataset, polarity=Polarity.AFFIRMED):
    """A paper that compares TinyNet with BERT on a data set."""
    text = f"TinyNet, BERT, {dataset}, accuracy."
    things = ("TinyNet", "BERT", thing(dataset, type=DATASET), thing("accuracy", type=METRIC))
    said = ("TinyNet", "outperforms", "BERT", polarity, 0.8, (dataset,), ("accuracy",))
    return annotate(paper_id, text, *things, says=[said])


def test_a_claim_holds_on_what_any_paper_that_affirms_it_says():
    imagenet, other, accuracy = (IRIS.entity(key) for key in ("imagenet", "other", "accuracy"))
    papers = (_comparison("p1", "Other"), _comparison("p2", "ImageNet"), _comparison("p3", "ImageNet"))
    datasets, metrics, places = _held(*papers)
    assert (datasets, metrics) == ((imagenet, other), (accuracy,))
    assert sorted(places) == [((imagenet,), (accuracy,)), ((imagenet,), (accuracy,)), ((other,), (accuracy,))]


def test_a_claim_does_not_hold_on_what_a_paper_denies_it_for():
    datasets, metrics, places = _held(_comparison("p1", "ImageNet", Polarity.NEGATED))
    assert (datasets, metrics) == ((), ())
    assert places == [((IRIS.entity("imagenet"),), (IRIS.entity("accuracy"),))]


def test_a_claim_does_not_hold_on_its_own_ends():
    said = ("BERT", "improves", "accuracy", Polarity.AFFIRMED, 0.8, (), ("Accuracy",))
    things = ("BERT", thing("accuracy", type=METRIC), thing("Accuracy", type=METRIC))
    graph = assemble(
        [annotate("p", "BERT improves accuracy. Accuracy.", *things, says=[said])], make_small_vocabulary()
    )
    assert [s.metrics for s in graph.graph.statements() if s.predicate == "improves"] == [()]


def _content(graph):
    statements = [*graph.statements(), *graph.unaffirmed()]
    table = {claim: list(found) for claim, found in sorted(graph.evidence_table.items())}
    return list(graph.nodes()), statements, list(graph.links()), table


def _claim(graph, subject, predicate, obj):
    return next(
        s
        for s in (*graph.statements(), *graph.unaffirmed())
        if (s.subject, s.predicate, s.object) == (subject, predicate, obj)
    )


@pytest.fixture(scope="module")
def graph(small_vocabulary):
    return assemble(PAPERS, small_vocabulary).graph


@settings(max_examples=25)
@given(st.permutations(PAPERS))
def test_the_order_of_papers_does_not_matter(small_vocabulary, papers):
    assert _content(assemble(papers, small_vocabulary).graph) == _content(assemble(PAPERS, small_vocabulary).graph)


@given(st.integers(0, len(PAPERS) - 1))
def test_a_paper_that_left_leaves_nothing_behind(small_vocabulary, index):
    rest = [paper for place, paper in enumerate(PAPERS) if place != index]
    left = assemble(rest, small_vocabulary).graph
    assert IRIS.paper(PAPERS[index].paper.id) not in left.network
    assert not {e.paper for found in left.evidence_table.values() for e in found} & {IRIS.paper(PAPERS[index].paper.id)}


def test_every_fact_has_evidence_that_is_its_slice_of_the_text(graph):
    texts = {IRIS.paper(paper.paper.id): paper.paper.text for paper in PAPERS}
    for statement in (*graph.statements(), *graph.unaffirmed()):
        found = list(graph.evidence(statement.claim))
        assert tuple(e.id for e in found) == statement.evidence != ()
        for evidence in found:
            assert evidence.sentence == texts[evidence.paper][evidence.start : evidence.end] != ""
            assert all(evidence.start <= s.start < s.end <= evidence.end for s in (evidence.head, evidence.tail) if s)


def test_a_statement_without_evidence_cannot_be_made():
    with pytest.raises(ValueError, match="no evidence"):
        Statement("c", "s", "p", "o", 1, 1.0, ())


def test_support_counts_the_papers_that_affirm(graph):
    assert _claim(graph, TINY, "outperforms", BERT).support == 2


def test_confidence_is_the_best_of_those_that_affirm(graph):
    assert _claim(graph, TINY, "outperforms", BERT).confidence == 0.9


def test_evidence_stands_best_first_and_denials_last(graph):
    found = list(graph.evidence(IRIS.claim(TINY, "outperforms", BERT)))
    assert [(e.polarity.value, e.confidence) for e in found] == [
        ("affirmed", 0.9),
        ("affirmed", 0.8),
        ("negated", 0.95),
    ]


def test_a_symmetric_relation_is_one_claim_whoever_stands_first(graph):
    first, second = sorted((TINY, BERT))
    claim = _claim(graph, first, "comparedWith", second)
    assert claim.support == 2
    assert not graph.network.has_edge(second, first, "comparedWith")
    surfaces = {PAPERS[int(e.paper[-1]) - 1].paper.text[e.head.start : e.head.end] for e in graph.evidence(claim.claim)}
    assert surfaces == {"BERT"}  # the ends of the evidence turn with the claim


def test_what_is_only_denied_or_hoped_for_is_no_edge_but_keeps_its_evidence(small_vocabulary, graph):
    hoped = _claim(graph, BERT, "improves", IRIS.entity("accuracy"))
    denied = assemble([PAPERS[1]], small_vocabulary).graph
    only = _claim(denied, TINY.replace("tinynet", "tiny-net"), "outperforms", BERT)
    for found, where in ((hoped, graph), (only, denied)):
        assert found.support == 0
        assert found in where.unaffirmed()
        assert not where.network.has_edge(found.subject, found.object, found.predicate)
        assert list(where.evidence(found.claim))


def test_a_paper_bears_each_of_its_roles(graph):
    roles = {s.predicate for s in graph.statements() if (s.subject, s.object) == (IRIS.paper("p1"), TINY)}
    assert roles == {"introduces", "mentions"}


def test_a_result_hangs_on_its_paper_metric_data_set_and_subject(graph):
    (reports,) = [link for link in graph.links() if link.predicate == "reports"]
    result = graph.node(reports.object)
    assert (result.number, result.unit) == (76.1, "%")
    assert {link.predicate: link.object for link in graph.links() if link.subject == result.iri} == {
        "resultMetric": IRIS.entity("accuracy"),
        "resultDataset": IRIS.entity("imagenet"),
        "resultSubject": TINY,
    }
    assert [e.sentence for e in graph.evidence(result.iri)] == ["It has 76.1% accuracy."]


def test_a_relation_of_a_thing_with_itself_is_dropped(small_vocabulary):
    paper = annotate("p", "ILSVRC is part of ImageNet.", "ILSVRC", "ImageNet", says=[("ILSVRC", "partOf", "ImageNet")])
    assert {s.predicate for s in assemble([paper], small_vocabulary).graph.statements()} == {"mentions"}


def test_the_same_result_twice_in_a_sentence_is_one_node(small_vocabulary):
    row = ("76%", None, None, None)
    graph = assemble([annotate("p", "We reach 76% and 76% again.", reports=[row, row])], small_vocabulary).graph
    assert sum(link.predicate == "reports" for link in graph.links()) == 1


def test_a_paper_without_sentences_is_quoted_whole(small_vocabulary):
    paper = replace(naming("p", "BERT"), sentences=())
    graph = assemble([paper], small_vocabulary).graph
    assert [e.sentence for s in graph.statements() for e in graph.evidence(s.claim)] == [paper.paper.text]


def test_iterators_are_sorted(graph):
    nodes = [node.iri for node in graph.nodes()]
    assert nodes == sorted(nodes)
    for facts in (list(graph.statements()), list(graph.links()), list(graph.unaffirmed())):
        order = [(f.subject, f.predicate, f.object) for f in facts]
        assert order == sorted(order)


def test_an_edge_to_nowhere_is_an_error():
    with pytest.raises(GraphError, match="is no node"):
        make_graph([], [Link("a", "cites", "b")], {})


def test_an_unknown_node_is_an_error(graph):
    with pytest.raises(GraphError, match="no node"):
        graph.node("https://elsewhere.example/")


def test_no_papers_make_an_empty_graph(small_vocabulary):
    assert list(assemble([], small_vocabulary).graph.nodes()) == []
