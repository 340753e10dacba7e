import json

import pytest
from explorer_pages import read_blocks, write_page

from kg.graph.communities import find_communities
from kg.graph.network import network_of
from kg.iris import Iris
from kg.model import Entity, PaperNode, Span
from kg.settings import Settings, TextPolicy
from kg.view.companions import Companions, MergedName, NamedPlace, read_companions
from kg.view.data import collect_facts, collect_payload

IRIS = Iris()


def payload_of(graph, companions=Companions(), settings=Settings()):  # noqa: B008
    facts = collect_facts(graph)
    positions = {node.iri: (float(i), 0.0) for i, node in enumerate(facts.nodes)}
    return collect_payload(facts, positions, companions, settings)


def test_every_node_and_edge_of_the_graph_is_there(tiny_graph):
    payload = payload_of(tiny_graph)
    nodes, edges = payload["nodes"], payload["edges"]
    assert [payload["base"] + iri for iri in nodes["iri"]] == [node.iri for node in tiny_graph.nodes()]
    triples = {
        (nodes["iri"][s], payload["predicates"][p]["name"], nodes["iri"][t])
        for s, p, t in zip(edges["source"], edges["predicate"], edges["target"], strict=True)
    }
    facts = [*tiny_graph.statements(), *tiny_graph.links()]
    assert triples == {tuple(x.removeprefix(IRIS.base) for x in (f.subject, f.predicate, f.object)) for f in facts}


def test_every_sentence_is_quoted_with_both_ends(tiny_graph):
    payload = payload_of(tiny_graph)
    evidence = payload["evidence"]
    texts = {paper.get("node", 0): paper["text"] for paper in payload["papers"]}
    quoted = {
        (
            texts[paper][evidence["sentenceStart"][i] : evidence["sentenceEnd"][i]],
            texts[paper][evidence["tailStart"][i] : evidence["tailEnd"][i]],
        )
        for i, paper in enumerate(evidence["paper"])
        if evidence["tailStart"][i] >= 0
    }
    assert ("TinyNet outperforms BigNet on ImageNet.", "BigNet") in quoted
    assert (
        len(evidence["paper"]) == len({e.id for s in tiny_graph.statements() for e in tiny_graph.evidence(s.claim)}) + 2
    )


@pytest.mark.parametrize(
    ("policy", "holds", "lacks"),
    [
        (TextPolicy.FULL, "This issue collects work on retrieval.", "\\%"),
        (TextPolicy.SENTENCE, "TinyNet outperforms BigNet on ImageNet.", "This issue collects"),
        (TextPolicy.NONE, "BigNet for Image Classification", "outperforms BigNet"),
    ],
)
def test_no_more_text_is_carried_than_is_published(tiny_graph, policy, holds, lacks):
    carried = json.dumps(payload_of(tiny_graph, settings=Settings(text=policy))["papers"])
    assert holds in carried and lacks not in carried


def test_mentions_and_merged_names_come_from_beside_the_graph(tiny_graph):
    entity = next(node for node in tiny_graph.nodes() if isinstance(node, Entity) and node.name == "TinyNet")
    paper = next(node for node in tiny_graph.nodes() if isinstance(node, PaperNode) and node.paper.id == "p1")
    start = paper.paper.text.index("TinyNet")
    companions = Companions(
        {"p1": (NamedPlace(Span(start, start + 7), entity.iri),)},
        {entity.iri: (MergedName("Tiny-Net", "name", 1.0, 2),)},
    )
    payload = payload_of(tiny_graph, companions)
    place = payload["nodes"]["iri"].index(entity.iri.removeprefix(IRIS.base))
    packed = next(p for p in payload["papers"] if p["text"].startswith("TinyNet"))
    assert packed["mentions"] == [start, start + 7, place]
    assert [["Tiny-Net", "name", 1.0, 2]] in [e.get("merges") for e in payload["entities"]]


def test_without_annotations_mentions_are_those_that_evidence_shows(tiny_graph):
    payload = payload_of(tiny_graph)
    packed = next(p for p in payload["papers"] if p["text"].startswith("TinyNet"))
    named = {packed["text"][a:b] for a, b in zip(packed["mentions"][::3], packed["mentions"][1::3], strict=True)}
    assert {"TinyNet", "BigNet", "ImageNet"} <= named


def test_a_damaged_companion_is_named(tmp_path):
    (tmp_path / "annotations.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(Exception, match=r"annotations\.jsonl:1"):
        read_companions(tmp_path)


def test_communities_are_those_that_kg_communities_lists(tiny_graph):
    payload = payload_of(tiny_graph)
    iris = [payload["base"] + iri for iri in payload["nodes"]["iri"]]
    groups = find_communities(network_of(tiny_graph))
    assert len(payload["communities"]) == len(groups) > 0
    for number, (packed, group) in enumerate(zip(payload["communities"], groups, strict=True)):
        members = {iri for iri, at in zip(iris, payload["nodes"]["community"], strict=True) if at == number}
        assert members == {*group.papers, *group.entities}
        assert [iris[place] for place in packed["telling"]] == list(group.telling[:5])
        assert (packed["papers"], iris[packed["typical"]]) == (len(group.papers), group.papers[0])


def test_the_page_is_the_same_each_time_and_carries_its_data(tiny_graph, tmp_path):
    first, second = (write_page(tiny_graph, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == second
    blocks = read_blocks(first.decode())
    assert blocks["data"] == json.loads(json.dumps(payload_positions(tiny_graph, blocks["data"])))


def payload_positions(graph, data):
    """The payload with the positions of a page, which another room decides."""
    facts = collect_facts(graph)
    places = {node.iri: (x, y) for node, x, y in zip(facts.nodes, data["nodes"]["x"], data["nodes"]["y"], strict=True)}
    return collect_payload(facts, places, Companions(), Settings())
