"""Numbers in running text, and which of them are results."""

from itertools import pairwise

import pytest
from annotated import annotated
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.numbers import find_numbers
from kg.extract.relation_features import Scene
from kg.extract.results import find_results
from kg.extract.view import view_of


@pytest.mark.parametrize(
    ("text", "value", "number", "unit"),
    [
        ("an accuracy of 81.3%", "81.3%", 81.3, "%"),
        (r"about 53\% of galaxies", "53%", 53.0, "%"),
        (r"with 88.6{\%} F1", "88.6%", 88.6, "%"),
        (r"$94.53\%$ F1", "94.53%", 94.53, "%"),
        ("by 23 percent overall", "23 percent", 23.0, "%"),
        ("is 8-10x faster", "8-10x", None, "x"),
        (r"is $26.8\times$ faster", "26.8x", 26.8, "x"),
        ("runs 2.5 times faster", "2.5 times", 2.5, "x"),
        ("a 200-fold speedup", "200-fold", 200.0, "x"),
        ("by 3.2 points on average", "3.2 points", 3.2, "points"),
        ("takes 12 ms per image", "12 ms", 12.0, "ms"),
        ("a PSNR of 22.8 dB here", "22.8 dB", 22.8, "dB"),
        ("an F1 of 0.92 here", "0.92", 0.92, ""),
        ("is ranked 2nd of all", "2nd", 2.0, "rank"),
        ("two orders of magnitude less", "two orders of magnitude", None, "orders of magnitude"),
        ("over 1,024 items", "1,024", 1024.0, ""),
        ("a loss of 0.93 ± 0.03 here", "0.93 ± 0.03", 0.93, ""),
        ("a change of -1.5 here", "-1.5", -1.5, ""),
    ],
)
def test_a_number_is_read_with_its_unit(text, value, number, unit):
    (found,) = find_numbers(text)
    assert (found.value, found.number, found.unit) == (value, number, unit)


def test_points_and_percent_are_two_numbers():
    assert [n.value for n in find_numbers("by 3.2 points (6.7%)")] == ["3.2 points", "6.7%"]


@pytest.mark.parametrize(
    "text", ["GPT-3 and F1", "ResNet50", "see https://x.org/papers/2020/10", "COVID-19", "3D and 2D"]
)
def test_digits_inside_words_and_addresses_are_no_numbers(text):
    assert find_numbers(text) == ()


@given(st.text(alphabet="0123456789.,%x$\\ -–±()abM", max_size=30))
def test_any_text_is_read_and_numbers_stand_in_their_order(text):
    found = find_numbers(text)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def results_of(model, text, entities, roles=None):
    scene = Scene(view_of(annotated(text, entities, roles=roles)))
    return find_results(scene, model.tables["results"], 0.5)


def test_an_outcome_is_linked_to_metric_data_set_and_subject(model):
    (result,) = results_of(
        model,
        "We propose Foo. Foo achieves an accuracy of 92.3% on Bar.",
        {"Foo": "Method", "accuracy": "Metric", "Bar": "Dataset"},
        {"Foo": "introduces"},
    )
    assert (result.subject, result.metric, result.dataset) == ("Foo", "accuracy", "Bar")
    assert (result.value, result.number, result.unit) == ("92.3%", 92.3, "%")
    assert result.text == "Foo achieves an accuracy of 92.3% on Bar."
    assert (result.evidence.start, result.evidence.end) == (16, 57)


def test_coordinated_numbers_go_with_coordinated_metrics(model):
    text = "Our method achieves a precision and recall of 94.6% and 80.2%, respectively."
    found = results_of(model, text, {"precision": "Metric", "recall": "Metric"})
    assert [(r.metric, r.value) for r in found] == [("precision", "94.6%"), ("recall", "80.2%")]


def test_coordinated_numbers_go_with_coordinated_data_sets(model):
    text = "Foo improves accuracy by 3.1% and 4.2% on Bar and Baz."
    found = results_of(model, text, {"Foo": "Method", "accuracy": "Metric", "Bar": "Dataset", "Baz": "Dataset"})
    assert [(r.dataset, r.value) for r in found] == [("Bar", "3.1%"), ("Baz", "4.2%")]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 the workshop was held in 3 cities.",
        "We collect 5,000 radiology reports from 12 hospitals.",
        "The corpus has 120 documents in 7 languages.",
        "A 12-layer network with 110M parameters is used.",
    ],
)
def test_sizes_and_years_are_no_results(model, text):
    assert results_of(model, text, {}) == ()
