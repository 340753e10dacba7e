"""Papers and entities are alike by the rare things that stand beside both."""

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import PAIRS, as_networkx, few, naming, network

from kg.errors import GraphError
from kg.graph.similarity import Likeness, similar_nodes

PAPERS = network(*naming(p1="common rare other", p2="common rare", p3="common", p4="common third"))


def _scores(found):
    return {similar.iri: similar.score for similar in found}


def test_a_shared_rare_entity_makes_papers_alike_and_one_in_all_papers_does_not():
    (only,) = similar_nodes(PAPERS, "p1")
    assert (only.iri, only.shared) == ("p2", ("rare",))


def test_the_score_is_the_cosine_of_rarities_times_its_significance():
    rare, other = math.log(4 / 2), math.log(4 / 1)
    cosine = rare * rare / (math.hypot(rare, other) * rare)
    (only,) = similar_nodes(PAPERS, "p1")
    assert only.score == pytest.approx(cosine * 2 / 4, abs=1e-6)


def test_what_both_share_stands_in_the_order_of_what_it_tells():
    found = network(*naming(p1="x y z", p2="x y z", p3="x", p4="x y", p5="w"))
    assert similar_nodes(found, "p1")[0].shared == ("z", "y", "x")


def test_one_lucky_rare_entity_counts_less_than_several():
    found = network(*naming(p1="a b c d", p2="a b c e f g h", p3="d", p4="x y"))
    assert [similar.iri for similar in similar_nodes(found, "p1")] == ["p2", "p3"]


def test_entities_are_alike_by_the_company_they_keep_though_no_paper_names_both():
    found = network(*naming(p1="bert glue", p2="roberta glue", p3="bert squad", p4="roberta squad", p5="cnn x"))
    assert [similar.iri for similar in similar_nodes(found, "bert")] == ["roberta"]
    assert set(similar_nodes(found, "bert")[0].shared) == {"glue", "squad"}


def test_only_things_of_the_same_kind_are_alike():
    found = network(*naming(p1="bert data x", p2="roberta data x", p3="y"), kinds={"data": "Dataset"})
    assert {similar.iri for similar in similar_nodes(found, "bert")} == {"roberta", "x"}


def test_a_stated_relation_is_company_too():
    found = network(("bert", "glue"), ("gpt", "glue"), *naming(p1="bert glue", p2="gpt", p3="other", p4="third"))
    assert [similar.iri for similar in similar_nodes(found, "gpt")] == ["bert"]


@few
@given(pairs=PAIRS)
def test_likeness_by_rarity_is_symmetric(pairs):
    found = network(*pairs)
    for one in found.iris:
        for similar in similar_nodes(found, one):
            back = next(other for other in similar_nodes(found, similar.iri) if other.iri == one)
            assert back.score == similar.score
            assert back.shared == similar.shared


@pytest.mark.parametrize("by", Likeness)
@few
@given(pairs=PAIRS, data=st.data())
def test_the_order_of_the_pairs_does_not_matter(by, pairs, data):
    other = data.draw(st.permutations(pairs))
    for iri in network(*pairs).iris:
        assert similar_nodes(network(*other), iri, by) == similar_nodes(network(*pairs), iri, by)


@few
@given(pairs=PAIRS)
def test_the_walk_is_the_personalised_pagerank_of_networkx(pairs):
    found = network(*pairs)
    start = found.iris[0]
    expected = nx.pagerank(as_networkx(found), alpha=0.85, personalization={start: 1.0}, tol=1e-12, max_iter=1000)
    for similar in similar_nodes(found, start, Likeness.PAGERANK):
        assert similar.score == pytest.approx(expected[similar.iri], abs=1e-5)


def test_a_walk_finds_what_shares_nothing_at_one_remove():
    found = network(*naming(p1="a", p2="a b", p3="b"))
    assert [(s.iri, s.shared) for s in similar_nodes(found, "p1", Likeness.PAGERANK)] == [("p2", ("a",)), ("p3", ())]
    assert [s.iri for s in similar_nodes(found, "p1")] == ["p2"]


def test_what_is_no_paper_and_no_entity_is_an_error():
    with pytest.raises(GraphError, match="no paper and no entity"):
        similar_nodes(PAPERS, "somebody")
