"""The schema agrees with how papers were annotated."""

from collections import Counter
from pathlib import Path

import pytest

from kg.schema import RELATION_ENDS, EntityType, RelationType, Role

_COUNTS = Path(__file__).parent / "data" / "relation_ends.tsv"


@pytest.fixture(scope="module")
def ends():
    rows = [line.split("\t") for line in _COUNTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {(RelationType(kind), EntityType(head), EntityType(tail)): int(n) for kind, head, tail, n in rows}


def test_usual_ends_hold_for_98_percent_of_annotated_core_relations(ends):
    usual = sum(
        n
        for (kind, head, tail), n in ends.items()
        if head in RELATION_ENDS[kind].heads and tail in RELATION_ENDS[kind].tails
    )
    assert usual >= 0.98 * sum(ends.values())


def test_usual_ends_are_narrower_than_everything():
    every = len(EntityType)
    assert all(len(e.heads) < every or len(e.tails) < every for e in RELATION_ENDS.values())


def test_every_relation_has_usual_ends_and_was_annotated(ends):
    seen = Counter(kind for kind, _, _ in ends)
    assert set(RELATION_ENDS) == set(RelationType) == set(seen)


def test_only_comparison_has_no_direction():
    assert [kind for kind, e in RELATION_ENDS.items() if e.symmetric] == [RelationType.COMPARED_WITH]


def test_roles_are_listed_from_strong_to_weak():
    strongest, *_, weakest = Role
    assert (strongest, weakest) == (Role.INTRODUCES, Role.MENTIONS)
