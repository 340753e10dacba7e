"""A log-linear classifier over named features: the statistical model behind mentions, roles and relations."""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

_UNIT = 10_000
_SIGNS = {"\\\\": "\\", "\\t": "\t", "\\n": "\n"}
_ESCAPES = str.maketrans({sign: escaped for escaped, sign in _SIGNS.items()})
_ESCAPED = re.compile(r"\\[\\tn]")


class LogLinear:
    """Multinomial logistic regression over named features (Berger et al. 1996).

    Weights are whole ten-thousandths, so that sums are exact: neither the order of features nor the processor changes
    a probability.

    Args:
        labels: the classes.
        weights: feature → one weight per class; a feature that is not known weighs nothing.
    """

    def __init__(self, labels: Sequence[str], weights: Mapping[str, Sequence[float]]) -> None:
        self.labels = tuple(labels)
        self._rows = {feature: row for row, feature in enumerate(weights)}
        table = np.array(list(weights.values()), dtype=np.float64).reshape(-1, len(self.labels))
        self._table = np.rint(table * _UNIT).astype(np.int64)

    def weights(self) -> Iterator[tuple[str, tuple[float, ...]]]:
        """Yield each feature with its weights."""
        for feature, row in self._rows.items():
            yield feature, tuple(weight / _UNIT for weight in self._table[row].tolist())

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Return the probability of each class.

        Args:
            features: names of the features that hold; repeats count once.

        Returns:
            Class → probability, rounded to three decimals before anyone compares it.
        """
        rows = [row for feature in set(features) if (row := self._rows.get(feature)) is not None]
        return self._shares(self._table[rows].sum(axis=0).tolist())

    def probabilities_of(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each class where features have values.

        Args:
            values: feature → value; a feature that is not known weighs nothing.

        Returns:
            As `probabilities`.
        """
        known = [(row, value) for feature, value in values.items() if (row := self._rows.get(feature)) is not None]
        if not known:
            return self._shares([0.0] * len(self.labels))
        rows, amounts = zip(*known, strict=True)
        return self._shares((self._table[list(rows)] * np.array(amounts)[:, None]).sum(axis=0).tolist())

    def _shares(self, scores: Sequence[float]) -> dict[str, float]:
        top = max(scores)
        powers = [math.exp((score - top) / _UNIT) for score in scores]
        total = math.fsum(powers)
        return {label: round(power / total, 3) for label, power in zip(self.labels, powers, strict=True)}


def _escaped(feature: str) -> str:
    """Return a feature without the signs that part fields and lines; text brings any sign into features."""
    return feature.translate(_ESCAPES)


def _unescaped(field: str) -> str:
    return _ESCAPED.sub(lambda match: _SIGNS[match.group()], field) if "\\" in field else field


def load_loglinear(path: Path) -> LogLinear:
    """Read a model that `save_loglinear` wrote.

    Args:
        path: a gzipped file of tab-separated values: a header of classes, then a line per feature.
    """
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        labels = tuple(next(lines).rstrip("\n").split("\t")[1:])
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return LogLinear(labels, {_unescaped(row[0]): tuple(map(float, row[1:])) for row in rows})


def save_loglinear(model: LogLinear, path: Path) -> None:
    """Write a model so that the same weights give the same bytes.

    Args:
        model: the model; rows of zeros are left out.
        path: where to; replaced if it exists.
    """
    lines = ["\t".join(["feature", *model.labels])]
    for feature, row in sorted(model.weights()):
        if any(row):
            lines.append("\t".join([_escaped(feature), *(f"{weight:.4f}" for weight in row)]))
    data = ("\n".join(lines) + "\n").encode()
    with path.open("wb") as out, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        packed.write(data)
