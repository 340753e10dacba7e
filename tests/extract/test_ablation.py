"""Parts of the extraction switched off: the one that is left decides alone."""

from __future__ import annotations

import numpy as np
import pytest

from kg.errors import ModelError
from kg.extract import make_pipeline
from kg.extract.ablation import without_parts
from kg.extract.arrays import SpanArray
from kg.extract.loglinear import Chances
from kg.extract.pipeline import annotate_paper, equip
from kg.extract.stacking import FEATURES, NETWORK, Opinions, mix
from kg.model import Paper
from kg.settings import Part

PAPER = Paper(
    "p1",
    "TinyNet: small networks for image classification",
    "We propose TinyNet, a convolutional neural network for image classification. It outperforms ResNet on ImageNet.",
)
STACKS = ("stack-mentions", "stack-types", "stack-roles", "stack-links", "stack-relations")


@pytest.fixture(scope="module")
def annotated(resources):
    """Annotate a paper without some parts."""
    nlp = make_pipeline(resources)

    def annotate(*parts):
        chosen = without_parts(resources, parts)
        equip(nlp, chosen)
        return annotate_paper(PAPER, nlp, chosen)

    return annotate


def even(labels):
    return {label: 1 / len(labels) for label in labels}


@pytest.mark.parametrize(("part", "left"), [(Part.NETWORK, FEATURES), (Part.FEATURES, NETWORK)])
@pytest.mark.parametrize("stack", STACKS)
def test_without_one_model_the_stacks_repeat_the_other(resources, part, left, stack):
    table = without_parts(resources, [part]).trained.tables[stack]
    first, *others = table.labels
    said = {first: 0.6, **{label: 0.4 / len(others) for label in others}}
    opinions = {model: even(table.labels) for model in (FEATURES, NETWORK)} | {left: said}
    one_case = {model: Chances(table.labels, np.array([list(chances.values())])) for model, chances in opinions.items()}
    found = mix(table, Opinions(one_case, {"known": np.array([True])}))
    assert found.case(0) == pytest.approx(said, abs=0.002)


def test_without_the_relation_network_mentions_and_roles_stay_as_they_are(annotated):
    whole, ablated = annotated(), annotated(Part.RELATION_NETWORK)
    assert ablated.entities == whole.entities
    assert [r.confidence for r in ablated.relations] != [r.confidence for r in whole.relations]


def test_a_silenced_head_finds_every_class_equally_likely(resources, nlp):
    network = without_parts(resources, [Part.NETWORK]).trained.network
    encoding = nlp(PAPER.text)._.encoding
    spans = SpanArray(np.array([[1, 2, 1]]), np.array([0]), 1)
    salience, types = network.score_candidates(encoding, spans)
    assert np.allclose(salience, 1 / 3) and np.allclose(types, 1 / 5)


def test_without_the_vocabulary_no_mention_comes_from_it(annotated):
    def producers(annotation):
        return {mention.producer for entity in annotation.entities for mention in entity.mentions}

    whole, ablated = annotated(), annotated(Part.VOCABULARY)
    assert "vocabulary" in producers(whole)
    assert ablated.entities and "vocabulary" not in producers(ablated)
    assert ablated.vocabulary_hash != whole.vocabulary_hash


def test_annotations_without_a_part_are_told_from_those_of_the_whole(annotated):
    hashes = {annotated(*parts).model_hash for parts in ((), (Part.NETWORK,), (Part.FEATURES,))}
    assert len(hashes) == 3


@pytest.mark.parametrize("other", [Part.NETWORK, Part.RELATION_NETWORK])
def test_somebody_must_be_left_to_decide(resources, other):
    with pytest.raises(ModelError, match="nobody is left to decide"):
        without_parts(resources, [Part.FEATURES, other])


def test_nothing_off_changes_nothing(resources):
    assert without_parts(resources, ()) is resources
