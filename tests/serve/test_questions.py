"""The query library as pages."""

from __future__ import annotations

import csv
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from kg.query import list_queries

HTML = "text/html"


def _page(server, target, status=200):
    reply = server.get(target, Accept=HTML)
    assert (reply.status, reply.media_type) == (status, HTML)
    return html.fromstring(reply.text)


def test_the_menu_leads_to_every_question(server):
    addresses = set(_page(server, "/queries").xpath("//main//a/@href"))
    assert addresses == {f"/queries/{query.name}" for query in list_queries()}


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_every_question_has_a_page_with_its_form_and_its_sparql(server, query):
    reply = server.get(f"/queries/{query.name}", Accept=HTML)
    page = html.fromstring(reply.text)
    assert reply.status == 200
    assert [field.get("name") for field in page.cssselect("form.question input")] == [p.name for p in query.parameters]
    assert page.cssselect("pre")[0].text_content().strip() == query.text.strip()


def test_a_value_is_put_in_and_the_rows_lead_to_pages(server):
    page = _page(server, "/queries/papers-by-concept?concept=model+compressions")
    assert page.cssselect("form.question input")[0].get("value") == "model compressions"
    rows = [[cell.text_content() for cell in row] for row in page.cssselect("tbody tr")]
    assert "TinyNet: Distilling Small Networks" in {row[0] for row in rows}
    assert "/paper/p1" in page.xpath("//tbody//a/@href")
    assert "entity/model-compression" in page.cssselect("pre")[0].text_content()


def test_the_answer_can_be_taken_as_a_file(server):
    page = _page(server, "/queries/papers-by-concept?concept=KD")
    csv_file, json_file, editor = page.xpath("//p[@class='actions']/a/@href")
    rows = list(csv.reader(server.get(csv_file).text.splitlines()))
    answer = json.loads(server.get(json_file).text)
    assert rows[0] == answer["head"]["vars"]
    assert len(rows) - 1 == len(answer["results"]["bindings"]) == len(page.cssselect("tbody tr")) > 0
    assert 'filename="papers-by-concept.csv"' in server.get(csv_file).headers["Content-Disposition"]
    assert parse_qs(urlsplit(editor).query)["query"][0].strip() == page.cssselect("pre")[0].text_content().strip()


def test_a_name_that_nothing_bears_is_told_with_the_nearest(server):
    page = _page(server, "/queries/papers-by-concept?concept=knowledge+distilation", status=400)
    assert "Nearest: knowledge distillation" in page.cssselect("[role=alert]")[0].text_content()
    assert server.get("/queries/papers-by-concept.csv?concept=nothing+such").status == 400


def test_a_value_cannot_break_out_of_its_place(server):
    attempt = '"@en } SERVICE <http://a.example/> { ?s ?p ?o } #'
    reply = server.get(
        f"/queries/papers-by-concept?concept={attempt.replace(' ', '%20').replace('#', '%23')}", Accept=HTML
    )
    assert reply.status == 400
    assert "SERVICE" not in html.fromstring(reply.text).cssselect("pre")[0].text_content()


@pytest.mark.parametrize("name", ["unknown", "outperforms.xls", "outperforms.csv.json", ".csv"])
def test_what_is_no_question_is_not_found(server, name):
    assert server.get(f"/queries/{name}", Accept=HTML).status == 404
