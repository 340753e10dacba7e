"""Linking as a whole: the same answer for the same papers, however they come."""

import random

from builders import METRIC, annotate, defined, naming, thing
from hypothesis import given
from hypothesis import strategies as st

from kg.link import entity_key, link_entities, merge_keys
from kg.link.attach import attach_keys
from kg.link.merge import KeyTable
from kg.model import Homograph

PAPERS = [
    annotate("p1", "The robust graph search (RGS) beats BERT.", defined("robust graph search", "RGS"), "BERT"),
    annotate("p2", "A robust graph search (RGS).", defined("robust graph search", "RGS")),
    annotate("p3", "Robust graph search (RGS) again.", defined("Robust graph search", "RGS")),
    naming("p4", "RGS", "RoBERTa", "PLMs"),
    naming("p5", "code bert", "CodeBERT-base", "pre-trained language models"),
    naming("p6", "CodeBERT", "CodeBERT model", thing("MAE", type=METRIC)),
    naming("p7", "Pretrained Language Model", "ImageNet dataset"),
    annotate("p8", "In forecasting we report MAE.", thing("MAE", type=METRIC)),
]


@given(st.randoms(use_true_random=False))
def test_links_do_not_depend_on_the_order_of_papers(small_vocabulary, order):
    shuffled = PAPERS[:]
    order.shuffle(shuffled)
    assert link_entities(shuffled, small_vocabulary) == link_entities(PAPERS, small_vocabulary)


@given(st.randoms(use_true_random=False), st.integers(1, 8))
def test_attachments_do_not_depend_on_batches(small_vocabulary, order, size):
    keys = [entity_key(paper, entity, small_vocabulary) for paper in PAPERS for entity in paper.entities]
    order.shuffle(keys)
    tables = []
    for start in range(0, len(keys), size):
        table = KeyTable()
        for key in keys[start : start + size]:
            table.count(key)
        tables.append(table)
    random.Random(size).shuffle(tables)
    whole = merge_keys([merge_keys(tables[:2]), merge_keys(tables[2:])])
    alone = KeyTable()
    for paper in PAPERS:
        for entity in paper.entities:
            alone.count(entity_key(paper, entity, small_vocabulary))
    assert attach_keys(whole, small_vocabulary) == attach_keys(alone, small_vocabulary)


def test_every_entity_of_every_paper_has_a_key(small_vocabulary):
    places = {(paper.paper.id, entity.id) for paper in PAPERS for entity in paper.entities}
    assert set(link_entities(PAPERS, small_vocabulary).keys) == places


def test_the_ledger_has_a_line_for_every_surface(small_vocabulary):
    links = link_entities(PAPERS, small_vocabulary)
    due = {
        (links.keys[paper.paper.id, entity.id], surface)
        for paper in PAPERS
        for entity in paper.entities
        for surface in entity.surface
    }
    assert due == {(merge.entity, merge.surface) for merge in links.merges}
    assert all(merge.rule and 0 < merge.score <= 1 and merge.papers > 0 for merge in links.merges)


def test_only_the_homograph_that_nothing_decides_is_reported(small_vocabulary):
    assert link_entities(PAPERS, small_vocabulary).homographs == (
        Homograph("MAE", "p6", ("masked-autoencoder", "mean-absolute-error")),
    )


def test_spellings_of_one_concept_are_one_node_and_siblings_are_not(small_vocabulary):
    keys = link_entities(PAPERS, small_vocabulary).keys
    models = {
        keys["p4", "PLMs"],
        keys["p5", "pre-trained language models"],
        keys["p7", "Pretrained Language Model"],
    }
    assert models == {"pretrained-language-model"}
    assert keys["p1", "BERT"] != keys["p4", "RoBERTa"]


def test_no_papers_give_no_links(small_vocabulary):
    links = link_entities([], small_vocabulary)
    assert not links.keys
    assert not links.merges
