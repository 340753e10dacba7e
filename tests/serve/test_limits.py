"""What a query may use, and what its client is told where it wants more."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from asking import BYTES, DIRECT, ENDLESS, GREEDY, LIMITS, ROWS

FORMS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
NUMBERS = " ".join(map(str, range(100)))
MANY = f"SELECT ?a ?b {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} }}"


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_has_all_its_rows_or_is_refused(server, form):
    assert server.ask(f"{MANY} LIMIT {ROWS}", Accept=form).status == 200
    reply = server.ask(f"{MANY} LIMIT {ROWS + 1}", Accept=form)
    assert (reply.status, reply.headers["X-KG-Limit"]) == (413, "max-rows")
    assert f"{ROWS} rows (--max-rows)" in reply.text


def test_triples_are_counted_too(server):
    construct = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT "
    assert server.ask(construct + str(ROWS)).status == 200
    assert server.ask(construct + str(ROWS + 1)).headers["X-KG-Limit"] == "max-rows"


def test_an_answer_has_so_many_bytes_and_no_more(server):
    grown = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(20))
    reply = server.ask(f"SELECT (STRLEN(?x20) AS ?n) ?x20 {{ BIND('x' AS ?x0) {grown} }}")
    assert (reply.status, reply.headers["X-KG-Limit"]) == (413, "max-bytes")
    assert f"{BYTES:,} bytes" in reply.text


def test_a_query_that_wants_too_much_memory_ends_alone(server):
    reply = server.ask(GREEDY)
    assert (reply.status, reply.headers["X-KG-Limit"]) == (503, "memory")
    assert "256 MiB" in reply.text
    assert server.ask("ASK {}").truth


def test_a_query_that_takes_too_long_is_killed(hasty_server):
    reply = hasty_server.ask(ENDLESS)
    assert (reply.status, reply.headers["X-KG-Limit"]) == (503, "timeout")
    assert "0.5 seconds, the limit (--timeout)" in reply.text
    assert hasty_server.metric("kg_query_timeouts_total") >= 1


def test_more_queries_than_may_wait_are_sent_away(hasty_server):
    with ThreadPoolExecutor(20) as clients:
        replies = list(clients.map(lambda number: hasty_server.ask(f"{ENDLESS} # {number}"), range(20)))
    assert {reply.status for reply in replies} == {503}
    assert {"queue", "timeout"} >= {reply.headers["X-KG-Limit"] for reply in replies} >= {"queue"}
    assert {reply.headers["Retry-After"] for reply in replies if reply.headers["X-KG-Limit"] == "queue"} == {"5"}


@pytest.mark.parametrize("opening", ["(", "{", "["])
def test_a_query_nests_only_so_deep(server, opening):
    reply = server.ask("SELECT * " + opening * 20_000)
    assert (reply.status, reply.headers["X-KG-Limit"]) == (400, "depth")


def test_a_request_has_only_so_many_bytes(server):
    long = "ASK {} #" + "x" * LIMITS.max_request
    reply = server.post(long, DIRECT)
    assert (reply.status, reply.headers["X-KG-Limit"]) == (413, "max-request")
    assert server.get("/sparql?query=" + "x" * (LIMITS.max_request - 500)).status == 400


def test_a_client_that_leaves_takes_its_query_along(server):
    before = _ended(server)
    connection = server.raw()
    connection.sendall(f"POST /sparql HTTP/1.1\r\nHost: localhost:{server.port}\r\nContent-Type: {DIRECT}\r\n".encode())
    connection.sendall(f"Content-Length: {len(ENDLESS)}\r\n\r\n{ENDLESS}".encode())
    time.sleep(0.1)
    connection.close()
    assert _eventually(lambda: _ended(server) > before)


def _ended(server):
    """How many queries were given up, before or after they counted as long."""
    return sum(server.metric(f'kg_query_processes_ended_total{{reason="{why}"}}') for why in ("cancelled", "long"))


def test_a_client_that_does_not_send_its_request_is_left(hasty_server):
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost:{hasty_server.port}\r\n"
    with hasty_server.raw() as headless, hasty_server.raw() as bodiless:
        headless.sendall(head.encode())
        bodiless.sendall(f"{head}Content-Type: {DIRECT}\r\nContent-Length: 100\r\n\r\nASK".encode())
        assert bodiless.recv(100).startswith(b"HTTP/1.1 408 ")
        assert headless.recv(100) == b""


def test_a_client_that_does_not_take_its_answer_holds_no_process(server):
    lazy = [server.raw() for _ in range(LIMITS.workers * 3)]
    query = f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS}"
    for connection in lazy:
        connection.sendall(f"POST /sparql HTTP/1.1\r\nHost: localhost:{server.port}\r\n".encode())
        connection.sendall(f"Content-Type: {DIRECT}\r\nContent-Length: {len(query)}\r\n\r\n{query}".encode())
    assert server.ask("ASK {}").truth
    for connection in lazy:
        connection.close()


def _eventually(holds):
    for _ in range(100):
        if holds():
            return True
        time.sleep(0.1)
    return False
