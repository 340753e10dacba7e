"""Groups are found, told apart by telling entities, and are the same whatever the order."""

from hypothesis import given
from hypothesis import strategies as st
from networks import PAIRS, few, naming, network

from kg.graph.communities import find_communities

VISION = naming(p1="vit imagenet common", p2="vit imagenet patch", p3="vit imagenet common lone")
LANGUAGE = naming(p4="bert glue common", p5="bert glue token common")
PAIRS_OF_BOTH = [*VISION, *LANGUAGE]


def test_papers_that_share_rare_entities_are_one_group_largest_first():
    first, second = find_communities(network(*PAIRS_OF_BOTH))
    assert (first.number, set(first.papers)) == (1, {"p1", "p2", "p3"})
    assert (second.number, set(second.papers)) == (2, {"p4", "p5"})


def test_a_group_is_told_by_what_its_papers_name_and_the_others_do_not():
    first, second = find_communities(network(*PAIRS_OF_BOTH))
    assert first.telling == ("imagenet", "vit")
    assert second.telling == ("bert", "glue", "common")


def test_an_entity_of_one_paper_goes_where_the_paper_goes_and_tells_nothing_of_a_group():
    first, _ = find_communities(network(*PAIRS_OF_BOTH))
    assert {"lone", "patch"} < set(first.entities)
    assert "lone" not in first.telling


def test_a_lone_paper_is_told_by_what_it_alone_names():
    groups = find_communities(network(*PAIRS_OF_BOTH, *naming(p6="quark gluon")))
    assert (groups[-1].papers, groups[-1].telling) == (("p6",), ("gluon", "quark"))


@few
@given(pairs=PAIRS)
def test_every_paper_and_every_entity_it_names_is_in_just_one_group(pairs):
    found = network(*pairs)
    groups = find_communities(found)
    papers = [paper for group in groups for paper in group.papers]
    entities = [entity for group in groups for entity in group.entities]
    assert sorted(papers) == [iri for iri in found.iris if iri.startswith("p")]
    assert len(entities) == len(set(entities))
    assert {entity for entity, papers in found.papers_of.items() if len(papers) == 1} <= set(entities)


@few
@given(pairs=PAIRS, data=st.data())
def test_the_order_of_the_pairs_does_not_matter(pairs, data):
    other = data.draw(st.permutations(pairs))
    assert find_communities(network(*other)) == find_communities(network(*pairs))
