"""Is one way of annotating better than another, and can its figures be believed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import AnnotationError
from kg.evaluate import SEED, compare, score
from kg.evaluate.certainty import paired_differences, percentiles
from kg.evaluate.distances import gold_text
from kg.evaluate.figures import MEASURES, f1_of
from kg.evaluate.trust import model_warnings, papers_read_in_training
from kg.extract.background import text_digest


def paper(number: int, *names: str) -> dict:
    entities = [{"id": name, "type": "Method", "name": name, "surface": [name], "role": "uses"} for name in names]
    return {"id": f"p{number}", "title": f"On {number}", "abstract": "A, B, C, D.", "entities": entities}


GOLD = [paper(number, "A", "B") for number in range(20)]
GOOD = [paper(number, "A", "B") if number % 4 else paper(number, "A") for number in range(20)]
POOR = [paper(number, "A", "C") for number in range(20)]


def rows(one, other):
    table = compare(score(GOLD, one), score(GOLD, other))
    return {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}


def test_what_is_better_in_every_paper_is_better_in_every_resample():
    row = rows(GOOD, POOR)["entities"]
    assert (row["value"], row["against"], row["better"]) == (0.933, 0.5, 1.0)
    assert 0 < row["low"] <= row["difference"] <= row["high"]


def test_the_same_annotations_do_not_differ_and_neither_is_better():
    row = rows(GOOD, GOOD)["entities"]
    assert [row[name] for name in ("difference", "low", "high", "better")] == [0, 0, 0, 0]


def test_turned_round_the_difference_changes_its_sign():
    one, other = rows(GOOD, POOR)["typed"], rows(POOR, GOOD)["typed"]
    assert one["difference"] == -other["difference"]
    assert other["better"] == 0.0


def test_less_clutter_is_better():
    row = rows(GOOD, POOR)["clutter"]
    assert row["difference"] == -0.5 and row["better"] == 1.0


def test_papers_are_drawn_in_pairs_so_that_an_even_gain_is_sure_however_papers_differ():
    easy, hard = (10, 0, 0), (1, 0, 9)
    even = paired_differences([easy, hard] * 10, [(9, 0, 1), (0, 0, 10)] * 10, f1_of)
    assert min(even) > 0


COUNTS = st.tuples(*[st.integers(0, 9)] * 3)


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=8))
def test_the_interval_is_ordered_and_repeats(pairs):
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    found = paired_differences(one, other, f1_of)
    low, high = percentiles(found)
    assert -1 <= low <= high <= 1
    assert found == paired_differences(one, other, f1_of)
    assert percentiles(paired_differences(one, one, f1_of)) == (0, 0)


def test_no_papers_give_no_difference():
    assert percentiles([]) == (0.0, 0.0)


def test_evaluations_of_other_papers_cannot_be_compared():
    with pytest.raises(AnnotationError, match="same papers"):
        compare(score(GOLD, GOOD), score(GOLD[:3], GOOD))


def card(*golds: dict) -> dict:
    texts = sorted(text_digest(gold_text(gold)) for gold in golds)
    return {
        "data": {"texts": texts},
        "vocabulary": "v1",
        "figures": {"on": "20 other papers", "f1": dict.fromkeys(MEASURES, 0.5)},
    }


def test_papers_that_a_model_was_trained_on_are_told_by_their_text():
    renamed = {**GOLD[1], "id": "another"}
    retold = {**GOLD[0], "abstract": "Another text."}
    assert papers_read_in_training([GOLD[0], renamed, retold], card(*GOLD[:2])) == 2
    told, figures = model_warnings([GOLD[0], GOLD[9]], card(GOLD[0]), "v1")
    assert told == "1 of 2 papers were read in training: these figures flatter the model"
    assert figures.startswith("its card says, on 20 other papers: entities 0.500, strict 0.500, typed 0.500")


def test_a_model_on_new_papers_and_an_old_card_need_no_warning():
    assert list(model_warnings(GOLD[5:], card(GOLD[0]), "v1")) == []
    assert list(model_warnings(GOLD, {"data": {}, "vocabulary": "v1"}, "v1")) == []


def test_another_vocabulary_than_that_of_training_is_told():
    (warning,) = model_warnings(GOLD, card(), "v2")
    assert "another vocabulary" in warning
    assert list(model_warnings(GOLD, card(), None)) == []  # none at all was wished for


def test_the_annotated_seed_papers_ship():
    golds = [json.loads(line) for line in SEED.read_text("utf-8").split("\n") if line]
    assert len({gold["id"] for gold in golds}) == len(golds) == 78
    assert all(gold["title"] for gold in golds)
