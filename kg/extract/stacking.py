"""Two models of one question made one: a log-linear mix of what both say, calibrated by how it is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.extract.loglinear import Chances, LogLinear, Rows

FEATURES, NETWORK = "features", "network"
_LEAST = 0.0005

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Opinions:
    """What several models say of some cases.

    Args:
        chances: a model's name → what it says of each case.
        flags: circumstances that decide whom to trust, in each case.
    """

    chances: Mapping[str, Chances]
    flags: Mapping[str, Flags] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Return the names of the values that a stack computes with, in the order of `values`."""
        logs = [f"{model}={label}" for model, said in self.chances.items() for label in said.labels]
        return ["bias", *logs, *(name for flag in self.flags for name in (flag, *(f"{log}|{flag}" for log in logs)))]

    def values(self) -> Rows:
        """Return a row of values per case: logarithms of the probabilities, once more for each flag that holds."""
        logs = np.log(np.maximum(np.hstack([said.rows for said in self.chances.values()]), _LEAST))
        columns = [np.ones((len(logs), 1)), logs]
        for holds in self.flags.values():
            columns += [holds[:, None], logs * holds[:, None]]
        return np.hstack(columns)

    def take(self, cases: Sequence[int]) -> Opinions:
        """Return what is said of some of the cases.

        Args:
            cases: their indices.
        """
        chosen = np.array(cases, dtype=np.intp)
        return Opinions(
            {model: Chances(said.labels, said.rows[chosen]) for model, said in self.chances.items()},
            {flag: holds[chosen] for flag, holds in self.flags.items()},
        )


def mix(stack: LogLinear, opinions: Opinions) -> Chances:
    """Return the probabilities that a stack of models gives (stacked generalisation; Wolpert 1992).

    Args:
        stack: fitted on papers that the models beneath it had not seen.
        opinions: what these say.
    """
    return stack.chances_of(opinions.names(), opinions.values())
