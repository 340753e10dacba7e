"""Plain questions: read as a query of the library with its names, or refused with the nearest questions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from seed_corpus import SEEDS

from kg.build import build
from kg.cli import main
from kg.errors import UnansweredError, UnknownNameError
from kg.query import Asker, list_queries, open_dataset
from kg.query.names import resolve
from kg.rdf.dataset import to_dataset
from kg.rdf.description import Build
from kg.settings import Settings

QUESTIONS = Path(__file__).parent / "data" / "questions.tsv"
PAPER = "BigNet for Image Classification"
ROWS = list(csv.DictReader(QUESTIONS.read_text(encoding="utf-8").splitlines(), delimiter="\t"))


@pytest.fixture(scope="module")
def asker(tiny_graph):
    return Asker(to_dataset(tiny_graph, Settings(), Build()))


@pytest.mark.parametrize(
    ("question", "name", "parameters"),
    [
        ("Which datasets were used with KD", "datasets-by-method", {"method": "KD"}),
        ("What does big-net outperform?", "comparisons-of-method", {"method": "big-net"}),
        ("What is TinyNet based on?", "foundations-of-method", {"method": "TinyNet"}),
        ("Which methods are based on BigNet?", "methods-based-on-method", {"method": "BigNet"}),
        ("papers by Second Author", "papers-by-author", {"author": "Second Author"}),
        (
            f"who cites {PAPER}?",
            "papers-citing-paper",
            {"paper": PAPER},
        ),
        ("papers about ImageNet and KD", "papers-on-both", {"concept": "ImageNet", "second": "KD"}),
        ("where do papers contradict each other", "contradictions", {}),
    ],
)
def test_a_question_is_read(asker, question, name, parameters):
    reading = asker.read(question)
    assert (reading.query.name, reading.parameters) == (name, parameters)


@pytest.mark.parametrize("question", ["what is the capital of France?", "", "???", "results on the Zorbulon benchmark"])
def test_what_no_query_answers_is_refused_with_the_nearest_questions(asker, question):
    with pytest.raises(UnansweredError, match="I cannot answer that"):
        asker.read(question)


def test_nearest_questions_show_where_a_name_goes(asker):
    with pytest.raises(UnansweredError) as error:
        asker.read("which results are reported on the Zorbulon benchmark?")
    assert "which results are reported on DATASET?" in error.value.nearest


def test_every_phrasing_means_its_own_query(asker):
    names = {"paper": "An Editorial", "author": "Third Author", "dataset": "ImageNet", "metric": "accuracy"}
    names |= {"method": "BigNet", "task": "image classification", "second": "efficiency"}
    for query in list_queries():
        for text in query.phrasings:
            values = {place: names.get(place, "latency") for place in ("concept", "entity", *names)}
            assert asker.read(text.format(**values)).query.name == query.name, text


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(asker, question):
    try:
        assert 0 <= asker.read(question).score <= 1
    except UnansweredError as error:
        assert all(nearest.endswith("?") for nearest in error.nearest)


def test_the_command_says_what_it_runs_and_refuses_with_status_one(small_build):
    done = CliRunner().invoke(main, ["ask", "count the entities by kind", "--graph", str(small_build), "--sparql"])
    assert done.exit_code == 0
    assert "kg query entities-by-kind" in done.stderr
    assert "SELECT ?kind" in done.stderr
    refused = CliRunner().invoke(main, ["ask", "is it raining?", "--graph", str(small_build)])
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert "I cannot answer that" in refused.stderr


@pytest.mark.slow
@pytest.mark.parametrize("half", ["tune", "report"])
def test_questions_that_were_written_first_are_read_right(half, tmp_path_factory):
    folder = tmp_path_factory.mktemp("seed")
    build([SEEDS], folder)
    dataset = open_dataset(folder)
    asker = Asker(dataset)
    asked = [row for row in ROWS if row["half"] == half]
    right = sum(_read(asker, dataset, row["question"]) == _meant(dataset, row) for row in asked)
    assert len(asked) >= 30
    assert right / len(asked) >= 0.9


def _meant(dataset, row):
    pairs = [part.split("=", 1) for part in row["parameters"].split("; ") if part]
    return row["query"], {name: _things(dataset, name, value) for name, value in pairs}


def _read(asker, dataset, question):
    try:
        reading = asker.read(question)
    except UnansweredError:
        return "-", {}
    return reading.query.name, {name: _things(dataset, name, value) for name, value in reading.parameters.items()}


def _things(dataset, name, value):
    try:
        return [named.iri for named in resolve(dataset, name, value)]
    except UnknownNameError:
        return []
