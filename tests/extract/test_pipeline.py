"""The whole pipeline: what it finds, what it leaves out, and that nothing but the text decides."""

from __future__ import annotations

import json
import os
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.annotations import annotation_line, parse_annotation
from kg.extract import extract_annotations, model_hash
from kg.extract.pipeline import annotate_paper
from kg.model import Annotation, Paper
from kg.schema import EntityType

ABSTRACT = (
    "Large language models (LLMs) are costly to deploy. We propose TinyDistil, a novel knowledge distillation method"
    " for text classification. TinyDistil distills BERT into a small convolutional neural network (CNN). Experiments on"
    " the GLUE benchmark and on ImageNet show that our method outperforms DistilBERT by 2.1% in accuracy. Knowledge"
    " distillation also improves the robustness of CNNs."
)
PAPER = Paper("p1", "TinyDistil: Knowledge Distillation for Text Classification", ABSTRACT)


@pytest.fixture(scope="module")
def annotation(nlp, resources) -> Annotation:
    return annotate_paper(PAPER, nlp, resources)


def entity_of(annotation: Annotation, surface: str):
    return next(entity for entity in annotation.entities if surface in entity.surface)


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("TinyDistil", EntityType.METHOD),
        ("BERT", EntityType.METHOD),
        ("ImageNet", EntityType.DATASET),
        ("text classification", EntityType.TASK),
        ("accuracy", EntityType.METRIC),
        ("knowledge distillation", EntityType.CONCEPT),
    ],
)
def test_known_and_new_names_are_found_with_their_type(annotation, surface, kind):
    assert entity_of(annotation, surface).type is kind


def test_short_and_long_form_are_one_entity(annotation):
    entity = entity_of(annotation, "CNN")
    assert {"convolutional neural network", "CNN", "CNNs"} <= set(entity.surface)
    assert (entity.long_form, entity.short_form) == ("convolutional neural network", "CNN")


def test_spellings_of_one_name_are_one_entity(annotation):
    names = [entity.name for entity in annotation.entities]
    assert names.count("knowledge distillation") == 1
    assert len(entity_of(annotation, "knowledge distillation").mentions) == 3


@pytest.mark.parametrize("generic", ["our method", "method", "Experiments", "experiments", "small", "We", "novel"])
def test_generic_words_are_no_entities(annotation, generic):
    assert all(generic not in entity.surface for entity in annotation.entities)


def test_every_mention_is_a_slice_of_the_text(annotation):
    for entity in annotation.entities:
        assert tuple(dict.fromkeys(m.text for m in entity.mentions if not m.coreferent)) == entity.surface
        for mention in entity.mentions:
            assert PAPER.text[mention.start : mention.end] == mention.text
            assert 0 < mention.confidence <= 1 and round(mention.confidence, 3) == mention.confidence


def test_what_refers_to_an_entity_without_naming_it_is_a_mention_of_it(annotation):
    references = [mention for mention in entity_of(annotation, "TinyDistil").mentions if mention.coreferent]
    assert [mention.text for mention in references] == ["our method"]
    assert references[0].producer == "rule:coreference"


def test_entities_are_numbered_by_first_mention(annotation):
    starts = [entity.mentions[0].start for entity in annotation.entities]
    assert starts == sorted(starts)
    assert [entity.id for entity in annotation.entities] == [f"e{n}" for n in range(1, len(starts) + 1)]


def test_mentions_do_not_overlap(annotation):
    places = sorted((m.start, m.end) for entity in annotation.entities for m in entity.mentions)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


def test_annotation_survives_its_file_format(annotation):
    assert parse_annotation(annotation_line(annotation)) == annotation


def test_mention_in_the_last_sentence_of_a_long_text_is_found(nlp, resources):
    text = "We describe one more small detail of the procedure here. " * 300 + "Finally, we train BERT on ImageNet."
    found = annotate_paper(Paper("long", "", text), nlp, resources)
    assert entity_of(found, "BERT").mentions[-1].start > 16_000


@pytest.mark.parametrize(
    "paper",
    [
        Paper("empty"),
        Paper("title", "A Title Alone"),
        Paper("one", "", "x"),
        Paper("marks", "", "... (!) -- ; [?] {}"),
        Paper("white", " ", " \n\n "),
        Paper("german", "", "Wir schlagen ein neues Verfahren zur Übersetzung von Gesetzestexten vor."),
        Paper("chinese", "", "我们提出了一种新的知识蒸馏方法。"),
        Paper("latex", "", r"We reach $10^{10}(M(sun))$ and 53\% with \textbf{BERT} \cite{x2020}."),
    ],
    ids=lambda paper: paper.id,
)
def test_unusual_texts_are_annotated_without_fault(nlp, resources, paper):
    parse_annotation(annotation_line(annotate_paper(paper, nlp, resources)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=40), abstract=st.text(max_size=200))
def test_any_text_is_annotated_without_fault(nlp, resources, title, abstract):
    text = f"{title}{abstract}".encode("utf-8", "ignore").decode()
    parse_annotation(annotation_line(annotate_paper(Paper("p", text[:20], text[20:]), nlp, resources)))


def test_annotation_depends_on_the_text_alone(nlp, resources, vocabulary):
    papers = [PAPER, Paper("p2", "", "We fine-tune RoBERTa for question answering on SQuAD 2.0."), Paper("p3", "", "x")]
    alone = [annotation_line(annotate_paper(paper, nlp, resources)) for paper in papers]
    together = [annotation_line(found) for found in extract_annotations(reversed(papers), vocabulary, batch_size=2)]
    assert together == alone[::-1]


@pytest.mark.slow
def test_two_processes_give_the_same_bytes(vocabulary):
    papers = [PAPER, Paper("p2", "", "We fine-tune RoBERTa on SQuAD 2.0."), Paper("p3", "", "x")]
    one = [annotation_line(found) for found in extract_annotations(papers, vocabulary)]
    before = dict(os.environ)
    two = [annotation_line(found) for found in extract_annotations(papers, vocabulary, processes=2, batch_size=1)]
    assert one == two
    assert dict(os.environ) == before


def test_model_hash_is_that_of_the_data(annotation, model):
    assert annotation.model_hash == model_hash(model.digest) and len(annotation.model_hash) == 64
    assert model_hash("other") != annotation.model_hash


def test_record_has_the_fields_that_the_scorer_reads(annotation):
    record = json.loads(annotation_line(annotation))
    assert {"id", "title", "abstract", "entities", "relations", "results"} <= set(record)
    assert {"id", "type", "name", "surface", "role", "confidence", "mentions"} <= set(record["entities"][0])
