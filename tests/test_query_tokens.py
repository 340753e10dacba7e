"""What the tokens of a query tell: no text that an engine runs as SERVICE passes, no legal query is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.query import list_queries
from kg.query.tokens import query_shape

ELSEWHERE = "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }"  # a port that clients refuse to call

HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <https://a.example/> {" }',
    "SELECT * { ?s ?p '''it's \"SERVICE'' ''' }",
    "SELECT * { ?s ?p 'a\\' SERVICE' }  # SERVICE",
    "PREFIX service: <https://a.example/service#> SELECT * { ?service service:service <urn:SERVICE> }",
    "PREFIX a: <https://a.example/> SELECT * { ?s a:web.service a:SERVICE ; a:a-service a:%20service, a:\\~service }",
    'SELECT * { ?s ?p "x"@service, _:service }',
    'SELECT * { ?s <https://a.example/x#y> \'the service\', """of\n a service""" }',
    "SELECT * { VALUES (?a ?b) { (<https://a.example/it's> <https://a.example/#it>) ('service' 1) } }",
    "SELECT ?x·service { ?x·service ?p 1 FILTER(?p<3&&?p>?service) }",
]
REACHING = [
    "SELECT * { SERVICE <https://a.example/> { } }",
    "SELECT * { service silent ?x { } }",
    "ASK { FILTER NOT EXISTS { {SELECT * { ?s ?p ?o.SERVICE<https://a.example/>{} }} } }",
    f"SELECT * {{ FILTER(?a<'&&?b>'||1=1) {ELSEWHERE} FILTER(1='1') }}",
    f"SELECT * {{ FILTER(?a<?b#>'''\n) {ELSEWHERE} #'''\n }}",
    f"SELECT * {{ FILTER(1<2)#>\n{ELSEWHERE} }}",
    "SELECT * { \\u0053ERVICE <https://a.example/> { } }",
]
MARKS = st.lists(st.sampled_from("' ''' # \n \\ ?b 1 < > a :".split(" ")), max_size=5).map("".join)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_legal_query_that_only_names_a_service_passes(text):
    list(Store().query(text))
    assert not query_shape(text).reaches_out


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_the_library_passes(query):
    shape = query_shape(query.text)
    assert (shape.form, shape.reaches_out) == ("SELECT", False)


@pytest.mark.parametrize("text", REACHING)
def test_the_keyword_is_found_wherever_an_engine_would_find_it(text):
    assert query_shape(text).reaches_out


@settings(max_examples=200, deadline=None)
@given(MARKS, MARKS, MARKS, MARKS)
def test_what_oxigraph_would_send_elsewhere_is_found(first, second, third, last):
    text = f"SELECT * {{ FILTER(?a<{first}?b>{second}) {third}{ELSEWHERE} FILTER(1=1{last}) #{last}\n}}"
    assert query_shape(text).reaches_out or not _calls_elsewhere(text)


def _calls_elsewhere(text):
    try:
        list(Store().query(text))
    except OSError as error:
        return "port 9" in str(error)
    except (SyntaxError, RuntimeError, ValueError):
        return False
    return False


@settings(deadline=None)
@given(
    strings=st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), min_size=1, max_size=4),
    quote=st.sampled_from(['"', "'", '"""', "'''"]),
)
def test_no_string_is_taken_for_a_keyword(strings, quote):
    text = "SELECT * { ?s ?p " + ", ".join(quote + _escaped(f"{s} service {s}") + quote for s in strings) + " }"
    list(Store().query(text))
    assert not query_shape(text).reaches_out


def _escaped(text):
    for plain, escape in (("\\", "\\\\"), ('"', '\\"'), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escape)
    return text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("# SELECT\nPREFIX select: <https://a.example/ask> ASK {}", "ASK"),
        ("BASE <https://a.example/> describe <x>", "DESCRIBE"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("WITH <https://a.example/> DELETE {} INSERT {} WHERE { SELECT * {} }", "WITH"),
        ("", ""),
        ("\ud800 {", ""),
    ],
)
def test_the_form_is_the_first_keyword_that_is_one(text, form):
    assert query_shape(text).form == form


def test_the_depth_counts_brackets_outside_of_strings_and_iris():
    assert query_shape("SELECT * { ?s ?p '((((' FILTER((1 + 1) > 0) }").depth == 3
    assert query_shape("SELECT * " + "{" * 10_000).depth == 10_000
