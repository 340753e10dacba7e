"""RDF files: every reader finds the same quads, the bytes are the same each time, and no text breaks out."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph
from tiny_graph import make_tiny_graph

from kg.errors import GraphError
from kg.export.rdf import RDF_FORMATS, write_jsonld, write_nquads, write_store, write_trig, write_turtle
from kg.graph.knowledge_graph import make_graph
from kg.iris import Iris
from kg.model import Author, Entity, Paper, PaperNode, Person, Reference, Venue
from kg.names import fold
from kg.rdf.dataset import sorted_quads
from kg.rdf.description import Build
from kg.schema import EntityType
from kg.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

SETTINGS, BUILD, IRIS = Settings(), Build("0.0.0"), Iris()
GOLDEN = Path(__file__).parent / "golden" / "paper.trig"
_RDFLIB = {"ttl": "turtle", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
_OXIGRAPH = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
NASTY = [
    'quote " and """triple""" quotes',
    "back\\slash \\u0022 \\n",
    "line\nfeed\rreturn\ttab",
    "</script><script>alert(1)</script>",
    "<https://evil.example/> . <https://evil.example/a> a <https://evil.example/b>",
    "#} ] ) . @prefix x: <y> .",
    "\u2028\u2029\u0085\u00a0\ufeff\x7f\x01",
    "ends with backslash\\",
    "emoji 👩\u200d🔬 and 𝒳",
    "' OR 1=1 --",
    "%2F%zz{}|^`",
]
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.sampled_from(NASTY)


def _nasty_graph(text):
    paper = Paper(
        id=text or "x",
        title=text,
        abstract=text,
        authors=(Author(text),),
        venue=text,
        doi=text,
        url=text,
        keywords=(text,),
    )
    match = ("https://elsewhere.example/" + text,)
    nodes = [
        PaperNode(IRIS.paper(paper.id), paper),
        Entity(IRIS.entity(text), text, EntityType.METHOD, text, (text + "x",), (), 1, 1, exact_match=match),
        Person(IRIS.person(fold(text)), text, text),
        Venue(IRIS.venue(text), text),
        Reference(IRIS.reference("doi:" + text), "doi:" + text),
    ]
    return make_graph(nodes, (), {})


def _render(quads):
    return {name: "".join(write(quads, SETTINGS.base)) for name, write in RDF_FORMATS.items()}


def _default_only(name, quads):
    return {quad for quad in quads if name != "ttl" or isinstance(quad.graph_name, pyoxigraph.DefaultGraph)}


def _in_rdflib(text, name):
    dataset = Dataset()
    (dataset.default_graph if name == "ttl" else dataset).parse(data=text, format=_RDFLIB[name])
    return {(str(s), str(p), _key(o), str(g or "")) for s, p, o, g in dataset.quads()}


def _key(term):
    datatype = getattr(term, "datatype", None)
    return str(term), getattr(term, "language", None), None if str(datatype).endswith("#string") else datatype


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_oxigraph_reads_every_format_back(tiny_graph, name):
    quads = sorted_quads(tiny_graph, SETTINGS, BUILD)
    text = _render(quads)[name]
    assert set(pyoxigraph.parse(text.encode(), format=_OXIGRAPH[name])) == _default_only(name, quads)


def test_rdflib_reads_the_same_from_every_format():
    texts = _render(sorted_quads(make_tiny_graph(only=("p1",)), SETTINGS, BUILD))
    everything = _in_rdflib(texts["nq"], "nq")
    assert _in_rdflib(texts["trig"], "trig") == everything
    assert _in_rdflib(texts["jsonld"], "jsonld") == everything
    default = {quad for quad in everything if "graph/" not in quad[3]}
    assert {quad[:3] for quad in _in_rdflib(texts["ttl"], "ttl")} == {quad[:3] for quad in default}


@settings(max_examples=25, deadline=None)
@given(TEXT)
def test_no_text_breaks_out_of_any_format(text):
    quads = sorted_quads(_nasty_graph(text), SETTINGS, BUILD)
    for name, written in _render(quads).items():
        assert set(pyoxigraph.parse(written.encode(), format=_OXIGRAPH[name])) == _default_only(name, quads)


@pytest.mark.parametrize("text", NASTY)
def test_no_nasty_text_breaks_out_in_rdflib(text):
    texts = _render(sorted_quads(_nasty_graph(text), SETTINGS, BUILD))
    everything = _in_rdflib(texts["nq"], "nq")
    assert _in_rdflib(texts["trig"], "trig") == everything
    assert _in_rdflib(texts["jsonld"], "jsonld") == everything


def test_the_same_graph_gives_the_same_bytes(tmp_path):
    for write in (write_turtle, write_trig, write_nquads, write_jsonld):
        for name in ("first", "second"):
            write(make_tiny_graph(), tmp_path / name, SETTINGS, BUILD)
        assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_one_paper_looks_as_it_always_did(regenerating):
    text = "".join(RDF_FORMATS["trig"](sorted_quads(make_tiny_graph(only=("p3",)), SETTINGS, BUILD), SETTINGS.base))
    if regenerating:
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8", newline="\n")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_turtle_is_readable(tiny_graph):
    text = _render(sorted_quads(tiny_graph, SETTINGS, BUILD))["ttl"]
    assert "entity:knowledge-distillation a skos:Concept, kg:Method ;" in text
    assert "\n    kg:support 2" in text
    assert len(Graph().parse(data=text)) > 500


def test_jsonld_needs_no_other_file(tiny_graph):
    found = json.loads(_render(sorted_quads(tiny_graph, SETTINGS, BUILD))["jsonld"])
    assert all(isinstance(namespace, str) for namespace in found["@context"].values())


def test_the_store_holds_every_quad_and_opens_twice_read_only(tiny_graph, tmp_path):
    write_store(tiny_graph, tmp_path / "store", SETTINGS, BUILD)
    first, second = (pyoxigraph.Store.read_only(str(tmp_path / "store")) for _ in range(2))
    assert set(first) == set(second) == set(sorted_quads(tiny_graph, SETTINGS, BUILD))


def test_a_store_replaces_a_store_but_nothing_else(tiny_graph, tmp_path):
    write_store(tiny_graph, tmp_path / "store", SETTINGS, BUILD)
    write_store(tiny_graph, tmp_path / "store", SETTINGS, BUILD)
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match="no store"):
        write_store(tiny_graph, tmp_path, SETTINGS, BUILD)
