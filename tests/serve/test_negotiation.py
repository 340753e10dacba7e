"""Which form an answer takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.serve.negotiation import GRAPHS, RESULTS, choose
from kg.serve.refusal import RefusalError

JSON, XML, CSV, TSV = list(RESULTS)[:4]
TURTLE, TRIPLES, JSON_LD, RDF_XML = list(GRAPHS)[:4]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "rows", "triples"),
    [
        (None, JSON, TURTLE),
        ("", JSON, TURTLE),
        ("*/*", JSON, TURTLE),
        ("*/*;q=0.1, text/*", CSV, TURTLE),
        (f"{JSON};q=0.5, {XML}", XML, None),
        (f"{CSV};q=0.9, {TSV};q=0.91", TSV, None),
        ("text/csv;q=0, */*", JSON, TURTLE),
        (f"{JSON};q=0, */*;q=0.5", XML, TURTLE),
        ("application/json", "application/json", "application/json"),
        ("APPLICATION/RDF+XML; Q=0.7 , text/turtle ; q=0.2", None, RDF_XML),
        (f"{JSON_LD};profile=x;q=0.5,{TRIPLES};q=0.6", None, TRIPLES),
        (BROWSER, "application/xml", "application/xml"),
        ("image/png", None, None),
        ("text/turtle;q=0", None, None),
        ("text/turtle;q=2", None, None),
        ("nonsense, ;;, q=1", None, None),
    ],
)
def test_the_table(accept, rows, triples):
    for offered, expected in ((RESULTS, rows), (GRAPHS, triples)):
        if expected is not None:
            assert choose(accept, offered) == expected
            continue
        with pytest.raises(RefusalError, match=next(iter(offered)).replace("+", r"\+")) as refused:
            choose(accept, offered)
        assert refused.value.status == 406


@settings(deadline=None)
@given(accept=st.text())
def test_whatever_is_accepted_the_answer_is_a_form_or_406(accept):
    try:
        assert choose(accept, RESULTS) in RESULTS
    except RefusalError as refused:
        assert refused.status == 406


def test_the_server_answers_406_with_what_there_is(server):
    reply = server.ask("ASK {}", Accept="text/turtle")
    assert reply.status == 406
    assert JSON in reply.text
    assert server.ask("CONSTRUCT {} {}", Accept="text/csv").status == 406


def test_answers_say_that_they_depend_on_accept(server):
    assert "Accept" in server.ask("ASK {}").headers["Vary"]
