"""Which of the annotated papers a model is trained on, and which are only scored: for learning curves and seeds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import ModelError
from kg.train.folds import fold_of
from kg.train.gold_entities import Gold


@dataclass(frozen=True, slots=True)
class Selection:
    """Some of the annotated papers.

    Args:
        papers: how many to train on; all where None.
        held_out: a fold that nothing is fitted on and that the figures are of.
    """

    papers: int | None = None
    held_out: int | None = None

    def trains(self, paper_id: str) -> bool:
        """Say whether something may be fitted on a paper."""
        return fold_of(paper_id) != self.held_out

    def scores(self, paper_id: str) -> bool:
        """Say whether the figures are of a paper."""
        return self.held_out in (None, fold_of(paper_id))


EVERYTHING = Selection()


def select_papers(golds: Sequence[Gold], selection: Selection) -> list[Gold]:
    """Return the papers to train on and those to score, in the order of the files.

    Args:
        golds: annotated papers.
        selection: which of them; more papers hold all those that fewer hold.

    Raises:
        ModelError: there are fewer papers than wanted.
    """
    trained = [gold for gold in golds if selection.trains(str(gold["id"]))]
    kept = {str(gold["id"]) for gold in _first_papers(trained, selection.papers)}
    return [gold for gold in golds if str(gold["id"]) in kept or not selection.trains(str(gold["id"]))]


def _first_papers(golds: Sequence[Gold], count: int | None) -> list[Gold]:
    """Return so many papers, with and without a title in the proportion of all."""
    if count is None:
        return list(golds)
    if count > len(golds):
        raise ModelError(f"{count} papers are wanted, but only {len(golds)} are there to train on")
    titled = sorted((gold for gold in golds if gold.get("title")), key=_place)
    untitled = sorted((gold for gold in golds if not gold.get("title")), key=_place)
    share = round(count * len(titled) / len(golds))
    return [*titled[:share], *untitled[: count - share]]


def _place(gold: Gold) -> str:
    # not the digest that gives the fold: an order by that one would favour nobody only by luck
    return hashlib.sha256(f"order of {gold['id']}".encode()).hexdigest()
