"""What training takes from gold annotations."""

import pytest

from kg.train.gold_entities import taught_role


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
