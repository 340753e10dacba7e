"""The library asked of a SPARQL server: the same rows as at home, names looked up there, clear words when it fails."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from sparql_server import answers_from, serve

from kg.cli import main
from kg.errors import EndpointError, QueryError, UnknownNameError
from kg.export.rdf import write_nquads
from kg.query import Endpoint, list_queries, render_table, run_query
from kg.rdf.dataset import to_dataset
from kg.rdf.description import Build
from kg.settings import Settings

CASES = tomllib.loads((Path(__file__).parent / "queries" / "tiny.toml").read_text(encoding="utf-8"))
QUERIES = {query.name: query for query in list_queries()}
COMUNICA = shutil.which("comunica-sparql-file-http")


@pytest.fixture(scope="module")
def dataset(tiny_graph):
    return to_dataset(tiny_graph, Settings(), Build())


@pytest.fixture(scope="module")
def endpoint(dataset):
    with serve(answers_from(dataset)) as url:
        yield Endpoint(url)


def _values(name):
    return CASES.get(name, {"rows": [{}]})["rows"][0]


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.slow
def test_the_rows_are_the_same_as_at_home(name, dataset, endpoint):
    here, there = (run_query(place, QUERIES[name], _values(name)) for place in (dataset, endpoint))
    assert there == here


def test_names_are_looked_up_on_the_server(endpoint):
    assert run_query(endpoint, "who-introduced", {"entity": "big net"}).rows[0][0] == "BigNet for Image Classification"
    with pytest.raises(UnknownNameError) as error:
        run_query(endpoint, "who-introduced", {"entity": "BigNett"})
    assert error.value.nearest[0] == "BigNet"


def test_truth_values_and_triples_come_too_and_prefixes_need_no_declaration(endpoint):
    assert run_query(endpoint, "ASK { ?paper kg:introduces ?entity }").rows == ((True,),)
    assert len(run_query(endpoint, "CONSTRUCT { ?b kg:introduces ?p } WHERE { ?p kg:introduces ?b }").rows) == 2


def test_what_reaches_outside_or_writes_is_not_even_sent():
    unreachable = Endpoint("http://127.0.0.1:9/")
    for text in ("SELECT * { SERVICE <https://a.example/> { ?s ?p ?o } }", "DELETE WHERE { ?s ?p ?o }"):
        with pytest.raises(QueryError, match=r"SERVICE|read-only"):
            run_query(unreachable, text)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "data:,x", "a.example/sparql", "http://"])
def test_only_http_addresses_are_taken(url):
    with pytest.raises(EndpointError, match="http"):
        Endpoint(url)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((500, "text/plain", b"out of memory"), "answers 500 Internal Server Error: out of memory"),
        ((404, "text/html", b"<html>gone</html>"), "answers 404 Not Found$"),
        ((400, "text/plain", b"Parse error at line 3"), "answers 400 Bad Request: Parse error at line 3"),
        ((302, "https://elsewhere.example/sparql", b""), "has moved to https://elsewhere.example/sparql"),
        ((200, "text/html", b"<html>Welcome</html>"), "answers with text/html, .* SPARQL endpoint"),
        ((200, "application/sparql-results+json", b'{"head": {'), "SPARQL endpoint"),
    ],
)
def test_a_server_that_fails_is_told_so(answer, words):
    with serve(lambda _: answer) as url, pytest.raises(EndpointError, match=words):
        run_query(Endpoint(url), "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s")


def test_nobody_there_is_told_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but it does not listen
        with pytest.raises(EndpointError, match="cannot be reached"):
            run_query(Endpoint(f"http://127.0.0.1:{taken.getsockname()[1]}/"), "ASK { }")


def test_a_silent_server_is_not_waited_for_forever():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(EndpointError, match=r"0\.2 seconds"):
            run_query(Endpoint(url, timeout=0.2), "ASK { }")


def test_the_commands_take_an_endpoint(endpoint):
    done = CliRunner().invoke(main, ["query", "outperforms", "--endpoint", endpoint.url, "--format", "csv"])
    assert done.stdout.splitlines()[1].startswith("TinyNet,BigNet,ImageNet,,2,")
    asked = CliRunner().invoke(main, ["ask", "who introduced TinyNet?", "--endpoint", endpoint.url, "--format", "json"])
    assert json.loads(asked.stdout)["results"]["bindings"][0]["title"]["value"].startswith("TinyNet")
    refused = CliRunner().invoke(main, ["query", "outperforms", "--endpoint", endpoint.url, "--min-confidence", "0.5"])
    assert refused.exit_code == 2


@pytest.fixture(scope="module")
def comunica(tiny_graph, tmp_path_factory):
    """A server that shares no code with ours: Comunica (JavaScript), `npm install -g @comunica/query-sparql-file@4`."""
    file = tmp_path_factory.mktemp("comunica") / "graph.nq"
    write_nquads(tiny_graph, file, Settings())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([str(COMUNICA), str(file), "-p", str(port), "-t", "120"]) as server:
        url = f"http://127.0.0.1:{port}/sparql"
        try:
            _wait_for(url)
            yield Endpoint(url, timeout=120)
        finally:
            server.terminate()


def _wait_for(url, tries=240):
    for _ in range(tries):
        try:
            run_query(Endpoint(url), "ASK { }")
        except EndpointError:
            time.sleep(0.5)
        else:
            return
    pytest.fail("Comunica did not start")


@pytest.mark.heavy
@pytest.mark.skipif(COMUNICA is None, reason="comunica-sparql-file-http is not installed")
@pytest.mark.parametrize("name", QUERIES)
def test_a_foreign_server_gives_the_same_rows(name, dataset, comunica):
    _wait_for(comunica.url)  # it starts anew after a question that took too long
    here, there = (run_query(place, QUERIES[name], _values(name)) for place in (dataset, comunica))
    # in any order: how engines compare strings differs, and this test asks for the rows alone
    rows = [sorted(render_table(answer, "csv").splitlines()) for answer in (here, there)]
    assert rows[0] == rows[1]
