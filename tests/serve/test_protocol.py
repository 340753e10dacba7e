"""The query operation of the SPARQL 1.1 Protocol, after the cases of the W3C test suite `sparql11/protocol`.

The suite's graphs are replaced by graphs of the tiny graph. Written anew: `query_multiple_dataset`, whose address
encodes the `&` between two graphs and so names one that cannot be. Left out, since the server is read-only
(`test_safety.py` has updates refused): update_dataset_default_graph, update_dataset_default_graphs,
update_dataset_named_graphs, update_dataset_full, update_post_form, update_post_direct, update_base_uri,
bad_update_get, bad_multiple_updates, bad_update_wrong_media_type, bad_update_missing_form_type, bad_update_non_utf8,
bad_update_syntax, bad_update_dataset_conflict.
"""

from __future__ import annotations

import json
from xml.etree import ElementTree as Xml

import pytest
from asking import DIRECT, FORM, graph_parameters
from rdflib import Graph

from kg.iris import Iris

IRIS = Iris()
FIRST, SECOND = (IRIS.paper_graph(name) for name in ("p1", "p2"))
NOWHERE = "https://elsewhere.example/data0.rdf"
GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
STATEMENT_OF = """SELECT (COUNT(*) AS ?n) { ?statement a <https://kg.example/ontology#Statement> }"""
RESULTS = ("application/sparql-results+json", "application/sparql-results+xml")


def _count(reply):
    return int(reply.rows[0]["n"])


def test_query_get(server):
    assert server.ask("ASK {}", ("default-graph-uri", NOWHERE)).truth


@pytest.mark.parametrize("target", ["/sparql", "/sparql?" + graph_parameters(default=[NOWHERE])])
def test_query_post_form(server, target):
    assert server.post("query=ASK%20%7B%7D", FORM, target).truth


def test_query_post_direct(server):
    assert server.post("ASK {}", DIRECT).truth
    assert server.post("ASK {}", f"{DIRECT}; charset=UTF-8").truth


def test_query_dataset_default_graphs_get(server):
    chosen = [("default-graph-uri", FIRST), ("default-graph-uri", SECOND)]
    both = _count(server.ask(STATEMENT_OF, *chosen))
    apart = [_count(server.ask(STATEMENT_OF, one)) for one in chosen]
    assert both == sum(apart)
    assert min(apart) > 0


def test_query_dataset_default_graphs_post(server):
    target = "/sparql?" + graph_parameters(default=[FIRST, SECOND])
    asked = server.ask(STATEMENT_OF, ("default-graph-uri", FIRST), ("default-graph-uri", SECOND))
    assert server.post(STATEMENT_OF, DIRECT, target).rows == asked.rows
    form = f"query={STATEMENT_OF}&{graph_parameters(default=[FIRST, SECOND])}"
    assert server.post(form.replace(" ", "+"), FORM).rows == asked.rows


def test_query_dataset_named_graphs_get(server):
    reply = server.ask(GRAPHS, ("named-graph-uri", FIRST), ("named-graph-uri", SECOND))
    assert [row["g"] for row in reply.rows] == [FIRST, SECOND]
    assert len(server.ask(GRAPHS).rows) == 5


def test_query_dataset_named_graphs_post(server):
    reply = server.post(GRAPHS, DIRECT, "/sparql?" + graph_parameters(named=[FIRST, SECOND]))
    assert [row["g"] for row in reply.rows] == [FIRST, SECOND]


def test_query_dataset_full(server):
    target = "/sparql?" + graph_parameters(default=[FIRST], named=[SECOND])
    query = """SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"""
    assert [row.get("g") for row in sorted(server.post(query, DIRECT, target).rows, key=str)] == [SECOND, None]


def test_query_multiple_dataset(server):
    query = f"SELECT (COUNT(*) AS ?n) FROM <{SECOND}> {{ ?statement a <https://kg.example/ontology#Statement> }}"
    first, second = (_count(server.ask(STATEMENT_OF, ("default-graph-uri", iri))) for iri in (FIRST, SECOND))
    assert first != second
    assert _count(server.ask(query)) == second
    assert _count(server.ask(query, ("default-graph-uri", FIRST))) == first


def test_named_graphs_alone_leave_the_default_graph_empty(server):
    assert not server.ask("ASK { ?s ?p ?o }", ("named-graph-uri", FIRST)).truth
    assert not server.ask("ASK { GRAPH ?g { ?s ?p ?o } }", ("default-graph-uri", FIRST)).truth


@pytest.mark.parametrize("query", [f"ASK FROM <{NOWHERE}> {{ ?s ?p ?o }}", "ASK { ?s ?p ?o }"])
def test_an_unknown_graph_is_an_empty_one(server, query):
    assert not server.ask(query, ("default-graph-uri", NOWHERE)).truth


