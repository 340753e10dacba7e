"""Names, types, aliases and broader concepts of entities."""

from builders import DATASET, IRIS, METHOD, METRIC, annotate, assemble, naming, thing

from kg.graph.entities import rename
from kg.schema import EntityType


def _entity(papers, vocabulary, key):
    return assemble(papers, vocabulary).graph.node(IRIS.entity(key))


def test_the_vocabulary_names_and_types_what_it_knows(small_vocabulary):
    found = _entity([naming("p", thing("ILSVRC", type=METHOD))], small_vocabulary, "imagenet")
    assert (found.name, found.type, found.aliases) == ("ImageNet", DATASET, ("ILSVRC",))
    assert (found.concept, found.exact_match) == ("imagenet", ("https://elsewhere.example/ImageNet",))
    assert found.types == ((EntityType.METHOD, 1),)


def test_papers_vote_for_name_and_type_of_the_rest(small_vocabulary):
    papers = [
        naming("1", thing("TinyNet", type=METRIC)),
        naming("2", "TinyNet"),
        naming("3", "Tinynet"),
        naming("4", "TINYNET"),
    ]
    found = _entity(papers, small_vocabulary, "tinynet")
    assert (found.name, found.type, found.concept) == ("TinyNet", METHOD, None)
    assert found.types == ((METHOD, 3), (METRIC, 1))
    assert (found.papers, found.mentions) == (4, 4)


def test_an_entity_counts_a_paper_once_and_each_mention(small_vocabulary):
    found = _entity([annotate("p", "TinyNet, TinyNet, TinyNet.", "TinyNet")], small_vocabulary, "tinynet")
    assert (found.papers, found.mentions) == (1, 3)


def test_aliases_never_repeat_the_name_in_another_case(small_vocabulary):
    found = _entity([naming("p", "Imagenet"), naming("q", "IMAGENET")], small_vocabulary, "imagenet")
    assert [alias for alias in found.aliases if alias.casefold() == "imagenet"] == []


def test_names_are_shown_without_latex(small_vocabulary):
    assert _entity([naming("p", "$\\beta$-Net")], small_vocabulary, "β-net").name == "β-Net"


def test_broader_concepts_are_there_with_no_papers(small_vocabulary):
    graph = assemble([naming("p", "knowledge distillation")], small_vocabulary).graph
    for key in ("model-compression", "efficiency"):
        assert (graph.node(IRIS.entity(key)).papers, graph.node(IRIS.entity(key)).mentions) == (0, 0)
    assert [(link.subject, link.object) for link in graph.links() if link.predicate == "broader"] == [
        (IRIS.entity("knowledge-distillation"), IRIS.entity("model-compression")),
        (IRIS.entity("model-compression"), IRIS.entity("efficiency")),
    ]


def test_concepts_that_nothing_leads_to_are_not_there(small_vocabulary):
    graph = assemble([naming("p", "model compression")], small_vocabulary).graph
    assert IRIS.entity("knowledge-distillation") not in graph.network


def test_a_new_name_keeps_the_old_one_as_alias(small_vocabulary):
    found = rename(_entity([naming("p", "TinyNet")], small_vocabulary, "tinynet"), "Tiny Network")
    assert (found.name, found.aliases) == ("Tiny Network", ("TinyNet",))
