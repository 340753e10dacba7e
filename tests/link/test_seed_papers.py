"""Linking measured on the seed papers: names that are one thing share a node, names that are two things do not.

B³: A. Bagga and B. Baldwin, "Algorithms for Scoring Coreference Chains", LREC 1998 workshop on linguistic coreference.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from kg.annotate import annotate
from kg.evaluate import SEED
from kg.link import link_entities
from kg.model import Paper
from kg.settings import Settings
from kg.vocabulary import load_vocabulary

NAMES = Path(__file__).parent.parent / "data" / "linked_names.tsv"


@pytest.mark.slow
def test_names_of_seed_papers_are_linked_as_they_should_be():
    rows = [line.split("\t") for line in NAMES.read_text(encoding="utf-8").splitlines()[2:]]
    expected = {(paper, name): thing for paper, name, thing in rows}
    keys = _keys_of_names(_papers({paper for paper, _ in expected}))
    found = [place for place in expected if place in keys]
    assert len(found) >= 60  # of 100: those that were extracted with just these words
    assert _b_cubed(found, keys, expected) >= 0.95  # precision
    assert _b_cubed(found, expected, keys) >= 0.9  # recall


def _papers(ids):
    lines = SEED.read_text(encoding="utf-8").splitlines()
    records = [record for record in map(json.loads, lines) if record["id"] in ids]
    return [Paper(record["id"], record["title"], record["abstract"]) for record in records]


def _keys_of_names(papers):
    """The key that most mentions with a name have in a paper, by paper and name."""
    vocabulary = load_vocabulary()
    annotations = list(annotate(papers, vocabulary, Settings()))
    links = link_entities(annotations, vocabulary)
    votes = {}
    for annotation in annotations:
        for entity in annotation.entities:
            key = links.keys[annotation.paper.id, entity.id]
            for mention in entity.mentions:
                votes.setdefault((annotation.paper.id, mention.text), Counter())[key] += 1
    return {place: min(counts, key=lambda key: (-counts[key], key)) for place, counts in votes.items()}


def _b_cubed(places, groups, others):
    """The mean share, over all places, of those in its group that the other grouping puts with it too."""
    shares = []
    for place in places:
        group = [other for other in places if groups[other] == groups[place]]
        shares.append(sum(others[other] == others[place] for other in group) / len(group))
    return sum(shares) / len(shares)
