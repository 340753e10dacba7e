"""What two things share, what one alone has, what is said of both, and their results side by side."""

import pytest
from builders import IRIS

from kg.graph.comparison import Part, compare
from kg.graph.find import find_nodes


@pytest.fixture(scope="module")
def lines(tiny_graph):
    def of(first, second):
        return compare(tiny_graph, find_nodes(tiny_graph, first)[0], find_nodes(tiny_graph, second)[0])

    return of


def _names(lines, part):
    return [line.name for line in lines if line.part is part]


def test_relations_between_the_two_come_first_with_their_sentence(lines):
    together = [line for line in lines("TinyNet", "BigNet") if line.part is Part.TOGETHER]
    assert [line.name for line in together] == ["TinyNet basedOn BigNet", "TinyNet outperforms BigNet"]
    assert together[0].first.evidence.sentence == "TinyNet is based on BigNet."
    assert [line.first for line in lines("BigNet", "TinyNet")[:2]] == [line.first for line in together]


def test_two_methods_share_what_both_are_related_to(lines):
    found = lines("TinyNet", "BigNet")
    assert _names(found, Part.BOTH) == ["ImageNet", "accuracy"]
    shared = next(line for line in found if line.name == "ImageNet")
    assert (shared.kind, shared.first.how, shared.second.how) == ("Dataset", "evaluatedOn", "evaluatedOn")
    assert shared.second.evidence.paper == IRIS.paper("p2")


def test_what_one_alone_has_stands_by_kind_data_sets_first(lines):
    assert _names(lines("TinyNet", "BigNet"), Part.FIRST) == ["MS MARCO", "latency", "knowledge distillation"]
    assert _names(lines("TinyNet", "BigNet"), Part.SECOND) == ["CIFAR-10", "image classification"]


def test_a_method_has_what_the_paper_that_introduces_it_uses_and_says_so(lines):
    found = {line.name: line for line in lines("TinyNet", "BigNet")}
    assert found["knowledge distillation"].first.how == "uses (the paper that introduces it)"
    assert found["MS MARCO"].first.how == "trainedOn"


def test_results_of_one_metric_and_data_set_stand_side_by_side(lines):
    (line,) = [line for line in lines("TinyNet", "BigNet") if line.part is Part.RESULTS]
    assert (line.name, line.first.how, line.second.how) == ("accuracy on ImageNet", "76.1%", "78.4%")
    assert line.first.evidence.sentence.startswith("TinyNet reaches")


def test_papers_are_compared_by_their_roles(lines):
    found = {line.name: line for line in lines("p1", "p2")}
    assert (found["BigNet"].first.how, found["BigNet"].second.how) == ("comparesWith", "introduces")
    cited = lines("p1", "p2")[0]
    assert (cited.part, cited.first.how, cited.first.evidence) == (Part.TOGETHER, "cites", None)


def test_a_paper_may_be_compared_with_a_method(lines):
    assert "ImageNet" in _names(lines("p1", "BigNet"), Part.BOTH)
    assert "BigNet" not in _names(lines("p1", "BigNet"), Part.FIRST)


def test_turning_the_two_round_turns_the_parts_round(lines):
    one, other = lines("TinyNet", "BigNet"), lines("BigNet", "TinyNet")
    assert _names(one, Part.FIRST) == _names(other, Part.SECOND)
    assert _names(one, Part.BOTH) == _names(other, Part.BOTH)