def test_query_content_type_select(server):
    reply = server.post("SELECT (1 AS ?value) {}", DIRECT)
    assert reply.media_type == RESULTS[0]
    assert reply.rows == [{"value": "1"}]


def test_query_content_type_ask(server):
    assert server.post("ASK {}", DIRECT).media_type == RESULTS[0]


@pytest.mark.parametrize("query", ["DESCRIBE <http://example.org/>", "CONSTRUCT { <s> <p> 1 } WHERE {}"])
def test_query_content_type_describe_and_construct(server, query):
    reply = server.post(query, DIRECT)
    assert reply.media_type == "text/turtle"
    assert len(Graph().parse(data=reply.body, format="turtle")) == query.startswith("CONSTRUCT")


def test_a_relative_iri_starts_from_the_endpoint(server):
    reply = server.post("CONSTRUCT { <s> <p> 1 } WHERE {}", DIRECT, Accept="application/n-triples")
    assert reply.text.startswith(f"<http://{server.host}:{server.port}/s>")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_bad_query_method(server, method):
    reply = server.send(method, "/sparql?query=ASK%20%7B%7D")
    assert reply.status == 405
    assert {"GET", "POST"} < set(reply.headers["Allow"].split(", "))


@pytest.mark.parametrize("target", ["/sparql?query=ASK+{}&query=SELECT+*+{}".replace("{", "%7B").replace("}", "%7D")])
def test_bad_multiple_queries(server, target):
    assert server.get(target).status == 400
    assert server.post("query=ASK%7B%7D", FORM, target).status == 400
    assert server.post("ASK {}", DIRECT, target).status == 400


def test_bad_query_wrong_media_type(server):
    assert server.post("ASK {}", "text/plain").status == 415


@pytest.mark.parametrize("body", [b"query=ASK%20%7B%7D", b"ASK {}"])
def test_bad_query_missing_form_or_direct_type(server, body):
    assert server.send("POST", "/sparql", body).status == 415


def test_bad_query_non_utf8(server):
    headers = {"Content_Type": f"{DIRECT}; charset=UTF-16"}
    assert server.send("POST", "/sparql", "ASK {}".encode("utf-16"), **headers).status == 415
    assert server.send("POST", "/sparql", "ASK {}".encode("utf-16"), Content_Type=DIRECT).status == 400
    assert server.get("/sparql?query=ASK%20%7B%7D%20%23%FF").status == 400


def test_bad_query_syntax(server):
    reply = server.ask("ASK {\n  ?s ?p }")
    assert reply.status == 400
    assert "line 2, column 10" in reply.text
    assert "?s ?p }⟪here⟫" in reply.text


@pytest.mark.parametrize("body", ["", "query=", "default-graph-uri=x", "update=CLEAR%20ALL&query=ASK%7B%7D"])
def test_a_form_without_a_query_is_refused(server, body):
    assert server.post(body, FORM).status in (400, 403)


def test_a_query_that_cannot_run_is_the_servers_fault(server):
    reply = server.ask("SELECT (<https://elsewhere.example/function>(1) AS ?x) {}")
    assert reply.status == 500
    assert "function" in reply.text


@pytest.mark.parametrize("iri", ["", "not absolute", "<https://a.example/>"])
def test_a_graph_is_named_by_an_absolute_iri(server, iri):
    reply = server.ask("ASK {}", ("default-graph-uri", iri))
    assert reply.status == 400
    assert "absolute" in reply.text


def test_head_has_the_headers_of_get(server):
    target = "/sparql?query=ASK%20%7B%7D"
    got, head = server.get(target), server.send("HEAD", target)
    assert (head.status, head.body) == (200, b"")
    assert (head.media_type, head.headers["Content-Length"]) == (got.media_type, got.headers["Content-Length"])


def test_the_forms_of_rows_say_the_same(server):
    query = "SELECT ?name { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?name"
    replies = {form: server.ask(query, Accept=form) for form in (*RESULTS, "text/csv", "text/tab-separated-values")}
    names = [row["name"] for row in replies[RESULTS[0]].rows]
    assert "BigNet" in names
    assert [found.text for found in Xml.fromstring(replies[RESULTS[1]].text).findall(".//{*}literal")] == names
    assert replies["text/csv"].text.splitlines()[1:] == names
    tabs = replies["text/tab-separated-values"].text.splitlines()[1:]
    assert [json.loads(line.partition("@")[0]) for line in tabs] == names


@pytest.mark.parametrize(
    ("form", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_forms_of_triples_say_the_same(server, form, parser):
    reply = server.ask(f"DESCRIBE <{IRIS.entity('bignet')}>", Accept=form)
    assert reply.media_type == form
    expected = server.ask(f"DESCRIBE <{IRIS.entity('bignet')}>").body
    assert set(Graph().parse(data=reply.body, format=parser)) == set(Graph().parse(data=expected, format="turtle"))
