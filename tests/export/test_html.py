"""The page as a file: what it holds, what it must not hold, and that it is a function of the graph alone."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import zlib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from page_graphs import HOSTILE, make_hostile_graph, make_wide_graph

from kg.export.html import write_html
from kg.export.marks import marked_sentence
from kg.export.page_data import collect_page_data
from kg.graph.knowledge_graph import KnowledgeGraph, make_graph
from kg.graph.stats import node_kind
from kg.model import Evidence, Span
from kg.schema import Polarity, RelationType, Role
from kg.settings import Settings, TextPolicy
from kg.view.wording import WORDING

FULL = Settings()


def write(graph: KnowledgeGraph, folder: Path, settings: Settings = FULL) -> str:
    write_html(graph, folder / "graph.html", settings)
    return (folder / "graph.html").read_text(encoding="utf-8")


def parse(page: str):
    return lxml_html.document_fromstring(page)


def read_content(page: str):
    (packed,) = parse(page).xpath("//script[@id='data']/text()")
    return json.loads(zlib.decompress(base64.b64decode(packed, validate=True)))


def shuffled(graph: KnowledgeGraph, seed: int) -> KnowledgeGraph:
    chance = random.Random(seed)
    nodes, edges = list(graph.nodes()), [*graph.statements(), *graph.links()]
    chance.shuffle(nodes)
    chance.shuffle(edges)
    evidence = list(graph.evidence_table.items())
    chance.shuffle(evidence)
    return make_graph(nodes, edges, dict(evidence), graph.denied)


# ---------------------------------------------------------------- the file


def test_page_loads_nothing_from_anywhere(tiny_graph, tmp_path):
    tree = parse(write(tiny_graph, tmp_path))
    addresses = [value for name in ("src", "href", "action", "srcset") for value in tree.xpath(f"//@{name}")]
    assert addresses == ["data:,"]
    assert len(tree.xpath("//script")) == 3
    style = "".join(tree.xpath("//style/text()"))
    assert "url(" not in style and "@import" not in style


def test_policy_allows_the_scripts_and_the_style_of_the_page_only(tiny_graph, tmp_path):
    page = write(tiny_graph, tmp_path)
    tree = parse(page)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [hashed(text) for text in tree.xpath("//script[not(@id)]/text()")]
    assert rules["style-src"].split() == [hashed(text) for text in tree.xpath("//style/text()")]
    assert "http" not in policy and "unsafe" not in policy
    assert page.index("Content-Security-Policy") < page.index("<style>")


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_script_never_turns_text_into_markup_or_code():
    folder = files("kg.export") / "page"
    scripts = "\n".join(entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".js"))
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|fetch\(|XMLHttpRequest"
    )
    assert re.findall(forbidden, scripts) == []


def test_hostile_text_stands_in_the_data_alone_and_comes_back_whole(tmp_path):
    page = write(make_hostile_graph(), tmp_path)
    content = read_content(page)
    names = {about["name"] for about in content["details"]}
    assert {text for text in HOSTILE if "$" not in text and "{" not in text} <= names
    outside = page.replace(parse(page).get_element_by_id("data").text, "")
    assert not [text for text in HOSTILE[:4] if text in outside]
    assert len(parse(page).xpath("//script")) == 3


def test_only_web_addresses_become_links(tmp_path):
    content = read_content(write(make_hostile_graph(), tmp_path))
    links = {link for about in content["details"] for link in about.get("links", [])}
    assert links and all(link.startswith(("https://doi.org/", "https://concepts.example/")) for link in links)


@pytest.mark.parametrize("seed", range(3))
def test_same_graph_in_any_order_gives_the_same_bytes(tiny_graph, tmp_path, seed):
    assert write(tiny_graph, tmp_path) == write(shuffled(tiny_graph, seed), tmp_path)


def test_graph_larger_than_the_opening_view_is_placed_the_same_in_any_order(tmp_path):
    graph = make_wide_graph()
    assert write(graph, tmp_path) == write(shuffled(graph, 1), tmp_path)


def test_empty_graph_gives_a_page(tmp_path):
    assert read_content(write(make_graph([], [], {}), tmp_path))["nodes"] == []


# ---------------------------------------------------------------- what it holds


def test_every_node_and_edge_is_there(tiny_graph, tmp_path):
    content = read_content(write(tiny_graph, tmp_path))
    assert [about["iri"] for about in content["details"]] == [node.iri for node in tiny_graph.nodes()]
    assert [node["group"] for node in content["nodes"]] == [node_kind(node) for node in tiny_graph.nodes()]
    facts = [*tiny_graph.statements(), *tiny_graph.links()]
    iri = [about["iri"] for about in content["details"]]
    predicate = [predicate["name"] for predicate in content["predicates"]]
    assert [(iri[e["from"]], predicate[e["p"]], iri[e["to"]]) for e in content["edges"]] == [
        (fact.subject, fact.predicate, fact.object) for fact in facts
    ]
    assert sum(kind["count"] for kind in content["kinds"]) == len(content["nodes"])
    assert sum(predicate["count"] for predicate in content["predicates"]) == len(content["edges"])


def test_every_statement_leads_to_its_sentences(tiny_graph, tmp_path):
    content = read_content(write(tiny_graph, tmp_path))
    for edge, fact in zip(content["edges"], tiny_graph.statements(), strict=False):
        found = [content["evidence"][place] for place in edge["e"]]
        expected = list(tiny_graph.evidence(fact.claim))
        assert [content["details"][paper]["iri"] for paper, *_ in found] == [e.paper for e in expected]
        assert [pieces for _, _, _, pieces, *_ in found] == [marked_sentence(e) for e in expected]


def test_evidence_tells_what_its_statement_holds_on_and_in(tiny_graph, tmp_path):
    content = read_content(write(tiny_graph, tmp_path))
    names = [about["name"] for about in content["details"]]
    held = {tuple(tuple(names[node] for node in places) for places in item[4:]) for item in content["evidence"]}
    assert held == {((), ()), (("ImageNet",), ()), (("MS MARCO",), ("nDCG",))}


def test_what_is_inferred_from_a_statement_leads_to_its_sentences(tiny_graph, tmp_path):
    content = read_content(write(tiny_graph, tmp_path))
    named = [(content["predicates"][edge["p"]]["name"], edge) for edge in content["edges"]]
    inferred, stated = (next(edge for name, edge in named if name == wanted) for wanted in ("inferredBroader", "isA"))
    assert (inferred["e"], inferred["c"], inferred["s"]) == (stated["e"], stated["c"], 0)


def test_physics_is_off_and_no_two_nodes_share_a_place(tmp_path):
    content = read_content(write(make_wide_graph(), tmp_path))
    assert content["options"]["physics"] == {"enabled": False}
    places = {(node["x"], node["y"]) for node in content["nodes"]}
    assert len(places) == len(content["nodes"])


@pytest.mark.parametrize(
    ("policy", "sentence", "abstract"),
    [(TextPolicy.NONE, False, False), (TextPolicy.SENTENCE, True, False), (TextPolicy.FULL, True, True)],
)
def test_policy_decides_how_much_text_leaves(tiny_graph, tmp_path, policy, sentence, abstract):
    content = read_content(write(tiny_graph, tmp_path, Settings(text=policy)))
    assert any(pieces for _, _, _, pieces, *_ in content["evidence"]) is sentence
    assert any("abstract" in about for about in content["details"]) is abstract
    assert ("is based on" in json.dumps(content)) is sentence


def test_every_predicate_has_its_words():
    links = {"author", "venue", "cites", "reports", "resultMetric", "resultDataset", "resultSubject", "broader"}
    links |= {"inferredBroader"}
    assert set(WORDING) == {*RelationType, *Role, *links}


def test_ranking_opens_with_the_best_known_entities_and_their_papers():
    data = collect_page_data(make_wide_graph(), FULL)
    assert sorted(data.ranks) == list(range(len(data.nodes)))
    head = [node for node, rank in zip(data.nodes, data.ranks, strict=True) if rank < 40]
    kinds = [node_kind(node) for node in head]
    assert 8 <= kinds.count("Paper") <= 12
    least = min(node.papers for node in head if node_kind(node) != "Paper")
    scores = zip(data.nodes, data.ranks, strict=True)
    others = [node.papers for node, rank in scores if rank >= 40 and node_kind(node) != "Paper"]
    assert least >= max(others)


# ---------------------------------------------------------------- marks


def evidence_of(sentence: str, head: Span | None, tail: Span | None, start: int = 0) -> Evidence:
    return Evidence("e", "c", "p", start, start + len(sentence), head, tail, sentence, 0.9, "x", Polarity.AFFIRMED)


def test_ends_of_a_claim_are_marked():
    found = marked_sentence(evidence_of("BigNet beats TinyNet.", Span(100, 106), Span(113, 120), start=100))
    assert found == [["BigNet", "h"], " beats ", ["TinyNet", "t"], "."]


def test_overlapping_ends_are_marked_as_both():
    found = marked_sentence(evidence_of("distillation loss", Span(0, 17), Span(0, 12)))
    assert found == [["distillation", "ht"], [" loss", "h"]]


def test_latex_is_cleaned_without_losing_marks():
    found = marked_sentence(evidence_of(r"We reach 53\% with \emph{BERT} now", None, Span(25, 29)))
    assert found == ["We reach 53% with ", ["BERT", "t"], " now"]


def test_marks_outside_the_sentence_are_cut_off():
    assert marked_sentence(evidence_of("abc", Span(2, 9), Span(40, 50))) == ["ab", ["c", "h"]]


words = st.text(st.sampled_from("abc .,é中👩"), max_size=30)


@given(words, st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_pieces_make_up_the_sentence_and_its_marked_words(sentence, a, b, c, d):
    length = len(sentence)
    head, tail = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    pieces = marked_sentence(evidence_of(sentence, head, tail))
    texts = [piece if isinstance(piece, str) else piece[0] for piece in pieces]
    assert "".join(texts) == sentence
    for mark, span in (("h", head), ("t", tail)):
        marked = [piece[0] for piece in pieces if isinstance(piece, list) and mark in piece[1]]
        assert "".join(marked) == sentence[min(span.start, length) : min(span.end, length)]
