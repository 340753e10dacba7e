"""Kinds that no vocabulary states: from head words and from `isA`, never in a circle, never of an empty name."""

from __future__ import annotations

import networkx as nx
import pytest
from builders import CONCEPT, DATASET, IRIS, METHOD, METRIC, TASK, annotate, assemble, line, naming, thing
from hypothesis import given
from hypothesis import strategies as st

from kg.iris import Iris
from kg.model import Concept, Entity, Link
from kg.names import fold
from kg.schema import InferenceRule, Polarity
from kg.vocabulary.lookup import IndexedLabel, make_vocabulary

FROM_IS_A, FROM_HEAD_WORD = InferenceRule.FROM_IS_A, InferenceRule.FROM_HEAD_WORD


@pytest.fixture(scope="module")
def vocabulary(small_vocabulary):
    """The small vocabulary, with a few more concepts that names end in."""
    more = [
        Concept("neural-network", "neural network", METHOD),
        Concept("graph-neural-network", "graph neural network", METHOD, broader=("neural-network",)),
        Concept("pruning", "pruning", METHOD),
        Concept("protein", "protein", CONCEPT),
        Concept("machine-translation", "machine translation", TASK, ("translation",)),
        Concept("skip-connection", "skip connection", METHOD, ("identity mapping",)),
    ]
    concepts = [*small_vocabulary.concepts.values(), *more]
    labels = [IndexedLabel(fold(name), name, c.id) for c in concepts for name in (c.name, *c.labels)]
    return make_vocabulary(concepts, labels, (), "0" * 64)


def _inferred(papers, vocabulary, curation=()):
    """Pairs of names and the rule of each inferred link."""
    graph = assemble(papers, vocabulary, curation).graph
    links = [link for link in graph.links() if link.predicate == "inferredBroader"]
    return {(graph.node(link.subject).name, graph.node(link.object).name, link.rule) for link in links}


def _heads(vocabulary, *things):
    return {(kind, above) for kind, above, _ in _inferred([naming("p", *things)], vocabulary)}


def _kind(head, tail, confidence=0.8, polarity=Polarity.AFFIRMED, type_=METHOD):
    things = [thing(head, type=type_), thing(tail)]
    return annotate(
        f"{head} {tail}", f"A {head} is a {tail}.", *things, says=[(head, "isA", tail, polarity, confidence)]
    )


def test_a_name_that_ends_in_a_concept_is_a_kind_of_it(vocabulary):
    assert _inferred([naming("p", "federated knowledge distillation")], vocabulary) == {
        ("federated knowledge distillation", "knowledge distillation", FROM_HEAD_WORD)
    }


def test_the_longest_end_counts(vocabulary):
    assert _heads(vocabulary, "sparse graph neural networks", "deep neural network") == {
        ("sparse graph neural networks", "graph neural network"),
        ("deep neural network", "neural network"),
    }


def test_a_name_may_end_in_what_papers_name_by_several_words(vocabulary):
    assert _heads(vocabulary, "dynamic force field", "force field", "force") == {("dynamic force field", "force field")}


@pytest.mark.parametrize("above", ["network", "model", "learning framework", "scheme", "guidance"])
def test_a_name_that_papers_alone_know_must_say_something(vocabulary, above):
    assert _heads(vocabulary, f"tidal {above}", above) == set()


@pytest.mark.parametrize(
    "name",
    [
        "battle of the neural networks",
        "precision and pruning",
        "training without knowledge distillation",
        "non-federated knowledge distillation",
        "anti knowledge distillation",
        "graph-neural network",
        "self-pruning",
        "LSTM",
        "tiny BERT",
        "tiny MAE",
    ],
)
def test_what_does_not_say_what_a_thing_is_makes_no_kind(vocabulary, name):
    assert _heads(vocabulary, name) == set()


def test_an_acronym_is_read_by_its_long_form(vocabulary):
    paper = naming("p", thing("EDNN", "early-exiting neural networks", long_form="early-exiting neural networks"))
    renamed = line("rename", "early-exiting neural networks", object="EDNN")
    assert _inferred([paper], vocabulary, [renamed]) == {("EDNN", "neural network", FROM_HEAD_WORD)}


def test_other_labels_count_where_they_differ_by_some_words_only(vocabulary):
    names = thing("spoken translation", type=TASK), "Bayesian identity mapping"
    assert _heads(vocabulary, *names) == {("spoken translation", "machine translation")}


