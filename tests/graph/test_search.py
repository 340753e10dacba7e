"""Searching by name, and what a name may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_graph import make_tiny_graph

from kg.graph.network import network_of
from kg.graph.search import NameIndex
from kg.iris import Iris

IRIS = Iris()


def _index():
    graph = make_tiny_graph()
    return NameIndex(graph, network_of(graph).papers_of)


INDEX, SAME = _index(), _index()


def _labels(hits):
    return [hit.label for hit in hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("knowledge distillation", "knowledge distillation"),
        ("Knowledge-Distillation", "knowledge distillation"),
        ("know", "knowledge distillation"),
        ("distil", "knowledge distillation"),
        ("dist know", "knowledge distillation"),
        ("KD", "knowledge distillation"),
        ("ilsvrc", "ImageNet"),
        ("BigNet for Im", "BigNet for Image Classification"),
        ("4/odd id?", "4/odd id?"),
        ("knowlege distilation", "knowledge distillation"),
    ],
)
def test_the_beginning_of_a_name_or_of_its_words_finds_it(typed, first):
    assert _labels(INDEX.search(typed))[0] == first


def test_the_best_known_comes_first_and_each_thing_once():
    hits = INDEX.search("i")
    assert _labels(hits)[:2] == ["ImageNet", "image classification"]
    assert len({hit.iri for hit in hits}) == len(hits)


def test_only_the_kinds_that_are_asked_for_are_found():
    assert {hit.kind for hit in INDEX.search("b", ["Paper"])} == {"Paper"}
    assert INDEX.search("ImageNet", ["Task"], 1) == []


def test_an_iri_finds_what_it_names_and_nothing_else():
    assert _labels(INDEX.search(IRIS.entity("imagenet"))) == ["ImageNet"]
    (found,) = INDEX.candidates(f" {IRIS.paper('p2')} ")
    assert (found.hit.iri, found.certain) == (IRIS.paper("p2"), True)
    assert INDEX.search(IRIS.entity("imagenet"), ["Task"]) == []


def test_nothing_typed_finds_nothing():
    assert INDEX.search("  ") == []
    assert INDEX.candidates("") == []


@pytest.mark.parametrize(
    ("name", "label", "score", "certain"),
    [
        ("knowledge distillation", "knowledge distillation", 100, True),
        ("Knowledge-distillations", "knowledge distillation", 99, True),
        ("KD", "knowledge distillation", 95, True),
        ("Image Net", "ImageNet", 99, True),
        ("compression", "compression", 100, False),  # "Compression" is quantization too
        ("Big Nets for image classification", "BigNet for Image Classification", 88.4, False),
    ],
)
def test_a_name_is_certain_where_one_thing_alone_bears_it(name, label, score, certain):
    best = INDEX.candidates(name)[0]
    assert (best.hit.label, best.score, best.certain) == (label, score, certain)


def test_a_kind_tells_namesakes_apart():
    (best, *_) = INDEX.candidates("compression", ["Method"])
    assert (best.hit.label, best.score, best.certain) == ("quantization", 95, True)


@given(st.text(max_size=30), st.integers(1, 5))
def test_candidates_are_ordered_bounded_and_certain_at_most_once(name, limit):
    found = INDEX.candidates(name, limit=limit)
    scores = [candidate.score for candidate in found]
    assert len(found) <= limit
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 100 for score in scores)
    assert [candidate.certain for candidate in found[1:]] == [False] * len(found[1:])
    assert found == SAME.candidates(name, limit=limit)


def test_things_are_counted_and_ranked_by_how_many_papers_name_them():
    assert (INDEX.count("Paper"), INDEX.count("Dataset")) == (5, 3)
    assert [(hit.label, hit.papers) for hit in INDEX.best_known("Dataset", 2)] == [("CIFAR-10", 2), ("ImageNet", 2)]
    assert INDEX.hit(IRIS.entity("bignet")).papers == 4
    assert INDEX.hit("urn:nothing") is None
