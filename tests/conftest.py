"""What every room's tests may use."""

from __future__ import annotations

import pytest
from builders import make_small_vocabulary
from tiny_graph import make_tiny_graph

from kg.graph.knowledge_graph import KnowledgeGraph
from kg.vocabulary.lookup import Vocabulary


@pytest.fixture(scope="session")
def tiny_graph() -> KnowledgeGraph:
    """Five papers, every kind of node and fact."""
    return make_tiny_graph()


@pytest.fixture(scope="session")
def small_vocabulary() -> Vocabulary:
    """A dozen concepts, with one homograph and a chain of three."""
    return make_small_vocabulary()
