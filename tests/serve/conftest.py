"""One running server for all tests of this folder, over the tiny graph."""

from __future__ import annotations

from dataclasses import replace

import pytest
from asking import LIMITS, ORIGIN, SECONDS, Server, running
from tiny_graph import make_tiny_graph

from kg.export.rdf import write_store
from kg.generation import new_generation
from kg.rdf.description import Build
from kg.settings import Settings


@pytest.fixture(scope="session")
def served_graph(tmp_path_factory):
    """The folder of a build of the tiny graph that holds no more than its store."""
    folder = tmp_path_factory.mktemp("served")
    with new_generation(folder, {"options": {"base": Settings().base}}) as staging:
        write_store(make_tiny_graph(), staging / "store", Settings(), Build())
    return folder


@pytest.fixture(scope="session")
def server(served_graph) -> Server:
    """A server with low limits on answers and memory, and much time."""
    with running(served_graph, LIMITS) as found:
        yield found


@pytest.fixture(scope="session")
def hasty_server(served_graph) -> Server:
    """A server that has no time, and answers for more than this machine."""
    settings = replace(
        LIMITS,
        timeout=SECONDS,
        brief=0.1,
        patience=1,
        max_waiting=4,
        allow_hosts=("kg.example", "kg.example:81"),
        allow_origins=(ORIGIN,),
    )
    with running(served_graph, settings) as found:
        yield found
