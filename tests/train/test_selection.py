"""Which papers are trained on: fewer for a learning curve, one fold held out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kg.errors import ModelError
from kg.train.folds import FOLDS, fold_of
from kg.train.selection import EVERYTHING, Selection, select_papers

GOLDS = [{"id": f"g{number}", "title": "A title" if number % 5 == 0 else ""} for number in range(60)]


def ids(golds) -> set[str]:
    return {gold["id"] for gold in golds}


def test_everything_is_everything_in_its_order():
    assert select_papers(GOLDS, EVERYTHING) == GOLDS


@pytest.mark.parametrize("count", [1, 10, 30, 60])
def test_titled_papers_keep_their_share(count):
    chosen = select_papers(GOLDS, Selection(count))
    assert len(chosen) == count
    assert abs(sum(bool(gold["title"]) for gold in chosen) - count / 5) <= 0.5


def test_more_papers_hold_all_that_fewer_hold_whatever_the_order_of_the_files():
    sizes = [ids(select_papers(GOLDS, Selection(count))) for count in range(1, 61)]
    assert all(fewer < more for fewer, more in pairwise(sizes))
    assert sizes[20] == ids(select_papers(GOLDS[::-1], Selection(21)))


@pytest.mark.parametrize("fold", range(FOLDS))
def test_a_fold_that_is_held_out_is_scored_whole_and_never_trained_on(fold):
    selection = Selection(9, held_out=fold)
    chosen = select_papers(GOLDS, selection)
    scored = [gold for gold in chosen if selection.scores(gold["id"])]
    trained = [gold for gold in chosen if selection.trains(gold["id"])]
    assert ids(scored) == {gold["id"] for gold in GOLDS if fold_of(gold["id"]) == fold}
    assert len(trained) == 9 and ids(trained).isdisjoint(ids(scored))


def test_more_papers_than_there_are_are_refused_in_words():
    with pytest.raises(ModelError, match="61 papers are wanted, but only 60 are there"):
        select_papers(GOLDS, Selection(61))
