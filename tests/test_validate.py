"""Shapes: a good graph passes, and for each shape one graph fails it and only it."""

from __future__ import annotations

from functools import lru_cache

import pyshacl
import pytest
from pyoxigraph import NamedNode, Store
from rdflib import Graph, Literal, URIRef
from tiny_graph import make_tiny_graph

from kg.errors import GraphError
from kg.iris import Iris
from kg.rdf.dataset import iter_quads
from kg.rdf.description import Build
from kg.rdf.namespace import SH
from kg.schema import RelationType
from kg.settings import Settings
from kg.validate import SHAPES, load_shapes, validate_directory, validate_graph

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

IRIS = Iris()
XSD_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX entity: <https://kg.example/id/entity/>
PREFIX kg: <https://kg.example/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX paper: <https://kg.example/id/paper/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX void: <http://rdfs.org/ns/void#>
"""
# shape → the change to a good graph that breaks it and nothing else
BREAKS = {
    "EvidencePresent": "DELETE { GRAPH ?g { ?r prov:wasDerivedFrom ?e } }"
    " WHERE { ?r a kg:Result . GRAPH ?g { ?r prov:wasDerivedFrom ?e } }",
    "EvidencePlace": "DELETE { GRAPH ?g { ?e oa:hasSource ?t } } WHERE { GRAPH ?g { ?e oa:hasSource ?t } }",
    "EvidenceQuote": "DELETE { GRAPH ?g { ?q oa:exact ?x } } INSERT { GRAPH ?g { ?q oa:exact 'another' } }"
    " WHERE { GRAPH ?g { ?q oa:exact ?x } }",
    "EvidenceContext": "DELETE { GRAPH ?g { ?q oa:suffix ?x } } INSERT { GRAPH ?g { ?q oa:suffix 'another' } }"
    " WHERE { GRAPH ?g { ?q oa:suffix ?x } }",
    "EvidenceEnds": "DELETE { GRAPH ?g { ?h oa:start ?s } } INSERT { GRAPH ?g { ?h oa:start 0 } }"
    " WHERE { GRAPH ?g { ?e kg:head ?h . ?h oa:start ?s } }",
    "Confidence": "DELETE { ?r kg:confidence ?c } INSERT { ?r kg:confidence 1.5 }"
    " WHERE { ?r a kg:Result ; kg:confidence ?c }",
    "StatementComplete": "DELETE { GRAPH ?g { ?s prov:hadPrimarySource ?p } }"
    " WHERE { GRAPH ?g { ?s a kg:Statement ; prov:hadPrimarySource ?p } }",
    "ClaimComplete": "DELETE { ?c kg:confidence ?x } WHERE { ?c a kg:Claim ; kg:confidence ?x }",
    "ClaimSupport": "DELETE { ?c kg:support ?n } INSERT { ?c kg:support 7 } WHERE { ?c kg:support ?n }",
    "ClaimFact": "DELETE { ?s kg:reduces ?o } WHERE { ?s kg:reduces ?o }",
    "ClaimStatements": "DELETE { GRAPH ?g { ?s rdf:object ?o } } INSERT { GRAPH ?g { ?s rdf:object entity:accuracy } }"
    " WHERE { GRAPH ?g { ?s rdf:predicate kg:reduces ; rdf:object ?o } }",
    "ClaimConditions": "DELETE { ?c kg:onDataset ?d } WHERE { ?c a kg:Claim ; kg:onDataset ?d }",
    "ConditionKinds": "INSERT { ?c kg:onDataset entity:latency . GRAPH ?g { ?s kg:onDataset entity:latency } }"
    " WHERE { ?c a kg:Claim ; kg:onDataset ?d . GRAPH ?g { ?s a kg:Statement ; kg:onDataset ?d } }",
    "RoleEnds": "DELETE { ?c rdf:predicate kg:reduces . ?h kg:reduces ?t . GRAPH ?g { ?s rdf:predicate kg:reduces } }"
    " INSERT { ?c rdf:predicate kg:uses . ?h kg:uses ?t . GRAPH ?g { ?s rdf:predicate kg:uses } }"
    " WHERE { ?c rdf:predicate kg:reduces . ?h kg:reduces ?t . GRAPH ?g { ?s rdf:predicate kg:reduces } }",
    "MentionsStated": "DELETE { ?p kg:mentions ?e } WHERE { ?p kg:introduces ?e ; kg:mentions ?e }",
    "PaperIdentified": "INSERT { ?p dcterms:identifier 'another' } WHERE { ?p kg:introduces ?e }",
    "EntityKind": "INSERT DATA { entity:latency a kg:Concept }",
    "PreferredLabel": "INSERT DATA { entity:latency skos:prefLabel 'another'@en }",
    "LabelsDisjoint": "INSERT DATA { entity:latency skos:altLabel 'latency'@en }",
    "RelatedDisjoint": "INSERT DATA { entity:knowledge-distillation skos:related entity:efficiency }",
    "BroaderAcyclic": "INSERT DATA { entity:efficiency skos:broader entity:efficiency ;"
    " skos:narrower entity:efficiency ; skos:broaderTransitive entity:efficiency }",
    "BroaderComplete": "DELETE { ?c skos:narrower ?n } WHERE { ?c skos:narrower ?n }",
    "InferredBroaderAcyclic": "INSERT DATA { entity:knowledge-distillation kg:inferredBroader entity:self-teaching ."
    " <https://kg.example/id/inference/1> a kg:Inference ; kg:rule kg:fromHeadWord ; rdf:predicate kg:inferredBroader ;"
    " rdf:subject entity:knowledge-distillation ; rdf:object entity:self-teaching }",
    "InferredBroaderExplained": "DELETE { ?i prov:wasDerivedFrom ?c } WHERE { ?i kg:rule ?r ; prov:wasDerivedFrom ?c }",
    "NothingDangles": "INSERT DATA { paper:p1 cito:cites paper:nowhere }",
    "TriplesCounted": "DELETE { ?d void:triples ?n } WHERE { ?d void:uriSpace ?base ; void:triples ?n }",
    **{
        f"{relation.value[0].upper()}{relation.value[1:]}Ends": (
            f"INSERT DATA {{ entity:latency kg:{relation.value} entity:accuracy }}"
        )
        for relation in RelationType
    },
}


def _store():
    store = Store()
    store.extend(iter_quads(make_tiny_graph(only=("p1",)), Settings(), Build("0.0.0")))
    return store


def _broken(shape):
    store = _store()
    size = set(store)
    store.update(PREFIXES + BREAKS[shape])
    assert set(store) != size, "the change changes nothing"
    return store


def test_a_good_graph_conforms(tiny_graph):
    store = Store()
    store.extend(iter_quads(tiny_graph, Settings(), Build("0.0.0")))
    report = validate_graph(store)
    assert report.findings == ()
    assert report.conforms


def test_every_shape_has_a_graph_that_breaks_it():
    assert {shape.name for shape in load_shapes()} == set(BREAKS)


@pytest.mark.parametrize("shape", BREAKS)
def test_a_broken_graph_fails_its_shape_and_no_other(shape):
    report = validate_graph(_broken(shape))
    assert {finding.shape for finding in report.findings} == {shape}
    assert all(finding.focus.startswith(IRIS.base) for finding in report.findings)


def test_warnings_do_not_break_conformance():
    assert validate_graph(_broken("IsAEnds")).conforms
    assert not validate_graph(_broken("NothingDangles")).conforms


def _flat(store):
    """The union of all graphs, in rdflib."""
    graph = Graph()
    for quad in store:
        graph.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), _term(quad.object)))
    return graph


def _term(term):
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if term.language or term.datatype == XSD_STRING:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value))


@lru_cache(maxsize=1)
def _shapes():
    return Graph().parse(SHAPES)


def _in_pyshacl(store, **options):
    _, report, _ = pyshacl.validate(_flat(store), shacl_graph=_shapes(), advanced=True, **options)
    return {
        (
            URIRef(str(report.value(found, SH.sourceShape))).fragment,
            str(report.value(found, SH.focusNode)),
            str(report.value(found, SH.resultSeverity)).rpartition("#")[2].lower(),
        )
        for found in report.subjects(SH.focusNode)
    }


def _in_kg(store):
    return {(finding.shape, finding.focus, finding.severity) for finding in validate_graph(store).findings}


@pytest.mark.parametrize("shape", BREAKS)
@pytest.mark.slow
def test_a_complete_processor_finds_the_same_at_a_node(shape):
    store = _broken(shape)
    first = min(_in_kg(store))
    found = _in_pyshacl(store, use_shapes=[f"https://kg.example/shapes#{shape}"], focus_nodes=[first[1]])
    assert found == {first}


@pytest.mark.slow
@pytest.mark.parametrize("shape", BREAKS)
def test_a_complete_processor_finds_the_same(shape):
    store = _broken(shape)
    assert _in_pyshacl(store) == _in_kg(store)


@pytest.mark.slow
def test_a_complete_processor_accepts_a_good_graph(tiny_graph):
    store = Store()
    store.extend(iter_quads(tiny_graph, Settings(), Build("0.0.0")))
    assert _in_pyshacl(store) == set()


def test_a_folder_without_a_graph_is_told_so(tmp_path):
    with pytest.raises(GraphError, match="no graph"):
        validate_directory(tmp_path)
