"""Stacks are fitted on what models say that may have learned other classes from other papers."""

import numpy as np
import pytest

pytest.importorskip("sklearn")

from kg.extract.loglinear import Chances
from kg.extract.stacking import Opinions, mix
from kg.train.loglinear import fit_stack


def said(labels, *rows):
    return Opinions({"model": Chances(tuple(labels), np.array(rows))})


def test_models_that_know_other_classes_are_fitted_together():
    of_some = said(("a", "b"), [0.9, 0.1], [0.1, 0.9], [0.8, 0.2], [0.2, 0.8])
    of_others = said(("b", "c"), [0.9, 0.1], [0.1, 0.9], [0.8, 0.2], [0.2, 0.8])
    stack = fit_stack([of_some, of_others], ["a", "b", "a", "b", "b", "c", "b", "c"], strength=10.0)
    for opinions, due in ((of_some, "abab"), (of_others, "bcbc")):
        found = mix(stack, opinions)
        assert "".join(found.labels[i] for i in found.rows.argmax(axis=1)) == due
