"""Fitting of log-linear classifiers (needs the extra `train`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.errors import ModelError
from kg.extract.loglinear import LogLinear
from kg.extract.stacking import Opinions


def fit_loglinear(
    samples: Sequence[Sequence[str]],
    labels: Sequence[str],
    *,
    strength: float,
    min_count: int = 2,
    weights: Sequence[float] | None = None,
) -> LogLinear:
    """Fit multinomial logistic regression with an L2 penalty.

    Args:
        samples: the features of each sample; every sample should hold the feature `bias`.
        labels: the class of each sample.
        strength: inverse of the penalty (C of scikit-learn).
        min_count: features of fewer samples are left out.
        weights: weight of each sample; 1 where not given.

    Returns:
        The model; the same samples in the same order give the same weights.
    """
    counts = Counter(feature for sample in samples for feature in set(sample))
    features = sorted(feature for feature, count in counts.items() if count >= min_count)
    index = {feature: i for i, feature in enumerate(features)}
    pairs = [(row, index[f]) for row, sample in enumerate(samples) for f in sorted(set(sample)) if f in index]
    rows, columns = (np.array(part) for part in zip(*pairs, strict=True))
    matrix = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(samples), len(features)))
    classifier = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False, solver="lbfgs")
    return _fit(matrix, features, labels, classifier, weights)


def fit_stack(samples: Sequence[Opinions], labels: Sequence[str], *, strength: float) -> LogLinear:
    """Fit the mix of several models.

    Args:
        samples: what they say of some cases of papers that they have not seen; each has the same models and flags, but
            a model may know other classes in each.
        labels: the class of each case, all samples together.
        strength: inverse of the penalty (C of scikit-learn).
    """
    features = list(dict.fromkeys(name for sample in samples for name in sample.names()))
    matrix = np.vstack([_columns(sample, features) for sample in samples])
    # few dense features, all alike: Newton's method needs a dozen steps where L-BFGS needs thousands
    return _fit(matrix, features, labels, LogisticRegression(C=strength, fit_intercept=False, solver="newton-cholesky"))


def _columns(sample: Opinions, features: Sequence[str]) -> NDArray[np.float64]:
    """Return the values of some features; a class that a model never saw has none, as `mix` takes it too."""
    known = dict(zip(sample.names(), sample.values().T, strict=True))
    none = np.zeros(len(sample.values()))
    return np.column_stack([known.get(feature, none) for feature in features])


def _fit(
    matrix: csr_matrix | NDArray[np.float64],
    features: Sequence[str],
    labels: Sequence[str],
    classifier: LogisticRegression,
    weights: Sequence[float] | None = None,
) -> LogLinear:
    if len(set(labels)) < 2:
        raise ModelError(f"the annotated papers show no choice, only {sorted(set(labels))}; annotate more papers")
    classifier.fit(matrix, np.array(labels), sample_weight=weights)
    classes = tuple(str(c) for c in classifier.classes_)
    table = classifier.coef_ if len(classes) > 2 else np.vstack([-classifier.coef_[0] / 2, classifier.coef_[0] / 2])
    return LogLinear(classes, {f: tuple(float(w) for w in table[:, i]) for i, f in enumerate(features)})
