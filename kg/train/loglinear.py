"""Fitting of log-linear classifiers (needs the extra `train`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.extract.loglinear import LogLinear


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
    index = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if n >= min_count))}
    pairs = [(row, index[f]) for row, sample in enumerate(samples) for f in sorted(set(sample)) if f in index]
    rows, columns = (np.array(part) for part in zip(*pairs, strict=True))
    matrix = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(samples), len(index)))
    classifier = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False, solver="lbfgs")
    classifier.fit(matrix, np.array(labels), sample_weight=weights)
    classes = tuple(str(c) for c in classifier.classes_)
    table = classifier.coef_ if len(classes) > 2 else np.vstack([-classifier.coef_[0] / 2, classifier.coef_[0] / 2])
    return LogLinear(classes, {f: tuple(float(w) for w in table[:, i]) for f, i in index.items()})
