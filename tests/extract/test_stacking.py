"""Several models mixed into one: weights decide, flags switch weights."""

import numpy as np
import pytest

from kg.extract.loglinear import Chances, LogLinear
from kg.extract.stacking import FEATURES, NETWORK, Opinions, mix

SURE = {"yes": 0.9, "no": 0.1}
UNSURE = {"yes": 0.4, "no": 0.6}


def said(*cases):
    return Chances(tuple(cases[0]), np.array([list(case.values()) for case in cases]))


def flags(*holds):
    return np.array(holds, dtype=np.bool_)


def test_a_stack_that_trusts_one_model_repeats_it():
    stack = LogLinear(("no", "yes"), {f"{NETWORK}=no": (1.0, 0.0), f"{NETWORK}=yes": (0.0, 1.0)})
    assert mix(stack, Opinions({FEATURES: said(UNSURE), NETWORK: said(SURE)})).case(0) == {"no": 0.1, "yes": 0.9}


def test_equal_trust_multiplies_the_odds():
    weights = {
        f"{model}={label}": (float(label == "no"), float(label == "yes")) for model in ("a", "b") for label in SURE
    }
    found = mix(LogLinear(("no", "yes"), weights), Opinions({"a": said(SURE), "b": said(SURE)}))
    assert found.of("yes") == pytest.approx([81 / 82], abs=0.001)


def test_a_flag_has_weights_of_its_own():
    stack = LogLinear(("no", "yes"), {f"{NETWORK}=yes|known": (0.0, 1.0), "known": (0.0, 1.0)})
    without, held = mix(stack, Opinions({NETWORK: said(SURE, SURE)}, {"known": flags(False, True)})).of("yes")
    assert without == 0.5 and held > 0.7


def test_a_probability_of_zero_does_not_break_the_logarithm():
    opinions = Opinions({NETWORK: said({"yes": 0.0})})
    assert opinions.names() == ["bias", f"{NETWORK}=yes"]
    assert opinions.values()[0, 0] == 1.0 and np.isfinite(opinions.values()).all()


def test_what_is_said_of_a_case_does_not_depend_on_the_others():
    stack = LogLinear(("no", "yes"), {f"{NETWORK}=yes": (0.1, 0.7), "known": (0.3, 0.0)})
    opinions = Opinions({NETWORK: said(SURE, UNSURE, SURE)}, {"known": flags(True, False, False)})
    together = mix(stack, opinions)
    alone = [mix(stack, opinions.take([index])).case(0) for index in range(3)]
    assert [together.case(index) for index in range(3)] == alone
    assert mix(stack, opinions.take([])).rows.shape == (0, 2)
