"""Jackknifing: models that have not seen a paper judge it, as they will judge new papers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

FOLDS = 3


class HasId(Protocol):
    """Something that belongs to one paper."""

    @property
    def id(self) -> str:
        """The paper's id."""
        ...


Item = TypeVar("Item", bound=HasId)
Model = TypeVar("Model")


def fold_of(paper_id: str) -> int:
    """Return the fold of a paper, from its id alone.

    Args:
        paper_id: the id.
    """
    return int(hashlib.sha256(paper_id.encode()).hexdigest(), 16) % FOLDS


@dataclass(frozen=True, slots=True)
class Jackknifed(Generic[Model]):
    """A model of everything, and one per fold that has seen all but that fold.

    Args:
        whole: fitted on everything.
        parts: fitted on all folds but one.
    """

    whole: Model
    parts: tuple[Model, ...]

    def unseen(self, item: HasId) -> Model:
        """Return the model that has not seen a paper."""
        return self.parts[fold_of(item.id)]


def jackknife(fit: Callable[[Sequence[Item]], Model], items: Sequence[Item]) -> Jackknifed[Model]:
    """Fit a model on everything and on everything but each fold.

    Args:
        fit: makes a model of some items.
        items: what belongs to the papers.
    """
    parts = tuple(fit([item for item in items if fold_of(item.id) != fold]) for fold in range(FOLDS))
    return Jackknifed(fit(items), parts)
