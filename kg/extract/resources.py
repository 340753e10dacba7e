"""What the components of the pipeline work with, handed to them once when it is put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from kg.extract.trained import TrainedModel
from kg.vocabulary.lookup import Vocabulary


@dataclass(frozen=True, slots=True)
class Resources:
    """The concepts to look for and what was trained; a pipeline that stops before the encoder needs no model."""

    vocabulary: Vocabulary
    model: TrainedModel | None = None

    @property
    def trained(self) -> TrainedModel:
        """What was trained."""
        if self.model is None:
            raise ValueError("this part of the pipeline needs a trained model")
        return self.model


class TrainedComponent:
    """What the components that work with the trained model share.

    The property is not called `model`: spaCy looks for an attribute of that name on every component.
    """

    def __init__(self) -> None:
        self._model: TrainedModel | None = None

    @property
    def trained(self) -> TrainedModel:
        """What was trained."""
        assert self._model is not None, "the component was given no model"
        return self._model

    def use(self, resources: Resources) -> None:
        """Take what was trained.

        Args:
            resources: hold it.
        """
        self._model = resources.trained


@runtime_checkable
class UsesResources(Protocol):
    """A component that works with the vocabulary or with what was trained."""

    def use(self, resources: Resources) -> None:
        """Take the resources."""
        ...
