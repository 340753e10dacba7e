"""One running server for all tests of this folder, over the tiny graph."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from asking import LIMITS, ORIGIN, SECONDS, Server, running
from page_graphs import WELL_FORMED, make_hostile_graph
from tiny_graph import PAPERS, make_tiny_graph, sentence_spans

from kg.export.rdf import write_store
from kg.generation import new_generation
from kg.iris import Iris
from kg.link.ledger import write_ledger
from kg.model import Merge
from kg.rdf.description import Build
from kg.serve.catalogue import Catalogue
from kg.settings import Settings

MERGES = [
    Merge("knowledge-distillation", "KD", "long form", 1.0, 2),
    Merge("knowledge-distillation", "distillation", "vocabulary: label", 1.0, 1),
]


# what papers name more than once
NAMED = {"knowledge-distillation": "knowledge distillation", "tinynet": "TinyNet", "bignet": "BigNet"}


def _annotation(paper):
    """As much of a paper's line as pages read."""
    entities = [
        {"node": Iris().entity(key), "mentions": [_mention(found) for found in re.finditer(name, paper.text, re.I)]}
        for key, name in NAMED.items()
    ]
    return {"id": paper.id, "sentences": [[s.start, s.end] for s in sentence_spans(paper.text)], "entities": entities}


def _mention(found):
    return {"start": found.start(), "end": found.end(), "confidence": 0.8}


def _publish(graph, folder):
    """Write the folder of a build that holds no more than its store and what pages look up beside it."""
    settings = Settings()
    options = {"base": settings.base, "text": settings.text.value}
    with new_generation(folder, {"options": options}) as staging:
        write_store(graph, staging / "store", settings, Build())
        write_ledger(MERGES, staging / "merges.tsv", Iris(settings.base))
    return folder


@pytest.fixture(scope="session")
def served_graph(tmp_path_factory):
    """The folder of a build of the tiny graph."""
    folder = _publish(make_tiny_graph(), tmp_path_factory.mktemp("served"))
    lines = (json.dumps(_annotation(paper), separators=(",", ":")) for paper in PAPERS)
    (folder / "annotations.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def hostile_catalogue(tmp_path_factory) -> Catalogue:
    """A graph whose every text tries to be markup."""
    return Catalogue(_publish(make_hostile_graph(WELL_FORMED), tmp_path_factory.mktemp("hostile")))


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
