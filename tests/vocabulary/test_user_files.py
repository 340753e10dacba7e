"""A user's SKOS file joins the shipped vocabulary; what cannot be used is refused or reported."""

import json

import pytest

from kg.errors import VocabularyError
from kg.schema import EntityType
from kg.vocabulary import load_vocabulary
from kg.vocabulary.compile import read_skos
from kg.vocabulary.extend import SkosFile, extend_vocabulary
from kg.vocabulary.lookup import make_vocabulary

PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix kg: <https://kg.example/ontology#> .
@prefix voc: <https://kg.example/vocabulary/> .
@prefix my: <https://example.org/terms/> .
"""


@pytest.fixture
def load(tmp_path, few):
    def write_and_load(content, name="terms.ttl"):
        path = tmp_path / name
        path.write_text((PREFIXES if name.endswith(".ttl") else "") + content, encoding="utf-8")
        extended = extend_vocabulary(few, [SkosFile(name, read_skos(path))])
        return make_vocabulary(extended.concepts, extended.labels, (), "", extended.warnings)

    return write_and_load


def test_a_new_concept_is_added_under_the_key_of_its_name(load):
    vocabulary = load('my:1 a kg:Method ; skos:prefLabel "Tidal tempering"@en ; skos:altLabel "moon trick"@en .')
    concept = vocabulary.concepts["tidal-tempering"]
    assert concept.type is EntityType.METHOD
    assert concept.exact_match == ("https://example.org/terms/1",)
    assert vocabulary.lookup("moon tricks") == (concept,)


def test_a_concept_that_we_have_becomes_an_exact_match_of_ours(load):
    vocabulary = load('my:kd skos:prefLabel "Knowledge Distillation"@en ; skos:altLabel "soft schooling"@en .')
    concept = vocabulary.concepts["knowledge-distillation"]
    assert concept.exact_match == ("https://example.org/terms/kd",)
    assert concept.name == "knowledge distillation"
    assert vocabulary.lookup("soft schooling") == (concept,)


def test_an_exact_match_or_an_alternative_label_joins_too(load):
    vocabulary = load(
        'my:a skos:prefLabel "thinning out" ; skos:exactMatch voc:pruning .\n'
        'my:b skos:prefLabel "schooling of pupils by masters" ; skos:altLabel "knowledge distillation" .'
    )
    assert "https://example.org/terms/a" in vocabulary.concepts["pruning"].exact_match
    assert "https://example.org/terms/b" in vocabulary.concepts["knowledge-distillation"].exact_match


def test_another_kind_is_another_concept(load):
    vocabulary = load('my:1 a skos:Concept, kg:Dataset ; skos:prefLabel "knowledge distillation"@en .')
    assert vocabulary.concepts["knowledge-distillation-dataset"].type is EntityType.DATASET


def test_the_kind_of_a_concept_is_that_of_its_broader_one(load):
    vocabulary = load(
        'my:1 skos:prefLabel "tidal net" ; skos:broader my:2 .\n'
        'my:2 skos:prefLabel "lunar net" ; skos:broader voc:convolutional-neural-network .\n'
        'my:3 skos:prefLabel "moonshine" .'
    )
    assert vocabulary.concepts["tidal-net"].type is EntityType.METHOD
    assert "neural-network" in vocabulary.ancestors("tidal-net")
    assert vocabulary.concepts["moonshine"].type is EntityType.CONCEPT


def test_narrower_links_count_as_broader_ones(load):
    vocabulary = load('my:1 skos:prefLabel "lunar net" ; skos:narrower my:2 . my:2 skos:prefLabel "tidal net" .')
    assert vocabulary.narrower("lunar-net") == ("tidal-net",)


def test_the_english_label_names_the_concept_and_all_find_it(load):
    vocabulary = load('my:1 skos:prefLabel "Gezeitennetz"@de, "tidal net"@en, "filet des marées"@fr .')
    assert vocabulary.concepts["tidal-net"].name == "tidal net"
    assert vocabulary.lookup("Gezeitennetz") == vocabulary.lookup("filet des marées") == vocabulary.lookup("tidal net")


def test_a_label_of_ours_stays_ours_and_the_user_is_told(load):
    vocabulary = load('my:1 skos:prefLabel "tidal net" ; skos:altLabel "teacher-student learning" .')
    assert [concept.id for concept in vocabulary.lookup("teacher-student learning")] == ["knowledge-distillation"]
    assert any("teacher-student learning" in warning and "terms.ttl" in warning for warning in vocabulary.warnings)


def test_an_acronym_of_ours_may_mean_one_more_thing(load):
    vocabulary = load('my:1 skos:prefLabel "knitted dress" ; skos:altLabel "KD" ; kg:abbreviation "KD" .')
    assert {concept.id for concept in vocabulary.lookup("KD")} == {"knowledge-distillation", "knitted-dress"}
    assert vocabulary.resolve("KD", "A knitted dress (KD) keeps warm.").id == "knitted-dress"


def test_a_circle_is_opened_and_the_user_is_told(load):
    vocabulary = load(
        'my:1 skos:prefLabel "hen" ; skos:broader my:2 . my:2 skos:prefLabel "egg" ; skos:broader my:1 .\n'
        'my:3 skos:prefLabel "neural network" ; skos:broader voc:convolutional-neural-network .'
    )
    assert vocabulary.ancestors("hen") == ("egg",)
    assert vocabulary.ancestors("egg") == ()
    assert "convolutional-neural-network" not in vocabulary.ancestors("neural-network")
    assert any("circle" in warning for warning in vocabulary.warnings)


def test_a_broader_concept_that_is_nowhere_is_left_out_and_the_user_is_told(load):
    vocabulary = load('my:1 skos:prefLabel "hen" ; skos:broader my:nowhere .')
    assert vocabulary.concepts["hen"].broader == ()
    assert any("nowhere" in warning for warning in vocabulary.warnings)


RDF_XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="https://example.org/terms/1">
    <skos:prefLabel xml:lang="en">tidal net</skos:prefLabel>
  </skos:Concept>
</rdf:RDF>"""
N_TRIPLES = '<https://example.org/terms/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "tidal net"@en .\n'
JSON_LD = json.dumps(
    {
        "@context": {"skos": "http://www.w3.org/2004/02/skos/core#"},
        "@id": "https://example.org/terms/1",
        "skos:prefLabel": {"@value": "tidal net", "@language": "en"},
    }
)


