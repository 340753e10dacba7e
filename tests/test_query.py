"""Questions: found by name, filled by label, refused where they reach outside, the same on both engines."""

from __future__ import annotations

import json
from xml.etree import ElementTree as Xml

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal
from tiny_graph import make_tiny_graph

from kg.errors import GraphError, QueryError, UnknownNameError
from kg.export.rdf import write_store
from kg.generation import new_generation
from kg.query import Iri, Text, list_queries, load_query, open_dataset, render_table, run_query
from kg.query.answer import cell, oxigraph_cell
from kg.rdf.dataset import to_dataset
from kg.rdf.description import Build
from kg.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

BASE = Settings().base
LABELLED = """
SELECT ?thing ?label WHERE {
  VALUES ?label { "KD"@en }  # param: thing
  ?thing skos:prefLabel|skos:altLabel ?label
}
ORDER BY ?thing
"""


@pytest.fixture(scope="session")
def engines(tiny_graph):
    return {name: to_dataset(tiny_graph, Settings(), Build(), engine=name) for name in ("Oxigraph", "default")}


@pytest.fixture(params=["Oxigraph", "default"])
def dataset(request, engines):
    return engines[request.param]


def _titles(answer):
    return [row[0] for row in answer.rows]


def test_there_are_many_queries_and_each_says_what_it_answers():
    queries = list_queries()
    assert len(queries) >= 32
    assert all(query.summary.endswith("?") and query.description and query.tags for query in queries)


def test_a_query_is_loaded_by_name_path_or_text(tmp_path):
    named = load_query("papers-by-concept")
    path = tmp_path / "mine.rq"
    path.write_text(named.text, encoding="utf-8")
    assert load_query(path).text == load_query(str(path)).text == load_query(named.text).text == named.text
    assert [(p.name, p.variable, p.default) for p in named.parameters] == [
        ("concept", "label", "knowledge distillation")
    ]


def test_an_unknown_query_answers_with_the_nearest():
    with pytest.raises(UnknownNameError) as error:
        load_query("paper-by-concept")
    assert error.value.nearest[0] == "papers-by-concept"


def test_a_missing_file_is_told_so(tmp_path):
    with pytest.raises(QueryError, match=r"mine\.rq"):
        load_query(tmp_path / "mine.rq")


@pytest.mark.parametrize(
    "name",
    ["KD", "kd", "Knowledge-Distillation", "knowledge distillations", BASE + "entity/knowledge-distillation"],
)
def test_a_value_is_found_however_it_is_spelled(dataset, name):
    answer = run_query(dataset, "papers-by-concept", {"concept": name})
    assert _titles(answer) == ["4/odd id?", "TinyNet: Distilling Small Networks"]
    assert answer.warnings == ()


def test_narrower_concepts_count(dataset):
    answer = run_query(dataset, "papers-by-concept", {"concept": "model compression"})
    assert {row[3] for row in answer.rows} == {"knowledge distillation", "quantization", "weight pruning"}


def test_a_name_of_several_things_gives_all_and_a_warning(dataset):
    answer = run_query(dataset, LABELLED, {"thing": "COMPRESSION"})
    assert [row[0].rpartition("/")[2] for row in answer.rows] == ["compression", "quantization"]
    assert answer.warnings == ("'COMPRESSION' names 2 things: compression, Compression",)


def test_a_label_spelled_just_so_is_meant(dataset):
    answer = run_query(dataset, LABELLED, {"thing": "Compression"})
    assert [row[0].rpartition("/")[2] for row in answer.rows] == ["quantization"]


def test_an_unknown_name_answers_with_the_nearest(dataset):
    with pytest.raises(UnknownNameError) as error:
        run_query(dataset, "papers-by-concept", {"concept": "knowlege distilation"})
    assert error.value.nearest[0] == "knowledge distillation"


def test_an_unknown_parameter_names_the_known(dataset):
    with pytest.raises(QueryError, match="'task'; it has concept"):
        run_query(dataset, "papers-by-concept", {"task": "x"})


@pytest.mark.parametrize("name", ["p2", "BigNet for Image Classification", "bignet for image classification"])
def test_papers_are_found_by_title_or_id(dataset, name):
    assert _titles(run_query(dataset, "introduced-by-paper", {"paper": name})) == ["BigNet"]


def test_people_are_found_by_name(dataset):
    assert len(run_query(dataset, "papers-by-author", {"author": "second author"}).rows) == 2


def test_numbers_are_parameters_too(dataset):
    text = "SELECT ?n WHERE {\n  VALUES ?n { 1 }  # param: n\n}"
    assert run_query(dataset, text, {"n": "7"}).rows == ((7,),)
    with pytest.raises(QueryError, match="takes a number"):
        run_query(dataset, text, {"n": "7 } # "})


