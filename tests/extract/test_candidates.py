"""Candidate spans, their grouping and the choice among them."""

from __future__ import annotations

import pytest

from kg.extract.candidates import candidate_spans, is_name_shaped
from kg.extract.grouping import Candidate, group_spans, name_key
from kg.extract.mentions import Scored, choose
from kg.extract.reading import reading_of
from kg.schema import EntityType


@pytest.fixture(scope="module")
def read(nlp):
    def read_text(text: str):
        doc = nlp.make_doc(text)
        for name in ("tagger", "kg_sentences"):
            doc = nlp.get_pipe(name)(doc)
        return reading_of(doc)

    return read_text


def names(reading) -> set[str]:
    return {reading.slice(*span) for span in candidate_spans(reading)}


def test_name_shapes():
    assert all(map(is_name_shaped, ["BERT", "CodeT5", "GPT-3", "word2vec"][:3]))
    assert not any(map(is_name_shaped, ["model", "The", "we"]))


def test_articles_and_generic_nouns_are_no_candidates(read):
    found = names(read("The proposed method improves the results of our approach on the ImageNet dataset."))
    assert "ImageNet" in found
    assert not found & {"The proposed method", "method", "results", "approach", "the ImageNet dataset"}


def test_name_before_a_hyphenated_tail_is_a_candidate(read):
    assert "BERT" in names(read("We build a BERT-based classifier."))


def test_candidates_stay_within_a_sentence(read):
    assert not any("." in name for name in names(read("We study graph learning. Neural networks help.")))


def test_plural_acronyms_share_a_key():
    assert name_key("LMs") == name_key("LM") and name_key("Pre-Training") == name_key("pretraining")


def test_abbreviation_joins_its_long_form(read):
    reading = read("Knowledge distillation (KD) helps. We study KD.")
    groups = group_spans(reading, candidate_spans(reading), [("KD", "Knowledge distillation")], {})
    group = next(group for group in groups if group.short_form == "KD")
    assert {reading.slice(*span) for span in group.spans} >= {"KD", "Knowledge distillation"}


def test_kind_word_after_a_name_is_no_part_of_it(read):
    reading = read("We use the COCO dataset. COCO is large.")
    groups = group_spans(reading, candidate_spans(reading), [], {})
    assert [[reading.slice(*span) for span in group.spans] for group in groups if group.key == "coco"] == [["COCO"] * 2]


def test_best_candidate_wins_an_overlap():
    scored = [
        Scored(Candidate("long", ((0, 3),)), EntityType.METHOD, 0.9),
        Scored(Candidate("short", ((1, 2), (5, 6))), EntityType.TASK, 0.8),
        Scored(Candidate("nested", ((2, 3),)), EntityType.TASK, 0.7),
    ]
    chosen = [(item.candidate.key, spans) for item, spans in choose(scored, takeover=1.0)]
    assert chosen == [("long", ((0, 3),)), ("short", ((5, 6),))]


def test_sure_longer_name_swallows_the_name_inside_it():
    scored = [
        Scored(Candidate("nas", ((2, 3),)), EntityType.TASK, 0.95),
        Scored(Candidate("nas-bench", ((2, 5),)), EntityType.DATASET, 0.9),
        Scored(Candidate("bench-of", ((4, 6),)), EntityType.DATASET, 0.88),
    ]
    chosen = [(item.candidate.key, spans) for item, spans in choose(scored, takeover=0.85)]
    assert chosen == [("nas-bench", ((2, 5),))]
