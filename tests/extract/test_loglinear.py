"""Log-linear models: exact sums, and files that hold any feature."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.loglinear import LogLinear, load_loglinear, save_loglinear

MODEL = LogLinear(("no", "yes"), {"bias": (0.5, -0.5), "shout": (0.0, 2.0), "tab\there": (1.0, 0.0)})


def test_unknown_features_weigh_nothing():
    assert LogLinear(("no", "yes"), {}).probabilities(["anything"]) == {"no": 0.5, "yes": 0.5}
    assert MODEL.probabilities(["bias", "anything"]) == MODEL.probabilities(["bias"]) == {"no": 0.731, "yes": 0.269}


def test_a_feature_counts_once_and_its_value_weighs():
    assert MODEL.probabilities(["bias", "shout", "shout"]) == MODEL.probabilities(["shout", "bias"])
    valued = MODEL.chances_of(["bias", "shout", "anything"], np.array([[1.0, 1.0, 1.0], [0.0, 0.5, 0.0]]))
    assert valued.case(0) == MODEL.probabilities(["bias", "shout"])
    assert valued.case(1)["yes"] == pytest.approx(0.731)


@given(st.lists(st.lists(st.sampled_from(["bias", "shout", "anything", "tab\there"]))))
def test_cases_scored_together_are_scored_as_if_alone(cases):
    found = MODEL.chances(cases)
    assert [found.case(index) for index in range(len(cases))] == [MODEL.probabilities(case) for case in cases]
    assert (found.of("never seen") == 0).all()


@given(st.dictionaries(st.text(max_size=8), st.tuples(st.floats(-9, 9), st.floats(-9, 9)), max_size=8))
def test_a_model_survives_its_file_whatever_its_features(tmp_path_factory, weights):
    path = tmp_path_factory.mktemp("model") / "table.tsv.gz"
    rounded = {name: tuple(round(weight, 4) + 0.0 for weight in row) for name, row in weights.items()}
    kept = {name: row for name, row in rounded.items() if any(row)}
    save_loglinear(LogLinear(("a", "b"), rounded), path)
    assert dict(load_loglinear(path).weights()) == kept


def test_the_same_weights_give_the_same_bytes(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    save_loglinear(MODEL, one)
    save_loglinear(LogLinear(MODEL.labels, dict(reversed(list(MODEL.weights())))), other)
    assert one.read_bytes() == other.read_bytes()


FEATURES = st.lists(st.sampled_from(["bias", "shout", "anything", "tab\there"]))


@given(FEATURES, FEATURES)
def test_features_looked_up_apart_are_those_of_the_whole(some, others):
    rows = MODEL.rows(some) | MODEL.rows(others)
    assert rows == MODEL.rows([*some, *others])
    assert MODEL.chances_of_rows([rows]).case(0) == MODEL.probabilities([*some, *others])
    assert MODEL.rows(["anything"]) == frozenset()
