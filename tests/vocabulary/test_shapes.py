"""The vocabulary keeps its shapes, and each shape is broken by one small graph and by no other."""

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from pyshacl import validate
from rdflib import RDF, SH, SKOS, Graph, Namespace

from kg.vocabulary.compile import HERE, SOURCE
from kg.vocabulary.skos import VOCABULARY

SHAPE = Namespace("https://kg.example/vocabulary/shapes#")
SHAPES = HERE / "shapes.ttl"
GOOD = """
@prefix kg: <https://kg.example/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix voc: <https://kg.example/vocabulary/> .
voc: a skos:ConceptScheme .
voc:a a skos:Concept, kg:Method ; skos:prefLabel "a"@en ; skos:inScheme voc: ; skos:topConceptOf voc: .
voc:b a skos:Concept, kg:Method ; skos:prefLabel "b"@en ; skos:inScheme voc: ; skos:broader voc:a ;
    skos:altLabel "BB"@en ; kg:abbreviation "BB" .
"""
BROKEN = {
    "OneName": 'voc:b skos:prefLabel "bee"@en .',
    "OneKind": "voc:b a kg:Dataset .",
    "NameIsNoOtherLabel": 'voc:b skos:altLabel "b"@en .',
    "InTheScheme": "<https://example.org/s> a skos:ConceptScheme . voc:a skos:inScheme <https://example.org/s> .",
    "BroaderOrTop": "voc:b skos:topConceptOf voc: .",
    "BroaderInTheScheme": "voc:b skos:broader <https://example.org/elsewhere> .",
    "AbbreviationIsLabel": 'voc:b kg:abbreviation "BBB" .',
    "NamesDiffer": 'voc:c a skos:Concept, kg:Task ; skos:prefLabel "b"@en ; skos:inScheme voc: ; skos:broader voc:a .',
    "NoCircle": "voc:b skos:broader voc:b .",
    "RelatedIsNotBroader": "voc:b skos:related voc:a .",
}


def broken_shapes(graph: Graph) -> set[str]:
    """Names of the shapes that a graph breaks."""
    shapes = Graph().parse(SHAPES)
    _, report, _ = validate(graph, shacl_graph=shapes)
    sources = {source for _, _, source in report.triples((None, SH.sourceShape, None))}
    names = set(shapes.subjects(RDF.type, SH.NodeShape))
    owners = {owner for source in sources for owner in ({source} | set(shapes.subjects(None, source))) & names}
    return {str(owner).removeprefix(SHAPE) for owner in owners}


def test_a_graph_that_is_right_breaks_no_shape():
    assert broken_shapes(Graph().parse(data=GOOD, format="turtle")) == set()


@pytest.mark.parametrize("shape", BROKEN)
def test_each_shape_is_broken_by_its_graph_and_by_no_other(shape):
    assert broken_shapes(Graph().parse(data=GOOD + BROKEN[shape], format="turtle")) == {shape}


def test_every_shape_has_a_graph_that_breaks_it():
    names = {str(name).removeprefix(SHAPE) for name in Graph().parse(SHAPES).subjects(RDF.type, SH.NodeShape)}
    assert names == BROKEN.keys()


def test_a_sample_of_the_vocabulary_keeps_its_shapes():
    described = {}
    for quad in parse(path=SOURCE, format=RdfFormat.TURTLE):
        described.setdefault(quad.subject.value, []).append(quad.triple)
    sample, waiting = set(), [VOCABULARY, *sorted(described)[::300]]
    while waiting:
        iri = waiting.pop()
        if iri not in sample:
            sample.add(iri)
            waiting += [o.value for _, p, o in described[iri] if p.value == str(SKOS.broader)]
    triples = [triple for iri in sorted(sample) for triple in described[iri]]
    graph = Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) > 100
    assert broken_shapes(graph) == set()


@pytest.mark.slow
def test_the_whole_vocabulary_keeps_its_shapes():
    assert broken_shapes(Graph().parse(data=SOURCE.read_text(encoding="utf-8"), format="ox-turtle")) == set()
