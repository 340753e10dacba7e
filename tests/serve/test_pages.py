"""The web page: search, entities, papers, and what else has an address; each works without scripts."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from lxml import html
from page_graphs import WELL_FORMED

from kg.iris import DEFAULT_BASE, Iris
from kg.serve.html import Pages
from kg.serve.views import PaperView, view_of

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
IRIS = Iris()


def _page(server, target):
    reply = server.get(target, Accept=HTML)
    assert (reply.status, reply.media_type) == (200, "text/html")
    return html.fromstring(reply.text)


def _texts(page, selector):
    return [" ".join(found.text_content().split()) for found in page.cssselect(selector)]


def test_the_start_page_counts_and_leads_to_the_best_known(server):
    page = _page(server, "/")
    assert "5 papers" in _texts(page, ".counts li")
    assert {"/entity/bignet", "/entity/imagenet"} <= set(page.xpath("//main//a/@href"))


def test_the_search_box_is_a_plain_form(server):
    (form,) = _page(server, "/").cssselect("form[role=search]")
    assert (form.get("action"), form.get("method", "get")) == ("/search", "get")
    page = _page(server, "/search?q=distil")
    assert page.cssselect("input[name=q]")[0].get("value") == "distil"
    assert "/entity/knowledge-distillation" in page.xpath("//main//a/@href")
    assert "Nothing in the graph" in _page(server, "/search?q=zzzzzz").text_content()


def test_suggestions_are_json_with_addresses_of_this_server(server):
    found = json.loads(server.get("/suggest?q=kd").text)
    assert found[0] == {
        "label": "knowledge distillation",
        "kind": "Method",
        "papers": 2,
        "address": "/entity/knowledge-distillation",
    }
    assert json.loads(server.get("/suggest").text) == []


def test_an_entity_shows_names_with_reasons_hierarchy_and_likeness(server):
    page = _page(server, "/entity/knowledge-distillation")
    assert _texts(page, ".names li") == ["distillation vocabulary: label, 1 paper", "KD long form, 2 papers"]
    hierarchy = page.cssselect("section[aria-labelledby=hierarchy]")[0]
    assert _texts(hierarchy, "h3") == ["broader concept 1", "kinds (inferred) 1"]
    assert _texts(hierarchy, "li") == ["model compression", "self-teaching"]
    assert page.cssselect("section[aria-labelledby=similar] .thing")


def test_a_relation_shows_every_sentence_with_both_ends_marked(server):
    page = _page(server, "/entity/tinynet")
    (fact,) = [
        f
        for f in page.cssselect(".statement")
        if f.cssselect('a[href="/entity/bignet"]') and "nDCG" in f.text_content()
    ]
    sentences = fact.cssselect(".sentence")
    assert [_texts(s, "mark.h") + _texts(s, "mark.t") for s in sentences] == [["TinyNet", "BigNet"]] * 2
    assert _texts(sentences[0], ".source") == ["TinyNet: Distilling Small Networks 0.91 on ImageNet"]
    assert "/paper/4%2Fodd%20id%3F" in sentences[1].xpath(".//a/@href")
    assert "confidence 0.91" in _texts(fact, ".row")[0]


def test_papers_are_grouped_by_their_role(server):
    papers = _page(server, "/entity/bignet").cssselect("section[aria-labelledby=papers]")[0]
    assert _texts(papers, "h3") == ["introduced in 1", "used in 1", "compared with in 1", "mentioned in 1"]


def test_results_stand_in_a_table_with_their_sentence(server):
    (row,) = _page(server, "/entity/tinynet").cssselect("section[aria-labelledby=results] tbody tr")
    assert _texts(row, "td")[:4] == ["TinyNet", "accuracy", "ImageNet", "76.1%"]
    assert "TinyNet reaches 76.1% accuracy" in row.text_content()


def test_a_paper_shows_its_record_and_marks_what_its_text_names(server):
    page = _page(server, "/paper/p1")
    assert _texts(page, ".byline")[0].startswith("Second Author, First Author 2021 Workshop on Small Models")
    assert {"https://doi.org/10.1234/tiny.1", "https://papers.example/tiny?a=1&b=<2>"} <= set(
        page.xpath("//main//a/@href")
    )
    abstract = page.cssselect(".abstract")[0]
    assert abstract.text_content().startswith("We introduce TinyNet, a student")
    mentions = {(m.text, m.get("href"), m.get("class")) for m in abstract.cssselect("a")}
    assert ("knowledge distillation", "/entity/knowledge-distillation", "mention kind-Method") in mentions
    assert ("ImageNet", "/entity/imagenet", "mention kind-Dataset") in mentions
    assert page.cssselect("section[aria-labelledby=roles] .sentence")
    assert _texts(page, "section[aria-labelledby=results] .value") == ["76.1%"]


def test_what_is_said_but_not_affirmed_stands_apart_with_its_sentence(server):
    for target in ("/entity/bignet", "/entity/tinynet", "/paper/p2"):
        (said,) = _page(server, target).cssselect("section[aria-labelledby=doubts] .statement")
        assert _texts(said, ".row") == ["BigNet outperforms TinyNet"]
        assert _texts(said, "blockquote") == ["BigNet does not outperform TinyNet."]
        assert _texts(said, ".source .doubt") == ["negated"]
    hedged = _page(server, "/paper/p3").cssselect("section[aria-labelledby=doubts]")[0]
    assert _texts(hedged, ".source .doubt") == ["hedged"]
    assert not _page(server, "/paper/p1").cssselect("section[aria-labelledby=doubts]")


@pytest.mark.parametrize(("target", "group"), [("/entity/tinynet", "introduced in"), ("/paper/p1", "introduces")])
def test_every_sentence_that_names_an_entity_is_shown(server, target, group):
    page = _page(server, target)
    (heading,) = [found for found in page.cssselect("h3") if found.text_content().startswith(group)]
    fact = heading.getnext().cssselect(".statement")[0]
    assert [sentence.split()[0] for sentence in _texts(fact, "blockquote")] == ["TinyNet:", "We"] + ["TinyNet"] * 3
    assert _texts(fact, "mark") == ["TinyNet"] * 5


def test_every_place_of_an_abstract_that_names_an_entity_leads_to_it(server):
    abstract = _page(server, "/paper/p1").cssselect(".abstract")[0]
    assert _texts(abstract, 'a[href="/entity/knowledge-distillation"]') == [
        "knowledge distillation",
        "Knowledge distillation",
        "knowledge distillation",
    ]


@pytest.mark.parametrize("kind", ["claim", "result", "person", "venue", "reference", "statement", "about"])
def test_everything_else_has_a_page_that_leads_on(server, kind):
    pattern = f'{{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} FILTER(STRSTARTS(STR(?s), "{IRIS.base}{kind}/"))'
    iri = server.ask(f"SELECT ?s {{ {pattern} }} ORDER BY ?s LIMIT 1").rows[0]["s"]
    page = _page(server, "/" + iri.removeprefix(IRIS.base))
    assert page.xpath("//main//a[starts-with(@href, '/')]")


def test_a_claim_shows_its_sentences(server):
    claim = IRIS.claim(IRIS.entity("tinynet"), "outperforms", IRIS.entity("bignet"))
    assert len(_page(server, "/" + claim.removeprefix(IRIS.base)).cssselect(".sentence")) == 2


@pytest.mark.parametrize("target", ["/", "/search?q=big", "/entity/bignet", "/paper/p1", "/queries", "/editor"])
def test_a_page_loads_nothing_but_files_of_this_server_that_are_there(server, target):
    reply = server.get(target, Accept=HTML)
    page = html.fromstring(reply.text)
    loaded = [*page.xpath("//script/@src"), *page.xpath("//link[@rel='stylesheet']/@href")]
    assert loaded
    assert {server.get(file).status for file in loaded} == {200}
    assert page.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]") == []
    policy = reply.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_every_colour_that_the_pages_use_is_sent(server):
    sheets = "".join(server.get(f"/static/{name}.css").text for name in ("site", "editor-page", "colours"))
    assert set(re.findall(r"var\((--[\w-]+)\)", sheets)) <= set(re.findall(r"(--[\w-]+):", sheets))


def test_what_is_not_there_is_told_as_a_page_to_browsers_alone(server):
    assert "Not found" in server.get("/entity/nothing", Accept=HTML).text
    assert server.get("/entity/nothing").media_type == "text/plain"
    assert server.get("/sparql?query=x", Accept=HTML).media_type == "text/plain"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/editor"])
def test_no_other_file_is_sent(server, path):
    assert server.get(path).status == 404


# ---------------------------------------------------------------- hostile texts


@pytest.mark.parametrize("text", WELL_FORMED)
@pytest.mark.parametrize("mint", [IRIS.entity, IRIS.paper])
def test_hostile_text_is_shown_as_text(hostile_catalogue, text, mint):
    view = view_of(hostile_catalogue, mint(text))
    body = Pages(DEFAULT_BASE).page("paper" if isinstance(view, PaperView) else "node", view=view).body.decode()
    assert re.findall(r"<(?:img|b|!--)[\s>]", body) == []
    assert body.count("<script") == 1
    assert 'href="javascript:' not in body
    page = html.fromstring(body.replace("\x00", ""))
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert quote("<") not in {element.tag for element in page.iter()}
