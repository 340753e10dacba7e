"""A log-linear classifier over named features: the statistical model behind mentions, roles and relations."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LogLinear:
    """Multinomial logistic regression with binary named features (Berger et al. 1996).

    Sums are exact (`math.fsum`), so that neither the order of features nor the processor changes a probability.

    Args:
        labels: the classes.
        weights: feature → one weight per class; a feature that is not known weighs nothing.
    """

    labels: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Return the probability of each class.

        Args:
            features: names of the features that hold; repeats count once.

        Returns:
            Class → probability, rounded to three decimals before anyone compares it.
        """
        rows = [row for feature in set(features) if (row := self.weights.get(feature))]
        scores = [math.fsum(column) for column in zip(*rows, strict=True)] or [0.0] * len(self.labels)
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = math.fsum(powers)
        return {label: round(power / total, 3) for label, power in zip(self.labels, powers, strict=True)}


def load_loglinear(path: Path) -> LogLinear:
    """Read a model that `save_loglinear` wrote.

    Args:
        path: a gzipped file of tab-separated values: a header of classes, then a line per feature.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        labels = tuple(next(lines).rstrip("\n").split("\t")[1:])
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return LogLinear(labels, {row[0]: tuple(map(float, row[1:])) for row in rows})


def save_loglinear(model: LogLinear, path: Path) -> None:
    """Write a model so that the same weights give the same bytes.

    Args:
        model: the model; weights are rounded to four decimals, and rows of zeros are left out.
        path: where to; replaced if it exists.
    """
    lines = ["\t".join(["feature", *model.labels])]
    for feature, row in sorted(model.weights.items()):
        if any(round(weight, 4) for weight in row):
            lines.append("\t".join([feature, *(f"{weight:.4f}" for weight in row)]))
    data = ("\n".join(lines) + "\n").encode()
    with path.open("wb") as out, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        packed.write(data)
