"""What a candidate of a text is in gold."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from kg.extract.grouping import Candidate
from kg.extract.reading import Reading
from kg.train.mentions import gold_class


def reading_of(text: str) -> Reading:
    words = tuple(text.split())
    starts = tuple(sum(len(word) + 1 for word in words[:i]) for i in range(len(words)))
    ends = tuple(start + len(word) for start, word in zip(starts, words, strict=True))
    return Reading(text, words, words, ("NN",) * len(words), starts, ends, (False,) * len(words), (0,) * len(words), 0)


@pytest.mark.parametrize(
    ("salience", "expected"), [("core", "Task"), ("optional", "optional")], ids=["due", "dispensable"]
)
def test_class_of_a_candidate_is_that_of_its_gold_entity(salience, expected):
    reading = reading_of("answering questions quickly")
    entity = {"type": "Task", "name": "question answering", "surface": ["answering questions"], "salience": salience}
    assert gold_class(Candidate("x", ((0, 2),)), reading, [entity]) == expected
    assert gold_class(Candidate("y", ((2, 3),)), reading, [entity]) == "none"
    assert gold_class(Candidate("z", ((0, 2), (0, 1), (2, 3))), reading, [entity]) == "none"
