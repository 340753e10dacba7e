"""Nodes are found by whatever people call them."""

import pytest
from builders import IRIS, METRIC, annotate, assemble, naming, thing

from kg.errors import UnknownNameError
from kg.graph.find import find_nodes, node_name


@pytest.fixture(scope="module")
def graph(small_vocabulary):
    papers = [
        annotate("p1", "PLM and ILSVRC.", "PLM", "ILSVRC", title="On \\textit{Models}"),
        annotate("p2", "We mention CodeBERT and MAE in forecasting.", "CodeBERT", thing("MAE", type=METRIC)),
        annotate("p3", "An image MAE, R and C++.", "MAE", "R", "C++", title="CodeBERT"),
    ]
    return assemble(papers, small_vocabulary).graph


def _found(graph, name):
    return [node.iri for node in find_nodes(graph, name)]


@pytest.mark.parametrize(
    "name",
    [
        "pretrained language model",
        "Pre-Trained Language Models",
        "PLM",
        "plms",
        IRIS.entity("pretrained-language-model"),
    ],
)
def test_label_alias_variant_and_iri_find_the_entity(graph, name):
    assert _found(graph, name) == [IRIS.entity("pretrained-language-model")]


def test_papers_are_found_by_title_and_id(graph):
    assert _found(graph, "on models") == _found(graph, "p1") == [IRIS.paper("p1")]


def test_several_things_of_one_name_are_all_found_in_order_of_their_iris(graph):
    assert _found(graph, "code bert") == [IRIS.entity("codebert"), IRIS.paper("p3")]
    assert _found(graph, "MAE") == [IRIS.entity("masked-autoencoder"), IRIS.entity("mean-absolute-error")]


def test_a_preferred_label_comes_before_aliases(small_vocabulary):
    graph = assemble([naming("1", "ILSVRC"), naming("2", "PLM")], small_vocabulary).graph
    assert _found(graph, "ImageNet") == [IRIS.entity("imagenet")]


def test_short_names_are_not_mixed_up(graph):
    assert _found(graph, "C++") == [IRIS.entity("c++")]
    with pytest.raises(UnknownNameError):
        find_nodes(graph, "C")


def test_an_unknown_name_answers_with_the_nearest(graph):
    with pytest.raises(UnknownNameError, match=r"Nearest: .*ImageNet") as caught:
        find_nodes(graph, "ImageNett")
    assert caught.value.nearest[0] == "ImageNet"


def test_every_kind_of_node_has_a_name(tiny_graph):
    assert all(node_name(node) for node in tiny_graph.nodes())


def test_every_named_node_is_found_by_its_name(tiny_graph):
    assert all(node in find_nodes(tiny_graph, node_name(node)) for node in tiny_graph.nodes())