@settings(max_examples=30, deadline=None)
@given(value=st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
def test_no_value_breaks_out_of_its_place(value, engines):
    for dataset in engines.values():
        try:
            run_query(dataset, LABELLED, {"thing": value})
        except UnknownNameError as error:
            assert error.name == value


def test_a_label_with_every_quote_is_rendered_by_rdflib():
    graph = make_tiny_graph()
    for engine in ("Oxigraph", "default"):
        dataset = to_dataset(graph, Settings(), Build(), engine=engine)
        answer = run_query(dataset, "introduced-by-paper", {"paper": 'Pruning "in" practice </script>'})
        assert answer.rows == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * WHERE { SERVICE <https://elsewhere.example/sparql> { ?s ?p ?o } }", "SERVICE"),
        ("ASK { FILTER EXISTS { SERVICE SILENT <https://elsewhere.example/> { ?s ?p ?o } } }", "SERVICE"),
        ("SELECT * FROM <https://elsewhere.example/> WHERE { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <file:///etc/passwd> WHERE { GRAPH ?g { ?s ?p ?o } }", "FROM"),
        ("LOAD <https://elsewhere.example/> #{", "read-only"),
        ("INSERT DATA { <https://a.example/> <https://a.example/> 1 }", "read-only"),
        ("DELETE WHERE { ?s ?p ?o }", "read-only"),
        ("SELEKT { }", "no legal SPARQL"),
    ],
)
def test_what_reaches_outside_or_writes_is_refused(dataset, text, reason):
    with pytest.raises(QueryError, match=reason):
        run_query(dataset, text)


def test_select_star_has_the_columns_of_the_text(dataset):
    answer = run_query(dataset, "SELECT * WHERE { ?zebra kg:introduces ?apple . ?apple skos:prefLabel ?name }")
    assert answer.columns == ("zebra", "apple", "name")


def test_cells_are_plain_values(dataset):
    text = 'SELECT ?a ?b ?c ?d ?e ?f WHERE { VALUES (?a ?b ?c ?d ?e ?f) { (1 0.5 true "x"@EN kg:uses UNDEF) } }'
    (row,) = run_query(dataset, text).rows
    assert row == (1, 0.5, True, "x", "https://kg.example/ontology#uses", None)
    assert isinstance(row[3], Text)
    assert row[3].language == "en"
    assert isinstance(row[4], Iri)


LITERALS = st.one_of(
    st.builds(Literal, st.text()),
    st.builds(Literal, st.text(), lang=st.sampled_from(["en", "de-AT"])),
    st.builds(Literal, st.integers() | st.booleans() | st.decimals(allow_nan=False, allow_infinity=False)),
)


@given(LITERALS)
def test_a_term_gives_the_same_cell_by_way_of_rdflib(literal):
    term = pyoxigraph.Literal(
        str(literal),
        language=literal.language,
        datatype=pyoxigraph.NamedNode(str(literal.datatype)) if literal.datatype else None,
    )
    direct, by_rdflib = oxigraph_cell(term), cell(literal)
    assert (direct, type(direct), vars(direct) if isinstance(direct, Text) else None) == (
        by_rdflib,
        type(by_rdflib),
        vars(by_rdflib) if isinstance(by_rdflib, Text) else None,
    )


def test_ask_answers_with_a_truth_value(dataset):
    answer = run_query(dataset, "ASK { ?claim kg:support ?n . FILTER(?n > 1) }")
    assert answer.rows == ((True,),)
    assert json.loads(render_table(answer, "json")) == {"head": {}, "boolean": True}
    assert "<boolean>true</boolean>" in render_table(answer, "xml")


def test_construct_answers_with_triples(dataset):
    answer = run_query(dataset, "CONSTRUCT { ?b kg:introduces ?p } WHERE { ?p kg:introduces ?b }")
    assert answer.columns == ("subject", "predicate", "object")
    assert len(Graph().parse(data=render_table(answer, "ttl"), format="turtle")) == len(answer.rows) == 2


def test_the_standard_forms_say_the_same(dataset):
    answer = run_query(dataset, "results-by-dataset")
    found = json.loads(render_table(answer, "json"))
    assert found["head"]["vars"] == list(answer.columns)
    assert found["results"]["bindings"][0]["number"]["value"] == "78.4"
    root = Xml.fromstring(render_table(answer, "xml"))
    assert len(root.findall(".//{*}result")) == len(found["results"]["bindings"]) == 2
    assert render_table(answer, "csv").splitlines()[0] == ",".join(answer.columns)
    with pytest.raises(QueryError, match="CONSTRUCT"):
        render_table(answer, "ttl")


def test_a_build_is_opened_read_only(tiny_graph, tmp_path):
    with new_generation(tmp_path, {"options": {"base": BASE}}) as folder:
        write_store(tiny_graph, folder / "store", Settings(), Build())
    dataset = open_dataset(tmp_path)
    assert len(run_query(dataset, "papers-by-concept").rows) == 2
    with pytest.raises(RuntimeError, match="read-write"):
        dataset.update("INSERT DATA { <https://a.example/> <https://a.example/> 1 }")


def test_a_folder_without_a_graph_is_told_so(tmp_path):
    with pytest.raises(GraphError, match="no graph"):
        open_dataset(tmp_path)
