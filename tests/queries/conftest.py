"""The data sets that the shipped questions are asked of."""

from __future__ import annotations

import pytest
from rdflib import Dataset
from tiny_graph import make_tiny_graph

from kg.query import open_dataset
from kg.rdf.dataset import to_dataset
from kg.rdf.description import Build
from kg.settings import Settings

ELSEWHERE = "https://library.example/graph/"


@pytest.fixture(scope="session")
def tiny(tiny_graph):
    """Both engines, and the graph under another base IRI."""
    engines = {name: to_dataset(tiny_graph, Settings(), Build(), engine=name) for name in ("Oxigraph", "default")}
    moved = to_dataset(make_tiny_graph(ELSEWHERE), Settings(base=ELSEWHERE), Build())
    return {**engines, "elsewhere": moved}


@pytest.fixture(scope="session")
def seed(seed_build):
    """The store of the published graph of the seed page."""
    return {"Oxigraph": open_dataset(seed_build)}


@pytest.fixture(scope="session")
def seed_in_rdflib(seed_build):
    """The published N-Quads of the seed page in rdflib."""
    dataset = Dataset(default_union=False)
    dataset.parse(seed_build / "graph.nq", format="nquads")
    return dataset
