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
        whole: fitted on everything, apart from a fold that is held out.
        parts: for each fold, fitted on the others.
    """

    whole: Model
    parts: tuple[Model, ...]

    def unseen(self, item: HasId) -> Model:
        """Return the model that has not seen a paper."""
        return self.parts[fold_of(item.id)]


def jackknife(
    fit: Callable[[Sequence[Item]], Model], items: Sequence[Item], held_out: int | None = None
) -> Jackknifed[Model]:
    """Fit a model on everything and on everything but each fold.

    Where one fold is held out, nothing is fitted on it: the model of all others is the one that has not seen it, and
    the others judge each other. So one split costs a model less, and each of the inner ones reads half as much.

    Args:
        fit: makes a model of some items.
        items: what belongs to the papers.
        held_out: the fold to hold out.
    """
    known = [item for item in items if fold_of(item.id) != held_out]
    inner = [fold for fold in range(FOLDS) if fold != held_out]
    parts = {fold: fit([item for item in known if fold_of(item.id) != fold]) for fold in inner}
    whole = fit(known)
    return Jackknifed(whole, tuple(parts.get(fold, whole) for fold in range(FOLDS)))
