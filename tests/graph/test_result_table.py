"""Results of all papers, by two of their sides."""

import pytest
from builders import DATASET, IRIS, METRIC, TASK, annotate, assemble, thing

from kg.graph.result_table import Axis, shorten, tabulate_results
from kg.model import Concept
from kg.schema import EntityType, Role
from kg.vocabulary.lookup import IndexedLabel, make_vocabulary

PAPERS = [
    annotate(
        "p1",
        "TinyNet reaches 76.1\\% accuracy on ImageNet. TinyNet reaches 91\\% top-1 accuracy on CIFAR. "
        "We classify images. It is 3x faster.",
        "TinyNet",
        thing("accuracy", type=METRIC),
        thing("top-1 accuracy", type=METRIC),
        thing("ImageNet", type=DATASET),
        thing("CIFAR", type=DATASET),
        thing("classify images", type=TASK, roles=[Role.ADDRESSES]),
        reports=[
            ("76.1\\%", "accuracy", "ImageNet", "TinyNet"),
            ("91\\%", "top-1 accuracy", "CIFAR", "TinyNet"),
            ("3x", None, None, "TinyNet"),
        ],
        title="On TinyNet",
    ),
    annotate(
        "p2",
        "We run TinyNet again: 75.9\\% accuracy on ImageNet. BigNet has 78 accuracy on ImageNet.",
        "TinyNet",
        "BigNet",
        thing("accuracy", type=METRIC),
        thing("ImageNet", type=DATASET),
        reports=[("75.9\\%", "accuracy", "ImageNet", "TinyNet"), ("78", "accuracy", "ImageNet", "BigNet")],
        title="On both",
    ),
]
CONCEPTS = [
    Concept("accuracy", "accuracy", EntityType.METRIC),
    Concept("top-1-accuracy", "top-1 accuracy", EntityType.METRIC, broader=("accuracy",)),
]
ACCURACY, TOP1 = IRIS.entity("accuracy"), IRIS.entity("top-1-accuracy")


@pytest.fixture(scope="module")
def graph():
    labels = [IndexedLabel(concept.id, concept.name, concept.id) for concept in CONCEPTS]
    return assemble(PAPERS, make_vocabulary(CONCEPTS, labels, [], "0" * 64)).graph


def _values(table):
    return {place: [value.value for value in values] for place, values in table.cells.items()}


def test_values_stand_by_method_and_data_set_as_their_papers_write_them(graph):
    table = tabulate_results(graph, Axis.METHOD, Axis.DATASET)
    assert _values(table) == {
        ("TinyNet", "ImageNet"): ["76.1%", "75.9%"],
        ("TinyNet", "CIFAR"): ["91%"],
        ("BigNet", "ImageNet"): ["78"],
    }
    assert (table.rows, table.columns) == (("TinyNet", "BigNet"), ("ImageNet", "CIFAR"))


def test_every_value_has_its_paper_and_sentence(graph):
    values = tabulate_results(graph, Axis.METHOD, Axis.DATASET).cells["TinyNet", "ImageNet"]
    assert [(value.paper, value.sentence) for value in values] == [
        ("On TinyNet", "TinyNet reaches 76.1\\% accuracy on ImageNet."),
        ("On both", "We run TinyNet again: 75.9\\% accuracy on ImageNet."),
    ]


def test_a_metric_includes_narrower_ones_and_not_the_other_way_round(graph):
    wide = tabulate_results(graph, Axis.METHOD, Axis.DATASET, frozenset({ACCURACY}))
    narrow = tabulate_results(graph, Axis.METHOD, Axis.DATASET, frozenset({TOP1}))
    assert wide.metrics == ("accuracy", "top-1 accuracy")
    assert _values(narrow) == {("TinyNet", "CIFAR"): ["91%"]}


def test_a_result_that_says_nothing_of_an_axis_is_counted_and_left_out(graph):
    assert tabulate_results(graph, Axis.METHOD, Axis.DATASET).unplaced == 1
    assert tabulate_results(graph, Axis.METHOD, Axis.PAPER).unplaced == 0


@pytest.mark.parametrize(
    ("rows", "columns", "place"),
    [
        (Axis.PAPER, Axis.METRIC, ("On TinyNet", "top-1 accuracy")),
        (Axis.TASK, Axis.METHOD, ("classify images", "TinyNet")),
        (Axis.DATASET, Axis.PAPER, ("CIFAR", "On TinyNet")),
    ],
)
def test_rows_and_columns_may_be_any_side_of_a_result(graph, rows, columns, place):
    assert "91%" in _values(tabulate_results(graph, rows, columns))[place]


def test_what_several_papers_report_on_comes_before_many_numbers_of_one(small_vocabulary):
    def paper(name, *reports):
        text = " ".join(f"{method} has {value} accuracy on {data}." for value, method, data in reports)
        names = {method for _, method, _ in reports} | {thing("accuracy", type=METRIC)}
        names |= {thing(data, type=DATASET) for _, _, data in reports}
        said = [(value, "accuracy", data, method) for value, method, data in reports]
        return annotate(name, text, *sorted(names, key=str), reports=said)

    papers = [
        paper("p1", ("91\\%", "ANet", "CIFAR"), ("92\\%", "BNet", "CIFAR"), ("93\\%", "CNet", "CIFAR")),
        paper("p2", ("81\\%", "DNet", "MNIST")),
        paper("p3", ("82\\%", "ENet", "MNIST")),
    ]
    table = tabulate_results(assemble(papers, small_vocabulary).graph, Axis.METHOD, Axis.DATASET)
    assert table.columns == ("MNIST", "CIFAR")


def test_turning_the_axes_turns_the_table(graph):
    one = tabulate_results(graph, Axis.METHOD, Axis.DATASET)
    other = tabulate_results(graph, Axis.DATASET, Axis.METHOD)
    assert {place[::-1]: values for place, values in one.cells.items()} == other.cells


def test_only_results_that_are_sure_enough_count(graph):
    assert tabulate_results(graph, Axis.METHOD, Axis.DATASET, least=1.0).rows
    assert not tabulate_results(graph, Axis.METHOD, Axis.DATASET, least=1.1).rows


def test_a_shortened_table_keeps_what_has_most_values(graph):
    short = shorten(tabulate_results(graph, Axis.METHOD, Axis.DATASET), 1)
    assert _values(short) == {("TinyNet", "ImageNet"): ["76.1%", "75.9%"]}
