"""What the shipped vocabulary promises."""

import re
import subprocess
import sys

import pytest

from kg.errors import VocabularyError
from kg.names import compact, fold
from kg.schema import EntityType
from kg.vocabulary import load_vocabulary
from kg.vocabulary.compile import COMPILED, compile_vocabulary, read_homographs

# What is added to a name where a version, a size or an edition is meant.
VERSION = re.compile(
    r"(v?\d[\d.]*[a-z]{0,2}|v|i{2,3}|iv|base|small|medium|large|huge|giant|tiny|mini|nano|turbo|x{0,2}l|xs)+"
)
# Labels that look like a version, but are the thing itself: its first version, its usual setting, its only edition.
NO_OTHER_VERSION = frozenset(
    "ARC-AGI-1|ASSISTments2009-2010|BLEU-4|CMC rank-1|CUB-200|Dolly-15k|FiQA-2018|GPT-1|ILSVRC 2012|J-HMDB-21|Kodak24"
    "|LeNet-5|LOLv1|NIH ChestX-ray14|Open Catalyst 2020|PUL|ROxford5k|RParis6k|Tiny ImageNet-200".split("|")
)
ORDINARY_WORDS = (
    "model method data performance results result approach feature features training dataset system".split()
)


@pytest.fixture(scope="module")
def depth(shipped):
    depths = {}

    def measure(concept):
        if concept not in depths:
            broader = shipped.concepts[concept].broader
            depths[concept] = 1 + max((measure(parent) for parent in broader), default=0)
        return depths[concept]

    return measure


def test_the_compiled_form_is_fresh():
    assert compile_vocabulary() == COMPILED.read_bytes(), "run: python -m kg.vocabulary.compile"


def test_there_are_concepts_enough_of_every_kind(shipped):
    kinds = [concept.type for concept in shipped.concepts.values()]
    assert len(kinds) >= 1200
    assert all(kinds.count(kind) >= 200 for kind in EntityType)


def test_nine_in_ten_concepts_have_a_broader_one(shipped):
    broader = [bool(concept.broader) for concept in shipped.concepts.values()]
    assert sum(broader) >= 0.9 * len(broader)


def test_no_concept_is_broader_than_itself(shipped):
    assert not [concept for concept in shipped.concepts if concept in shipped.ancestors(concept)]


def test_chains_of_four_exist_in_every_kind(shipped, depth):
    for kind in EntityType:
        assert max(depth(concept.id) for concept in shipped.concepts.values() if concept.type is kind) >= 4


def test_there_are_labels_enough_beyond_folding(shipped):
    beyond = 0
    for concept in shipped.concepts.values():
        keys = {compact(fold(label)) for label in concept.labels} - {compact(fold(concept.name))}
        beyond += len(keys)
    assert beyond >= 2500


def test_an_id_is_the_key_of_its_name(shipped):
    assert all(concept.id == fold(concept.name) for concept in shipped.concepts.values())


def test_broader_concepts_exist_and_abbreviations_are_labels(shipped):
    for concept in shipped.concepts.values():
        assert set(concept.broader) <= shipped.concepts.keys()
        assert set(concept.abbreviations) <= set(concept.labels)


def test_a_version_or_size_is_a_concept_of_its_own(shipped):
    versions = {
        label for concept in shipped.concepts.values() for label in concept.labels if _is_version(label, concept)
    }
    assert versions == NO_OTHER_VERSION


@pytest.mark.parametrize(
    ("version", "family"),
    [
        ("ResNet-50", "ResNet"),
        ("MoCo v2", "MoCo"),
        ("BERT-large", "BERT"),
        ("GPT-3.5-turbo", "GPT-3.5"),
        ("ViT-B/16", "vision Transformer"),
        ("SemEval-2020", "SemEval"),
        ("AlphaGo Zero", "AlphaGo"),
        ("recall@5", "recall at k"),
    ],
)
def test_a_version_is_narrower_than_its_family(shipped, version, family):
    (found,), (above,) = shipped.lookup(version), shipped.lookup(family)
    assert above.id in found.broader
    assert found.type is above.type


def _is_version(label, concept):
    key = compact(fold(label))
    others = {compact(fold(other)) for other in (concept.name, *concept.labels)} - {key}
    return any(key.startswith(other) and VERSION.fullmatch(key[len(other) :]) for other in others)


@pytest.mark.parametrize("word", ORDINARY_WORDS)
def test_ordinary_words_are_no_concepts(shipped, word):
    assert shipped.lookup(word) == ()
    assert shipped.lookup(word.capitalize()) == ()


def test_a_label_of_two_concepts_stands_in_the_table_of_homographs(shipped):
    shared = {label for label, concept in shipped.labels() if len(shipped.lookup(label)) > 1}
    assert shared == set(shipped.homographs) & shared


def test_there_are_homographs_enough_and_each_sense_can_be_told(shipped):
    assert len(shipped.homographs) >= 60
    for surface, senses in shipped.homographs.items():
        assert {sense.concept for sense in senses} <= {concept.id for concept in shipped.lookup(surface)}
        for sense in senses:
            if shipped.concepts[sense.concept].name == surface:
                continue
            resolved = shipped.resolve(surface, f"{surface}: {shipped.concepts[sense.concept].name}")
            assert resolved is not None
            assert resolved.id == sense.concept


def test_every_sense_of_a_homograph_has_a_cue_that_selects_it(shipped):
    for surface, senses in shipped.homographs.items():
        for sense in senses:
            text = " . ".join(cue for cue in sense.cues if cue != "*")
            assert text
            resolved = shipped.resolve(surface, text)
            assert resolved is not None, (surface, sense)
            assert resolved.id == sense.concept, (surface, sense)


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [
        ("DistilBERT", "knowledge distillation"),
        ("DistilBERT", "model compression"),
        ("structured pruning", "model compression"),
        ("post-training quantization", "model compression"),
        ("knowledge distillation", "model compression"),
        ("DistilBERT", "Transformer"),
        ("LoRA", "parameter-efficient fine-tuning"),
        ("ImageNet-C", "image dataset"),
        ("named entity recognition", "natural language processing"),
        ("BLEU", "evaluation measure"),
        ("graph attention network", "graph neural network"),
    ],
)
def test_kinds_of_a_thing_are_found_from_above(shipped, narrow, broad):
    (found,), (above,) = shipped.lookup(narrow), shipped.lookup(broad)
    assert above.id in shipped.ancestors(found.id)


def test_fine_tuning_with_few_parameters_is_no_model_compression(shipped):
    assert "model-compression" not in shipped.ancestors("lora")


@pytest.mark.parametrize(
    ("word", "name"), [("sick", "SICK"), ("adam", "Adam"), ("complex", "ComplEx"), ("drop", "DROP"), ("is", "IS")]
)
def test_a_name_is_not_found_in_a_word(shipped, word, name):
    assert name not in [concept.name for concept in shipped.lookup(word)]


def test_the_hash_is_that_of_the_content(shipped):
    assert shipped.content_hash == load_vocabulary().content_hash
    assert len(shipped.content_hash) == 64


def test_loading_it_loads_no_rdf_library():
    code = "import sys; from kg.vocabulary import load_vocabulary as l; l(); sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_line_of_the_table_that_lacks_a_column_is_refused(tmp_path):
    table = tmp_path / "homographs.tsv"
    table.write_text("# comment\nMAE\tmean-absolute-error\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"homographs\.tsv:2"):
        read_homographs(table)