NOTATIONS = {"a.rdf": RDF_XML, "a.xml": RDF_XML, "a.nt": N_TRIPLES, "a.jsonld": JSON_LD, "a": JSON_LD, "b": RDF_XML}


@pytest.mark.parametrize("name", NOTATIONS)
def test_every_notation_of_rdf_is_read(load, name):
    assert load(NOTATIONS[name], name).concepts["tidal-net"].exact_match == ("https://example.org/terms/1",)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.ttl", "this is not turtle", "not valid"),
        ("a.ttl", "", "holds no skos:Concept"),
        ("a.json", "{", "not valid JSON"),
        ("a.rdf", RDF_XML.replace("?>", '?><!DOCTYPE x [<!ENTITY a "aaa">]>', 1), "DOCTYPE"),
        (
            "a.jsonld",
            JSON_LD.replace('{"skos": "http://www.w3.org/2004/02/skos/core#"}', '"https://example.org/c"'),
            "remote",
        ),
        ("a.jsonld", '{"@graph": [{"@context": ["https://example.org/c"]}]}', "remote"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(load, name, content, told):
    with pytest.raises(VocabularyError, match=told) as refusal:
        load(content, name)
    assert name in str(refusal.value)


def test_a_file_that_is_not_there_or_not_utf8_is_refused(tmp_path):
    with pytest.raises(VocabularyError, match=r"gone\.ttl"):
        load_vocabulary([tmp_path / "gone.ttl"])
    path = tmp_path / "latin.ttl"
    path.write_bytes('my:1 skos:prefLabel "é" .'.encode("latin-1"))
    with pytest.raises(VocabularyError, match="UTF-8"):
        load_vocabulary([path])


@pytest.mark.slow
def test_a_file_extends_the_whole_vocabulary_and_its_order_and_place_do_not_matter(tmp_path):
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text(PREFIXES + 'my:1 skos:prefLabel "hen" ; skos:broader my:2 .', encoding="utf-8")
    two.write_text(PREFIXES + 'my:2 skos:prefLabel "egg" ; skos:broader my:1 .', encoding="utf-8")
    forth, back = load_vocabulary([one, two]), load_vocabulary([two, one])
    assert forth.concepts == back.concepts
    assert forth.content_hash == back.content_hash
    assert forth.content_hash != load_vocabulary().content_hash
