"""The pipeline, loaded once for the tests of the extraction room."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extract import make_pipeline
from kg.extract.resources import Resources
from kg.extract.trained import TrainedModel, load_model
from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.lookup import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return load_vocabulary()


@pytest.fixture(scope="session")
def model() -> TrainedModel:
    """The shipped model."""
    return load_model()


@pytest.fixture(scope="session")
def resources(vocabulary, model) -> Resources:
    """Both."""
    return Resources(vocabulary, model)


@pytest.fixture(scope="session")
def nlp(resources) -> Language:
    """The whole pipeline."""
    return make_pipeline(resources)
