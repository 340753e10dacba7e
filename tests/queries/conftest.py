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
    """The published graph of the seed page: its store, and its N-Quads in rdflib."""
    default = Dataset(default_union=False)
    default.parse(seed_build / "graph.nq", format="nquads")
    return {"Oxigraph": open_dataset(seed_build), "default": default}
