"""What training takes from gold annotations."""

import json

import pytest

from kg.errors import AnnotationError
from kg.train.gold_entities import read_gold, taught_role

ENTITY = {
    "id": "e1",
    "type": "Task",
    "name": "parsing",
    "surface": ["parsing"],
    "role": "addresses",
    "salience": "core",
}
PAPER = {"id": "p1", "title": "", "abstract": "On parsing.", "entities": [ENTITY], "relations": [], "results": []}


@pytest.mark.parametrize(
    ("kind", "role", "taught"),
    [
        ("Task", "evaluatesOn", "addresses"),
        ("Task", "mentions", "mentions"),
        ("Dataset", "evaluatesOn", "evaluatesOn"),
    ],
)
def test_papers_evaluate_on_data_sets_and_address_tasks(kind, role, taught):
    assert taught_role({"type": kind, "role": role}) == taught


def test_gold_is_read_line_by_line(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(PAPER)}\n\n{json.dumps({**PAPER, 'id': 'p2'})}\n", encoding="utf-8")
    assert [paper["id"] for paper in read_gold(path)] == ["p1", "p2"]


@pytest.mark.parametrize(
    "broken",
    [
        {**PAPER, "entities": [{**ENTITY, "role": "invents"}]},
        {**PAPER, "entities": [{**ENTITY, "surface": None}]},
        {**PAPER, "entities": [ENTITY, ENTITY]},
        {**PAPER, "relations": [{"head": "e1", "type": "causes", "tail": "e1"}]},
        {**PAPER, "abstract": None},
        {name: value for name, value in PAPER.items() if name != "results"},
        [PAPER],
    ],
)
def test_a_paper_that_cannot_be_learned_from_is_named_by_file_and_line(tmp_path, broken):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(PAPER)}\n{json.dumps(broken)}\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"gold\.jsonl:2: "):
        read_gold(path)
