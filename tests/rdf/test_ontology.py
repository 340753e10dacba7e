"""The ontology documents every term of ours, and the code knows no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDFS, SKOS, Graph, URIRef

import kg.rdf
from kg.iris import ONTOLOGY
from kg.rdf.namespace import KG
from kg.schema import RELATION_ENDS, EntityType, InferenceRule, Polarity, RelationType, Role
from kg.validate import load_shapes

FOLDER = Path(kg.rdf.__file__).parent


@pytest.fixture(scope="module")
def ontology():
    return Graph().parse(FOLDER / "ontology.ttl")


def _terms(ontology):
    return set(ontology.subjects(RDFS.isDefinedBy, URIRef(ONTOLOGY.rstrip("#"))))


def test_code_and_ontology_name_the_same_terms(ontology):
    assert _terms(ontology) == {KG[name] for name in KG.__annotations__ if not name.startswith("_")}


def test_every_term_has_a_label_and_a_comment(ontology):
    for term in _terms(ontology):
        assert ontology.value(term, RDFS.label), term
        assert ontology.value(term, RDFS.comment), term


def test_every_word_of_the_schema_is_a_term(ontology):
    words = {*EntityType, *Role, *RelationType, *Polarity, *InferenceRule}
    assert {KG[word.value] for word in words} <= _terms(ontology)


def test_kinds_are_concepts(ontology):
    assert set(ontology.subjects(RDFS.subClassOf, SKOS.Concept)) == {KG[kind.value] for kind in EntityType}


def test_every_role_implies_mentions(ontology):
    roles = {KG[role.value] for role in Role} - {KG.mentions}
    assert set(ontology.subjects(RDFS.subPropertyOf, KG.mentions)) == roles


def test_a_misspelt_term_raises():
    with pytest.raises(AttributeError):
        KG.outperfroms  # noqa: B018


@pytest.mark.parametrize("relation", RelationType)
def test_shapes_know_the_usual_ends_of_the_schema(relation):
    name = relation.value[0].upper() + relation.value[1:] + "Ends"
    query = next(shape.query for shape in load_shapes() if shape.name == name)
    ends = RELATION_ENDS[relation]
    for variable, kinds in (("head", ends.heads), ("tail", ends.tails)):
        listed = ", ".join(f"kg:{kind.value}" for kind in EntityType if kind in kinds)
        assert f"?{variable} IN ({listed})" in query
