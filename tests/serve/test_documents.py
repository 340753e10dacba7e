"""What the server says of itself, and linked data."""

from __future__ import annotations

import pytest
from asking import Server
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDFS, SH, SKOS, VOID

from kg.iris import Iris
from kg.query import list_queries

IRIS = Iris()
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = Namespace("https://schema.org/")
PAPER = "4/odd id?"


def _graph(reply):
    assert (reply.status, reply.media_type) == (200, "text/turtle")
    return Graph().parse(data=reply.body, format="turtle")


def _address(server: Server, path: str) -> URIRef:
    return URIRef(f"http://{server.host}:{server.port}/{path}")


def test_the_endpoint_without_a_query_describes_the_service(server):
    found, service = _graph(server.get("/sparql")), _address(server, "sparql")
    assert found.value(service, SD.endpoint) == service
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in found
    assert len(set(found.objects(service, SD.resultFormat))) == 8
    dataset = found.value(service, SD.defaultDataset)
    names = {str(found.value(graph, SD.name)) for graph in found.objects(dataset, SD.namedGraph)}
    assert IRIS.paper_graph("p1") in names
    assert len(names) == 5
    assert server.get("/sparql", Accept="text/csv").status == 406


def test_the_data_set_is_described_where_void_says(server):
    found = _graph(server.get("/.well-known/void"))
    dataset = URIRef(IRIS.about("dataset"))
    assert found.value(dataset, VOID.sparqlEndpoint) == _address(server, "sparql")
    assert int(found.value(dataset, VOID.triples)) > 0


def test_the_library_is_shacl_executables_that_run(server):
    found = _graph(server.get("/queries"))
    queries = list(found.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert len(queries) == len(list_queries())
    for query in queries:
        assert (query, RDF.type, SH.SPARQLExecutable) in found
        assert found.value(query, SCHEMA.target) == _address(server, "sparql")
        assert found.value(query, RDFS.comment).language == "en"
        assert set(found.objects(query, SCHEMA.keywords))
        assert set(found.objects(found.value(query, SH.prefixes), SH.declare))
        assert server.ask(str(found.value(query, SH.select))).status == 200


def test_a_query_of_the_library_is_text_or_rdf(server):
    (query, *_) = list_queries()
    assert server.get(f"/queries/{query.name}").text == query.text
    found = _graph(server.get(f"/queries/{query.name}", Accept="text/turtle"))
    assert (None, SH.select, Literal(query.text)) in found
    assert server.get("/queries/unknown").status == 404


@pytest.mark.parametrize(
    "iri",
    [
        IRIS.entity("knowledge-distillation"),
        IRIS.paper("p1"),
        IRIS.paper(PAPER),
        IRIS.text(PAPER),
        IRIS.paper_graph("p2"),
        IRIS.about("dataset"),
        IRIS.scheme("found"),
    ],
)
def test_an_iri_is_answered_at_its_path_and_by_name(server, iri):
    path = iri.removeprefix(IRIS.base)
    found = _graph(server.get(f"/{path}"))
    assert (URIRef(iri), None, None) in found
    named = _graph(server.get("/resource?iri=" + iri.replace("%", "%25").replace("?", "%3F")))
    assert set(named) == set(found)


@pytest.mark.parametrize("kind", ["claim", "statement", "evidence", "result", "person", "venue", "reference", "agent"])
def test_every_kind_of_thing_has_its_page(server, kind):
    pattern = f'{{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} FILTER(STRSTARTS(STR(?s), "{IRIS.base}{kind}/"))'
    iri = server.ask(f"SELECT ?s {{ {pattern} }} LIMIT 1").rows[0]["s"]
    assert (URIRef(iri), None, None) in _graph(server.get("/" + iri.removeprefix(IRIS.base)))


def test_a_named_graph_answers_with_what_it_holds(server):
    found = _graph(server.get("/graph/p2"))
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{IRIS.paper_graph('p2')}> {{ ?s ?p ?o }} }}"
    assert set(found) >= set(_graph(server.ask(query)))


def test_people_get_a_page_where_nothing_is_markup(server):
    reply = server.get("/paper/p3", Accept="text/html,*/*;q=0.8")
    assert reply.media_type == "text/html"
    assert "<title>Pruning &#34;in&#34; practice &lt;/script&gt;</title>" in reply.text
    assert reply.text.count("</script>") == 1


@pytest.mark.parametrize(
    "target",
    ["/entity/nothing", "/entity/%3E%7D%20LIMIT%201", "/resource", "/resource?iri=%3E%20%7D", "/resource?iri=urn:x"],
)
@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_what_the_graph_does_not_know_is_not_found(server, target, accept):
    assert server.get(target, Accept=accept).status == 404


def test_metrics_count_answers_and_queries(server):
    before = server.metric("kg_query_seconds_count")
    server.ask("ASK {}")
    assert server.metric("kg_query_seconds_count") == before + 1
    assert server.metric('kg_http_requests_total{status="200"}') >= 1
    assert server.metric('kg_query_seconds_bucket{le="+Inf"}') == before + 1


def test_labels_are_found_through_the_endpoint(server):
    rows = server.ask(f"SELECT ?s {{ ?s <{SKOS.prefLabel}> 'BigNet'@en }}").rows
    assert [row["s"] for row in rows] == [IRIS.entity("bignet")]
