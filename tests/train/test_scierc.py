"""Training on sentences in the form of SciERC, made up here."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("torch")

from kg.errors import AnnotationError
from kg.extract.wordpieces import WordPieces
from kg.train.fit_network import NetworkSettings
from kg.train.network import Sizes
from kg.train.pretrained import Pretrained
from kg.train.scierc import Sentence, candidate_spans, read_scierc, scierc_example, score_sentences, train_scierc

WORDS = "we they try use big small nets trees on with images texts and .".split()
PIECES = ["[CLS]", "[SEP]", "[UNK]", *WORDS]
SIZES = Sizes(pieces=len(PIECES), width=24, inner=48, layers=1, heads=2, hidden=32, pair=24)


def record(number: int) -> dict:
    who, verb = ("we", "they")[number % 2], ("try", "use")[number // 2 % 2]
    size, method = ("big", "small")[number // 4 % 2], ("nets", "trees")[number // 8 % 2]
    material = ("images", "texts")[number % 3 % 2]
    entities = [[2, 4, "Method"], [5, 6, "Material"]]
    return {"tokens": [who, verb, size, method, "on", material, "."], "entities": entities, "relations": []}


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "sentences.jsonl"
    path.write_text("".join(json.dumps(record(number)) + "\n" for number in range(16)), encoding="utf-8")
    return path


@pytest.fixture
def pretrained(tmp_path):
    path = tmp_path / "vocab.txt"
    path.write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return Pretrained(None, path, "random weights")


@pytest.mark.slow
def test_the_network_learns_spans_and_types(corpus, pretrained, tmp_path):
    settings = NetworkSettings(epochs=100, encoder_rate=1e-2, head_rate=1e-2, sizes=SIZES)
    log: list[str] = []
    table = train_scierc([corpus], corpus, tmp_path / "out", pretrained, settings, log.append)
    f1 = {row[0]: row[1] for row in table.rows}
    assert f1["all types"] > 0.9 and f1["Method"] > 0.9 and f1["Material"] > 0.9
    assert f1["Task"] == 0
    assert "trained on " in log[0] and "epoch 100 of 100" in log[-1]


def test_every_run_of_words_is_a_candidate_and_all_but_the_entities_are_none():
    sentence = Sentence(("we", "use", "big", "nets"), {(2, 4): "Method"})
    example = scierc_example("s1", sentence, WordPieces(PIECES))
    spans = candidate_spans(example.text)
    assert spans == [(a, b) for a in range(4) for b in range(a + 1, 5)]
    assert [span for span, kind in zip(spans, example.candidate_types, strict=True) if kind] == [(2, 4)]


def test_a_candidate_is_no_longer_than_a_name_can_be():
    example = scierc_example("s1", Sentence(("nets",) * 30, {}), WordPieces(PIECES))
    assert max(end - start for start, end in candidate_spans(example.text)) == 8


def test_a_sentence_beyond_the_window_is_cut():
    example = scierc_example("s1", Sentence(("nets",) * 600, {}), WordPieces(PIECES))
    assert example.candidates.rows[:, 1].max() < len(example.text.numbers) - 1 == 511


def test_only_the_exact_span_with_the_exact_type_is_right():
    due = [{(0, 2): "Task", (3, 4): "Generic"}, {(0, 1): "Metric"}]
    found = [{(0, 2): "Method", (3, 4): "Generic"}, {(0, 2): "Metric"}]
    rows = {row[0]: row[4:] for row in score_sentences(due, found).rows}
    assert rows["all types"] == (1, 2, 2)
    assert rows["all but Generic"] == (0, 2, 2)
    assert rows["spans alone"] == (2, 1, 1)
    assert (rows["Task"], rows["Method"]) == ((0, 0, 1), (0, 1, 0))


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"tokens": ["a"]}',
        '{"tokens": [], "entities": []}',
        '{"tokens": ["a"], "entities": [[0, 1]]}',
        '{"tokens": ["a"], "entities": [[0, 2, "Task"]]}',
        '{"tokens": ["a"], "entities": [[0, 1, "Song"]]}',
    ],
)
def test_a_line_of_another_form_is_refused_with_its_place(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(record(0)) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"bad\.jsonl:2: "):
        read_scierc(path)