@pytest.mark.parametrize(("type_", "fits"), [(METHOD, True), (CONCEPT, True), (TASK, False), (METRIC, False)])
def test_both_ends_are_of_one_type_or_one_is_a_concept(vocabulary, type_, fits):
    assert bool(_heads(vocabulary, thing("structured pruning", type=type_))) == fits


def test_a_task_that_acts_on_a_thing_is_no_kind_of_it(vocabulary):
    assert _heads(vocabulary, thing("designing novel proteins", type=TASK)) == set()


def test_what_the_vocabulary_knows_has_no_inferred_kind(vocabulary):
    assert _inferred([_kind("BERT", "neural network"), naming("p", "graph neural network")], vocabulary) == set()


def test_a_stated_kind_is_inferred_where_it_is_likelier_right_than_wrong(vocabulary):
    papers = [_kind("TinyNet", "neural network", 0.5), _kind("PrunedNet", "BERT", 0.499)]
    assert _inferred(papers, vocabulary) == {("TinyNet", "neural network", FROM_IS_A)}


@pytest.mark.parametrize("polarity", [Polarity.NEGATED, Polarity.HEDGED])
def test_what_is_denied_or_hoped_for_makes_no_kind(vocabulary, polarity):
    assert _inferred([_kind("TinyNet", "neural network", 0.9, polarity)], vocabulary) == set()


def test_a_stated_kind_needs_a_fitting_type_and_a_name_that_says_something(vocabulary):
    assert _inferred([_kind("TinySet", "neural network", type_=DATASET)], vocabulary) == set()
    assert _inferred([_kind("TinyNet", "network")], vocabulary) == set()


def test_what_both_rules_find_is_one_link_that_needs_no_paper(vocabulary):
    papers = [_kind("structured pruning", "pruning")]
    assert _inferred(papers, vocabulary) == {("structured pruning", "pruning", FROM_HEAD_WORD)}


def test_of_two_that_close_a_circle_what_is_surer_stays(vocabulary):
    papers = [_kind("force field", "energy surface", 0.9), _kind("energy surface", "force field", 0.7)]
    assert _inferred(papers, vocabulary) == {("force field", "energy surface", FROM_IS_A)}


def test_a_concept_that_only_names_lead_to_is_there_with_what_is_above_it(vocabulary):
    graph = assemble([naming("p", "sparse graph neural network")], vocabulary).graph
    above = [graph.node(IRIS.entity(key)) for key in ("graph-neural-network", "neural-network")]
    assert [(entity.concept, entity.papers) for entity in above] == [("graph-neural-network", 0), ("neural-network", 0)]
    assert Link(above[0].iri, "broader", above[1].iri) in graph.links()


def test_a_concept_that_a_person_rejected_does_not_come_back(vocabulary):
    papers = [naming("p", "structured pruning", "pruning")]
    assert _inferred(papers, vocabulary, [line("reject", "pruning")]) == set()
    assert _inferred(papers, vocabulary) != set()


WORDS = st.lists(
    st.sampled_from("sparse graph neural network force field pruning of BERT".split()), min_size=1, max_size=4
)
NAMES = st.lists(WORDS.map(" ".join), min_size=2, max_size=7, unique_by=fold)


@given(NAMES, st.data())
def test_there_is_no_circle_and_no_order(vocabulary, names, data):
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from((0.4, 0.6, 0.8)))
    said = [(a, b, c) for a, b, c in data.draw(st.lists(pairs, max_size=8)) if a != b]
    papers = [naming("p", *names), *(_kind(*pair) for pair in {p[:2]: p for p in said}.values())]
    graph = assemble(papers, vocabulary).graph
    kinds = [link for link in graph.links() if link.predicate in ("broader", "inferredBroader")]
    assert nx.is_directed_acyclic_graph(nx.DiGraph((link.subject, link.object) for link in kinds))
    assert not any(_entity(graph, link.subject).concept for link in kinds if link.rule)
    assert list(assemble(data.draw(st.permutations(papers)), vocabulary).graph.links()) == list(graph.links())


def _entity(graph, iri):
    node = graph.node(iri)
    assert isinstance(node, Entity)
    return node


def test_iris_of_inferences_are_told_apart():
    iris = Iris()
    assert iris.inference("a", "inferredBroader", "b") != iris.inference("b", "inferredBroader", "a")
