"""Training of the model behind the roles of a paper's entities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

from kg.extract.loglinear import LogLinear, save_loglinear
from kg.extract.roles import ROLES_MODEL, role_features
from kg.extract.view import view_of
from kg.train.gold_entities import GoldDocument, gold_document, read_gold
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
                labels.append(gold["role"])
    return fit_loglinear(samples, labels, strength=STRENGTH)


def train_roles(gold: Path, nlp: Language, target: Path = ROLES_MODEL) -> None:
    """Train the role model that ships with the package, and write it.

    Optional entities are in the documents, as among the entities that a pipeline finds, but not in the loss.

    Args:
        gold: annotated papers, JSON Lines.
        nlp: a pipeline that splits sentences.
        target: where the weights go.
    """
    documents = [gold_document(paper, nlp, core_only=False) for paper in read_gold(gold)]
    save_loglinear(fit_roles(documents), target)
