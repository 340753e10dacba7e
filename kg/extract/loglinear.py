"""A log-linear classifier over named features: the statistical model behind mentions, roles and relations."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.floating[Any]]

_UNIT = 10_000
_SIGNS = {"\\\\": "\\", "\\t": "\t", "\\n": "\n"}
_ESCAPES = str.maketrans({sign: escaped for escaped, sign in _SIGNS.items()})
_ESCAPED = re.compile(r"\\[\\tn]")


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely a model finds each class, for all cases of a document at once.

    Args:
        labels: the classes.
        rows: a row of probabilities per case, a column per class.
    """

    labels: tuple[str, ...]
    rows: Rows

    def of(self, label: str) -> Rows:
        """Return the probability of one class in every case; 0 where the model was trained without that class."""
        column: Rows = self.rows[:, self.labels.index(label)] if label in self.labels else np.zeros(len(self.rows))
        return column

    def case(self, index: int) -> dict[str, float]:
        """Return class → probability of one case."""
        return dict(zip(self.labels, self.rows[index].tolist(), strict=True))


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
        self._unknown = len(self._rows)
        table = np.array([*weights.values(), [0.0] * len(self.labels)], dtype=np.float64)
        self._table = np.rint(table * _UNIT).astype(np.int64)

    def weights(self) -> Iterator[tuple[str, tuple[float, ...]]]:
        """Yield each feature with its weights."""
        for feature, row in self._rows.items():
            yield feature, tuple(weight / _UNIT for weight in self._table[row].tolist())

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Return the probability of each class in one case.

        Args:
            features: names of the features that hold; repeats count once.

        Returns:
            Class → probability, as `chances` gives it.
        """
        return self.chances([features]).case(0)

    def chances(self, cases: Iterable[Iterable[str]]) -> Chances:
        """Return the probability of each class in several cases, which costs little more than in one.

        Args:
            cases: for each case the names of the features that hold; repeats count once.

        Returns:
            Probabilities, rounded to three decimals before anyone compares them.
        """
        return self.chances_of_rows(self.rows(features) for features in cases)

    def rows(self, features: Iterable[str]) -> frozenset[int]:
        """Return where the table has the features that it knows, to look up once what several cases share.

        Args:
            features: names of features.
        """
        row_of = self._rows.get
        return frozenset([row for feature in features if (row := row_of(feature)) is not None])

    def chances_of_rows(self, cases: Iterable[Iterable[int]]) -> Chances:
        """Return the probability of each class in several cases.

        Args:
            cases: for each case the distinct rows of the features that hold.

        Returns:
            As `chances`.
        """
        rows: list[int] = []
        starts = []
        for known in cases:
            starts.append(len(rows))
            rows.append(self._unknown)  # a case without features has a row to sum, too
            rows.extend(known)
        table = self._table[np.array(rows, dtype=np.intp)]
        return self._shares(np.add.reduceat(table, np.array(starts, dtype=np.intp), axis=0))

    def chances_of(self, features: Sequence[str], values: Rows) -> Chances:
        """Return the probability of each class in cases where features have values.

        Args:
            features: names of the features; one that is not known weighs nothing.
            values: a row per case, a column per feature.

        Returns:
            As `chances`.
        """
        rows = [self._rows.get(feature, self._unknown) for feature in features]
        return self._shares(values @ self._table[rows].astype(np.float64))

    def _shares(self, scores: NDArray[np.int64] | Rows) -> Chances:
        powers = np.exp((scores - scores.max(axis=1, keepdims=True)) / _UNIT)
        return Chances(self.labels, np.round(powers / powers.sum(axis=1, keepdims=True), 3))


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
