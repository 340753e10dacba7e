"""Training of the mention model, on a handful of made-up papers."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("sklearn")

from kg.extract.grouping import Candidate
from kg.extract.loglinear import load_loglinear
from kg.extract.reading import Reading
from kg.train.mentions import gold_class, train_mentions

TASKS = ("image classification", "question answering", "machine translation", "speech recognition")


def write_lines(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def gold_paper(number: int, task: str) -> dict:
    return {
        "id": f"g{number}",
        "title": "",
        "abstract": f"We propose Net{number}X for {task}. Experiments show that it is good.",
        "entities": [
            {"type": "Method", "name": f"Net{number}X", "surface": [f"Net{number}X"], "salience": "core"},
            {"type": "Task", "name": task, "surface": [task], "salience": "core"},
        ],
    }


@pytest.fixture
def gold(tmp_path):
    return write_lines(tmp_path / "gold.jsonl", [gold_paper(n, task) for n, task in enumerate(TASKS)])


def test_same_papers_give_the_same_bytes(gold, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        train_mentions(gold, gold, tmp_path / name)
    for file in ("mentions.tsv.gz", "background.tsv.gz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert {"Method", "Task", "none"} <= set(load_loglinear(tmp_path / "one" / "mentions.tsv.gz").labels)


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
