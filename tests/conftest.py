"""What every room's tests may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import make_small_vocabulary
from published import publish_store
from seed_corpus import SEEDS, write_papers
from tiny_graph import make_tiny_graph

from kg.build import build
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Paper
from kg.read import read_papers
from kg.vocabulary.lookup import Vocabulary

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


@pytest.fixture(scope="session")
def tiny_graph() -> KnowledgeGraph:
    """Five papers, every kind of node and fact."""
    return make_tiny_graph()


@pytest.fixture(scope="session")
def small_vocabulary() -> Vocabulary:
    """A dozen concepts, with one homograph and a chain of three."""
    return make_small_vocabulary()


@pytest.fixture(scope="session")
def regenerating() -> bool:
    """Whether golden files are to be written anew: `KG_REGENERATE=1 pytest tests/…`, then read the diff."""
    return os.environ.get("KG_REGENERATE") == "1"


@pytest.fixture(scope="session")
def seed_papers() -> tuple[Paper, ...]:
    """The papers of the seed page."""
    return read_papers([SEEDS]).papers


@pytest.fixture(scope="session")
def tiny_build(tiny_graph, tmp_path_factory) -> Path:
    """The folder of a build of the tiny graph: its store and a manifest, which is all that questions need."""
    return publish_store(tiny_graph, tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def small_build(seed_papers, tmp_path_factory) -> Path:
    """The folder of a build of eight seed papers."""
    folder = tmp_path_factory.mktemp("build")
    build([write_papers(seed_papers[:8], folder / "papers.jsonl")], folder / "graph")
    return folder / "graph"


@pytest.fixture(scope="session")
def seed_build(tmp_path_factory) -> Path:
    """The folder of a build of the whole seed page; for tests marked slow."""
    folder = tmp_path_factory.mktemp("seed")
    build([SEEDS], folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    """Headless Chromium that reaches no network."""
    from chromium import start_chromium

    with start_chromium() as started:
        yield started
