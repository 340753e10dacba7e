"""The same text gives the same bytes: alone, in any order, batch and number of processes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kg.annotations import annotation_line
from kg.extract import extract_annotations


@pytest.fixture(scope="module")
def papers(seed_papers):
    """The seed papers, and the same again under other ids without their titles: 208 texts of many lengths."""
    untitled = [replace(paper, id=f"{paper.id}-untitled", title="") for paper in seed_papers]
    return [*seed_papers, *untitled]


@pytest.fixture(scope="module")
def alone(papers, vocabulary):
    return {found.paper.id: annotation_line(found) for found in extract_annotations(papers, vocabulary, batch_size=1)}


@pytest.mark.slow
@pytest.mark.parametrize(("processes", "batch_size"), [(2, 1), (2, 7), (2, 64)])
def test_order_batch_and_processes_change_no_byte(papers, vocabulary, alone, processes, batch_size):
    assert len(alone) == len(papers) == 208
    shuffled = random.Random(processes * 100 + batch_size).sample(papers, len(papers))
    found = extract_annotations(shuffled, vocabulary, processes=processes, batch_size=batch_size)
    assert {one.paper.id: annotation_line(one) for one in found} == alone
