"""Fifty clients at once, cheap questions among hostile ones: nothing dies, and the cheap ones stay fast.

`KG_GRAPH=exports pytest -m heavy tests/serve/test_load.py` asks a graph of your own.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asking import ENDLESS, GREEDY, running

from kg.query import list_queries
from kg.serve import ServeSettings

CHEAP_CLIENTS, HOSTILE_CLIENTS, QUESTIONS = 40, 10, 25
PAUSE = 0.5  # seconds in which a person or a page looks at an answer, on average
HOSTILE = [
    ENDLESS,
    GREEDY,
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a (!<urn:x>)* ?b . ?c (!<urn:y>)* ?d }",
    "SELECT * { ?s ?p ?o . FILTER(REGEX(?o, '(a*)*(b*)*c')) ?t ?q ?r }",
    "SELECT * { " + "(" * 5000,
    "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }",
]


@pytest.mark.heavy
def test_hostile_queries_do_not_starve_cheap_ones(request, capsys):
    graph = Path(os.environ["KG_GRAPH"]) if "KG_GRAPH" in os.environ else request.getfixturevalue("small_build")
    with running(graph, ServeSettings(port=0)) as server:
        with ThreadPoolExecutor(CHEAP_CLIENTS + HOSTILE_CLIENTS) as clients:
            cheap = [clients.submit(_cheap, server, number) for number in range(CHEAP_CLIENTS)]
            hostile = [clients.submit(_hostile, server, number, cheap) for number in range(HOSTILE_CLIENTS)]
            seconds = sorted(second for client in cheap for second in client.result())
            refused = sum((client.result() for client in hostile), Counter())
        assert server.ask("ASK {}").truth
    median, worst = statistics.median(seconds), seconds[int(len(seconds) * 0.99)]
    with capsys.disabled():
        sys.stdout.write(f"\n{len(seconds)} cheap queries: median {median * 1000:.0f} ms, 99 % {worst * 1000:.0f} ms\n")
        sys.stdout.write(f"hostile answers: {dict(sorted(refused.items()))}\n")
    assert len(seconds) == CHEAP_CLIENTS * QUESTIONS
    assert 500 not in {status for status, _ in refused}


def _cheap(server, seed):
    """Ask questions of the library, one after another, as people do; return their seconds."""
    chance, found = random.Random(seed), []
    queries = [query.text for query in list_queries()]
    with server.kept_alive() as ask:
        for _ in range(QUESTIONS):
            time.sleep(chance.uniform(0, 2 * PAUSE))
            began = time.perf_counter()
            reply = ask(chance.choice(queries))
            found.append(time.perf_counter() - began)
            assert reply.status == 200, reply.text
    return found


def _hostile(server, seed, cheap):
    """Send the worst queries without a pause as long as there is anybody to disturb; return what came of them."""
    chance, found = random.Random(-seed), Counter()
    with server.kept_alive() as ask:
        while not all(client.done() for client in cheap):
            reply = ask(f"{chance.choice(HOSTILE)} # {chance.random()}")
            found[reply.status, reply.headers.get("X-KG-Limit", "")] += 1
    return found
