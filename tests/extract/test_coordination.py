"""Coordinated names: what shares its last words with the mention behind it is a mention of its own."""

from __future__ import annotations

import pytest

from kg.annotations import annotation_line, parse_annotation
from kg.extract.pipeline import annotate_paper
from kg.link.keys import entity_key
from kg.model import BY_COORDINATION, Paper
from kg.schema import EntityType


@pytest.fixture(scope="module")
def annotate(nlp, resources):
    return lambda text: annotate_paper(Paper("p1", "", text), nlp, resources)


def coordinated(annotation):
    return {
        mention.text: entity
        for entity in annotation.entities
        for mention in entity.mentions
        if mention.producer == BY_COORDINATION
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "We combine convolutional and recurrent neural networks for extractive and abstractive summarization.",
            {"convolutional": "convolutional neural network", "extractive": "extractive summarization"},
        ),
        (
            "We combine convolutional as well as recurrent neural networks for speech recognition.",
            {"convolutional": "convolutional neural network"},
        ),
        ("We study zero- and few-shot learning with BERT.", {"zero-": "zero-shot learning"}),
        ("We study zero and few-shot learning with BERT.", {"zero": "zero-shot learning"}),
        ("We evaluate BERT on image, video, and text classification.", {"image": "image classification"}),
        ("We apply machine and deep learning to human activity recognition.", {"machine": "machine learning"}),
        ("We propose Foo for image and text classification.", {"image": "image classification"}),
    ],
)
def test_words_that_share_the_head_of_a_mention_are_a_mention(annotate, text, names):
    found = {surface: entity.name for surface, entity in coordinated(annotate(text)).items()}
    assert found.items() >= names.items()


@pytest.mark.parametrize(
    "text",
    [
        "BERT improves accuracy and inference time.",
        "We scale the model and dataset size.",
        "Source code and pre-trained models are available.",
        "We collect training data and model compression helps.",
        "We compare strongly labeled and weakly labeled data.",
        "We use multi-organ and cardiac segmentation.",
        "We evaluate image classification and text classification.",
        "Image segmentation is hard. And text classification is easy.",
    ],
    ids=lambda text: text[:30],
)
def test_words_that_stand_for_themselves_are_left_alone(annotate, text):
    assert coordinated(annotate(text)) == {}


def test_coordinated_name_has_type_and_key_of_its_concept_and_its_own_place(annotate, vocabulary):
    annotation = annotate("We combine convolutional and recurrent neural networks for speech recognition.")
    entity = coordinated(annotation)["convolutional"]
    mention = entity.mentions[0]
    shared = next(other for other in annotation.entities if "recurrent neural networks" in other.surface)
    assert (entity.type, entity.long_form) == (EntityType.METHOD, "convolutional neural networks")
    assert entity_key(annotation, entity, vocabulary).key == "convolutional-neural-network"
    assert annotation.paper.text[mention.start : mention.end] == mention.text == "convolutional"
    assert mention.confidence == shared.mentions[0].confidence
    assert parse_annotation(annotation_line(annotation)) == annotation


def test_coordinated_name_joins_what_the_paper_names_in_full(annotate, vocabulary):
    annotation = annotate(
        "CNNs are strong classifiers. We combine convolutional and recurrent neural networks for speech recognition."
    )
    entity = coordinated(annotation)["convolutional"]
    assert entity.surface == ("CNNs", "convolutional")
    assert entity_key(annotation, entity, vocabulary).surfaces == ("CNNs",)


def test_names_inside_a_name_are_not_repeated(annotate):
    annotation = annotate("Our BERT-based text classification model is fast. We also study image classification.")
    mentions = [mention for entity in annotation.entities for mention in entity.mentions]
    assert [mention.text for mention in mentions if "BERT" in mention.text] == ["BERT-based text classification model"]
    assert not {"image", "classification"} & {mention.text for mention in mentions}
