"""Training of the model behind the roles of a paper's entities."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.loglinear import LogLinear
from kg.extract.role_features import role_features
from kg.extract.view import view_of
from kg.train.gold_entities import GoldDocument, taught_role
from kg.train.loglinear import fit_loglinear

STRENGTH = 0.3


def fit_roles(documents: Sequence[GoldDocument]) -> LogLinear:
    """Fit the role model on core entities.

    Args:
        documents: documents with entities and their gold.
    """
    samples, labels = [], []
    for document in documents:
        view = view_of(document.doc)
        for index, entity in enumerate(view.entities):
            gold = document.gold.get(entity.id)
            if gold is not None and gold.get("salience") != "optional":
                samples.append(role_features(view, index))
                labels.append(taught_role(gold))
    return fit_loglinear(samples, labels, strength=STRENGTH)
