"""What every room's tests may use."""

from __future__ import annotations

import os

import pytest
from tiny_graph import make_tiny_graph

from kg.graph.knowledge_graph import KnowledgeGraph


@pytest.fixture(scope="session")
def tiny_graph() -> KnowledgeGraph:
    """Five papers, every kind of node and fact."""
    return make_tiny_graph()


@pytest.fixture(scope="session")
def regenerating() -> bool:
    """Whether golden files are to be written anew: `KG_REGENERATE=1 pytest tests/…`, then read the diff."""
    return os.environ.get("KG_REGENERATE") == "1"
