"""Whatever comes over the wire: an answer that is documented, never a traceback, and the server lives on.

Here requests are odd and queries hostile; `test_openapi.py` asks what the description allows, and what it forbids.
"""

from __future__ import annotations

import json
from urllib.parse import quote, quote_from_bytes

import pytest
from asking import ENDLESS, GREEDY, Reply
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DOCUMENTED = {200, 204, 307, 400, 403, 404, 405, 406, 408, 413, 414, 415, 421, 500, 503}
QUERIES = [
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "DESCRIBE <urn:x>",
    GREEDY,
    ENDLESS,
    "SELECT * { SERVICE <a:b> {} }",
]
PATHS = ["/sparql", "/sparql/", "/", "/queries", "/resource", "/entity/bignet", "/.well-known/void", "/health", "//"]
PATHS += ["/search", "/suggest", "/editor", "/queries/papers-by-concept", "/static/site.css", "/static/../app.py"]
PATHS += ["/reconcile", "/reconcile/preview", "/reconcile/suggest/entity", "/reconcile/properties"]
NAMES = ["query", "update", "default-graph-uri", "named-graph-uri", "iri", "format", "query[]", ""]
NAMES += ["q", "concept", "queries", "extend", "prefix", "cursor", "limit", "id"]
TYPES = [
    "application/sparql-query",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain; charset=x",
]
FORMS = ["*/*", "text/csv", "application/rdf+xml;q=0.3", "text/html", "image/*", ";;q=x,"]

latin = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=30)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
values = st.sampled_from(QUERIES[:4]) | texts | st.sampled_from(QUERIES[4:])
escaped = values.map(quote) | st.binary(max_size=20).map(quote_from_bytes)
pairs = st.lists(st.tuples(st.sampled_from(NAMES), escaped), max_size=3).map(lambda p: "&".join(map("=".join, p)))
headers = st.fixed_dictionaries(
    {},
    optional={
        "Accept": st.sampled_from(FORMS) | latin,
        "Content_Type": st.sampled_from(TYPES) | latin,
        "Origin": st.sampled_from(["null", "http://localhost"]) | latin,
        "Content_Encoding": st.sampled_from(["gzip", "identity"]),
        "Transfer_Encoding": st.sampled_from(["chunked", "gzip"]),
        "Sec_Fetch_Site": st.sampled_from(["none", "cross-site"]),
        "Expect": st.just("100-continue"),
        "Range": latin,
    },
)
requests = st.tuples(
    st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "SEARCH", "QUERY"]),
    st.tuples(st.sampled_from(PATHS), pairs).map("?".join),
    st.none() | pairs.map(str.encode) | st.sampled_from(QUERIES).map(str.encode) | st.binary(max_size=40),
    headers,
)


def _check(server, request):
    method, target, body, named = request
    try:
        reply = server.send(method, target, body, **{name: value.encode("latin-1") for name, value in named.items()})
    except ConnectionError:  # a broken transfer coding has no answer
        assert "Transfer_Encoding" in named
        return
    assert reply.status in DOCUMENTED
    assert b"Traceback" not in reply.body
    if reply.status in (500, 503):
        assert _is_told_why(reply, method)


def _is_told_why(reply: Reply, method: str) -> bool:
    return "X-KG-Limit" in reply.headers or method == "HEAD" or b"could not be run" in reply.body


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(requests)
def test_every_request_has_a_documented_answer(hasty_server, asked):
    _check(hasty_server, asked)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(requests)
def test_every_one_of_many_requests_has_a_documented_answer(hasty_server, asked):
    _check(hasty_server, asked)


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_that_are_no_http_end_their_own_connection_alone(hasty_server, data):
    with hasty_server.raw() as connection:
        connection.sendall(data + b"\r\n\r\n")
        assert b"Traceback" not in connection.recv(1000)
    assert json.loads(hasty_server.get("/health").text)["status"] == "ok"
