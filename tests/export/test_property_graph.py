from __future__ import annotations

from pathlib import Path

import pytest
from export_graphs import (
    FIRST,
    IRIS,
    PAPER,
    hostile_texts,
    make_entity,
    make_evidence,
    make_hostile_graph,
    make_statement,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_graph import make_tiny_graph

from kg.errors import GraphError
from kg.export import EXPORTERS
from kg.export.columns import (
    CLAIM_COLUMNS,
    EDGE_COLUMNS,
    ENTITY_LABELS,
    EVIDENCE_COLUMNS,
    LABEL_SETS,
    LINK_TYPES,
    NODE_COLUMNS,
    STATEMENT_TYPES,
)
from kg.export.node_values import display_text
from kg.export.property_graph import claims, evidence, nodes, relationships
from kg.graph.knowledge_graph import make_graph
from kg.model import Link, Paper, PaperNode
from kg.schema import EntityType
from kg.settings import Settings, TextPolicy
from kg.view.style import COLOURS
from kg.view.wording import WORDING

RESERVED = {"id", "label", "pid", "parents", "start", "end", "viz"}
RESERVED_ON_EDGES = RESERVED | {"type", "kind", "weight", "source", "target"}
FORMATS = ("csv", "gexf", "graphml", "neo4j")


def written(format_name: str, graph, folder: Path, options: Settings = Settings()) -> dict[str, bytes]:  # noqa: B008
    folder.mkdir(exist_ok=True)
    EXPORTERS[format_name].write(graph, folder / "out", options)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_node_and_edge_becomes_one_row(tiny_graph):
    rows, edges = list(nodes(tiny_graph, Settings())), list(relationships(tiny_graph, Settings()))
    assert [row.iri for row in rows] == [node.iri for node in tiny_graph.nodes()]
    assert len(edges) == tiny_graph.network.number_of_edges()
    assert {row.labels for row in rows} <= set(LABEL_SETS)
    assert {row.kind for row in rows} <= set(COLOURS)


def test_entities_bear_their_kind_as_second_label(tiny_graph):
    labels = {row.iri: row.labels for row in nodes(tiny_graph, Settings())}
    assert labels[IRIS.entity("imagenet")] == ("Entity", "Dataset")
    assert labels[IRIS.paper("p1")] == ("Paper",)


def test_relationship_types_are_upper_snake_and_have_words():
    assert STATEMENT_TYPES["usedFor"] == "USED_FOR"
    assert STATEMENT_TYPES["isA"] == "IS_A"
    assert LINK_TYPES["resultMetric"] == "RESULT_METRIC"
    assert not set(STATEMENT_TYPES.values()) & set(LINK_TYPES.values())
    assert set(STATEMENT_TYPES) | set(LINK_TYPES) == set(WORDING)


def test_no_column_bears_a_reserved_name():
    assert not RESERVED & {column.name for column in NODE_COLUMNS}
    assert not RESERVED_ON_EDGES & {column.name for column in EDGE_COLUMNS}


def test_a_column_name_has_one_type_everywhere():
    types: dict[str, set[str]] = {}
    for column in (*NODE_COLUMNS, *EDGE_COLUMNS, *CLAIM_COLUMNS, *EVIDENCE_COLUMNS):
        types.setdefault(column.name, set()).add(column.type)
    assert {name for name, found in types.items() if len(found) > 1} == set()
    assert len({column.name for column in NODE_COLUMNS}) == len(NODE_COLUMNS)


def test_entity_labels_are_the_types_of_the_schema():
    assert set(ENTITY_LABELS) == {type_.value for type_ in EntityType}


def test_names_and_sentences_are_shown_without_latex(tiny_graph):
    rows = {row.iri: row for row in nodes(tiny_graph, Settings())}
    results = [row for row in rows.values() if row.labels == ("Result",)]
    assert {row.values["value"] for row in results} == {"76.1%", "78.4%"}
    assert display_text("10^{10} and \\url{x} of 53\\%") == "10^10 and x of 53%"
    assert display_text("plain_text ^ 2") == "plain_text ^ 2"


def test_a_paper_without_title_is_called_by_its_id(tiny_graph):
    assert {row.iri: row.name for row in nodes(tiny_graph, Settings())}[IRIS.paper("4/odd id?")] == "4/odd id?"


def test_the_best_five_different_sentences_stand_beside_the_full_count():
    claim = IRIS.claim(PAPER, "uses", FIRST)
    found = make_evidence(claim, ["one", "two", "two", "three", "four", "five", "six"])
    things = [PaperNode(PAPER, Paper("p", "T")), make_entity(FIRST, EntityType.METHOD, "m")]
    graph = make_graph(things, [make_statement(PAPER, "uses", FIRST, found)], {claim: found})
    (edge,) = relationships(graph, Settings())
    assert edge.values["sentences"] == ("one", "two", "three", "four", "five")
    assert edge.values["sentence_count"] == 7
    assert edge.values["papers"] == (PAPER,)


def test_relationships_and_evidence_name_what_a_claim_holds_on_and_in(tiny_graph):
    (edge,) = (e for e in relationships(tiny_graph, Settings()) if e.type == "OUTPERFORMS")
    assert (edge.values["datasets"], edge.values["metrics"]) == (("ImageNet", "MS MARCO"), ("nDCG",))
    held = [(row.values.get("datasets"), row.values.get("metrics")) for row in evidence(tiny_graph, Settings())]
    assert sorted(filter(any, held), key=str) == [(("ImageNet",), None), (("MS MARCO",), ("nDCG",))]


def test_sentences_that_deny_a_claim_do_not_stand_on_its_relationship(tiny_graph):
    outperforms = [e for e in relationships(tiny_graph, Settings()) if e.type == "OUTPERFORMS"]
    assert outperforms
    assert not [s for edge in outperforms for s in edge.values["sentences"] if "does not" in s]


def test_claims_hold_what_papers_only_deny_or_hope_for(tiny_graph):
    by_support = {(row.values["relation"], row.values["support"]) for row in claims(tiny_graph)}
    assert {("OUTPERFORMS", 0), ("IMPROVES", 0)} <= by_support
    assert {row.type for row in evidence(tiny_graph, Settings())} == {"SUPPORTS", "DENIES", "HEDGES"}


def test_all_evidence_hangs_on_a_claim_or_a_result(tiny_graph):
    known = {row.iri for row in claims(tiny_graph)} | {node.iri for node in tiny_graph.nodes()}
    found = list(evidence(tiny_graph, Settings()))
    assert {row.claim for row in found} <= known
    assert len(found) == len({row.iri for row in found}) == sum(map(len, tiny_graph.evidence_table.values()))


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_text_policy_decides_what_leaves_the_machine(tiny_graph, tmp_path, format_name):
    files = {
        policy: b"".join(written(format_name, tiny_graph, tmp_path / policy, Settings(text=policy)).values())
        for policy in TextPolicy
    }
    only_in_abstract, evidence_sentence = b"This issue collects work on retrieval.", b"TinyNet is based on BigNet."
    assert [only_in_abstract in files[policy] for policy in TextPolicy] == [False, False, True]
    assert [evidence_sentence in files[policy] for policy in TextPolicy] == [False, True, True]


def test_an_unknown_predicate_is_refused():
    things = [PaperNode(PAPER, Paper("p", "T")), make_entity(FIRST, EntityType.METHOD, "m")]
    graph = make_graph(things, [Link(PAPER, "x]->() DELETE", FIRST)], {})
    with pytest.raises(GraphError, match="no relationship type"):
        list(relationships(graph, Settings()))


@given(st.lists(hostile_texts, min_size=7, max_size=7))
def test_every_value_is_legal_xml_on_one_line(texts):
    graph = make_hostile_graph(texts)
    rows = [*nodes(graph, Settings()), *relationships(graph, Settings()), *evidence(graph, Settings())]
    for value in (value for row in rows for value in row.values.values()):
        for text in value if isinstance(value, tuple) else [str(value)]:
            assert text
            assert not any(c < " " or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" for c in text)


@pytest.mark.parametrize("format_name", FORMATS)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_the_order_of_insertion_does_not_change_a_byte(tmp_path_factory, format_name, data):
    graph = make_tiny_graph()
    things = [payload for _, payload in graph.network.nodes(data="data")]
    edges = [payload for _, _, payload in graph.network.edges(data="data")]
    shuffled = make_graph(
        data.draw(st.permutations(things)),
        data.draw(st.permutations(edges)),
        dict(data.draw(st.permutations(list(graph.evidence_table.items())))),
        data.draw(st.permutations(graph.denied)),
    )
    folder = tmp_path_factory.mktemp("order")
    assert written(format_name, shuffled, folder / "a") == written(format_name, graph, folder / "b")


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_export_replaces_an_older_one_and_leaves_no_scraps(tiny_graph, tmp_path, format_name):
    first = written(format_name, make_hostile_graph(["x"] * 7), tmp_path / "a")
    assert first != written(format_name, tiny_graph, tmp_path / "a") == written(format_name, tiny_graph, tmp_path / "b")


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_empty_graph_can_be_published(tmp_path, format_name):
    assert written(format_name, make_graph([], [], {}), tmp_path / "a")


def test_the_documentation_tells_every_format_column_and_type():
    text = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    columns = (*NODE_COLUMNS, *EDGE_COLUMNS, *EVIDENCE_COLUMNS)
    told = [f"| `{column.name}` | {column.type} | " for column in columns]
    told += [f"`{name}`" for name in (*EXPORTERS, *STATEMENT_TYPES.values(), *LINK_TYPES.values(), *ENTITY_LABELS)]
    assert [name for name in told if name not in text] == []
