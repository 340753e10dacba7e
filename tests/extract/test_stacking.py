"""Several models mixed into one: weights decide, flags switch weights."""

import math

import pytest

from kg.extract.loglinear import LogLinear
from kg.extract.stacking import FEATURES, NETWORK, Opinions, mix

SURE = {"yes": 0.9, "no": 0.1}
UNSURE = {"yes": 0.4, "no": 0.6}


def test_a_stack_that_trusts_one_model_repeats_it():
    stack = LogLinear(("no", "yes"), {f"{NETWORK}=no": (1.0, 0.0), f"{NETWORK}=yes": (0.0, 1.0)})
    assert mix(stack, Opinions({FEATURES: UNSURE, NETWORK: SURE})) == {"no": 0.1, "yes": 0.9}


def test_equal_trust_multiplies_the_odds():
    weights = {
        f"{model}={label}": (float(label == "no"), float(label == "yes")) for model in ("a", "b") for label in SURE
    }
    found = mix(LogLinear(("no", "yes"), weights), Opinions({"a": SURE, "b": SURE}))
    assert found["yes"] == pytest.approx(81 / 82, abs=0.001)


def test_a_flag_has_weights_of_its_own():
    stack = LogLinear(("no", "yes"), {f"{NETWORK}=yes|known": (0.0, 1.0), "known": (0.0, 1.0)})
    without = mix(stack, Opinions({NETWORK: SURE}, {"known": False}))
    assert without == {"no": 0.5, "yes": 0.5}
    assert mix(stack, Opinions({NETWORK: SURE}, {"known": True}))["yes"] > 0.7


def test_a_probability_of_zero_does_not_break_the_logarithm():
    values = Opinions({NETWORK: {"yes": 0.0}}).values()
    assert values["bias"] == 1.0 and math.isfinite(values[f"{NETWORK}=yes"])
