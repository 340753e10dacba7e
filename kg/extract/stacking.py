"""Two models of one question made one: a log-linear mix of what both say, calibrated by how it is fitted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.extract.loglinear import LogLinear

FEATURES, NETWORK = "features", "network"
_LEAST = 0.0005

Chances = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Opinions:
    """What several models say of one case.

    Args:
        chances: a model's name → class → probability.
        flags: circumstances that decide whom to trust.
    """

    chances: Mapping[str, Chances]
    flags: Mapping[str, bool] = field(default_factory=dict)

    def values(self) -> dict[str, float]:
        """Return what a stack computes with: logarithms of the probabilities, once more for each flag that holds."""
        logs = {
            f"{model}={label}": math.log(max(chance, _LEAST))
            for model, classes in self.chances.items()
            for label, chance in classes.items()
        }
        values = {"bias": 1.0, **logs}
        for flag, holds in self.flags.items():
            if holds:
                values[flag] = 1.0
                values.update({f"{name}|{flag}": value for name, value in logs.items()})
        return values


def mix(stack: LogLinear, opinions: Opinions) -> dict[str, float]:
    """Return the probabilities that a stack of models gives (stacked generalisation; Wolpert 1992).

    Args:
        stack: fitted on papers that the models beneath it had not seen.
        opinions: what these say.
    """
    return stack.probabilities_of(opinions.values())
