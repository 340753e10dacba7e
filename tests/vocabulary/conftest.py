"""The shipped vocabulary, loaded once, and a small one made by hand."""

from __future__ import annotations

import pytest

from kg.model import Concept
from kg.schema import EntityType
from kg.vocabulary import HomographSense, Vocabulary, load_vocabulary
from kg.vocabulary.compiled import CompiledVocabulary, label_keys
from kg.vocabulary.lookup import index_labels, make_vocabulary

METHOD, METRIC, DATASET = EntityType.METHOD, EntityType.METRIC, EntityType.DATASET

CONCEPTS = (
    Concept("autoencoder", "autoencoder", METHOD, ("auto-associator",)),
    Concept("masked-autoencoder", "masked autoencoder", METHOD, ("MAE",), ("MAE",), ("autoencoder",)),
    Concept("mean-absolute-error", "mean absolute error", METRIC, ("MAE", "L1 error"), ("MAE",)),
    Concept("codebert", "CodeBERT", METHOD),
    Concept("sick", "SICK", DATASET),
    Concept("hans", "HANS", DATASET),
    Concept("hierarchical-attention-network", "hierarchical attention network", METHOD, ("HAN",), ("HAN",)),
    Concept("transformer", "Transformer", METHOD),
)
SENSES = (
    HomographSense("MAE", "masked-autoencoder", ("ImageNet", "masked image")),
    HomographSense("MAE", "mean-absolute-error", ("regression", "RMSE", "*")),
)


@pytest.fixture(scope="session")
def shipped() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def few(shipped) -> CompiledVocabulary:
    """Some shipped concepts with all that is broader: joining files to them is quick."""
    roots = ("knowledge-distillation", "pruning", "convolutional-neural-network")
    ids = sorted({found for root in roots for found in (root, *shipped.ancestors(root))})
    concepts = tuple(shipped.concepts[found] for found in ids)
    return CompiledVocabulary(concepts, index_labels(label for c in concepts for label in label_keys(c)), ())


@pytest.fixture(scope="session")
def small() -> Vocabulary:
    hidden = {"transformer": ("transformer",)}
    labels = [label for concept in CONCEPTS for label in label_keys(concept, hidden.get(concept.id, ()))]
    return make_vocabulary(CONCEPTS, labels, SENSES, "0" * 64)
