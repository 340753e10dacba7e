"""The component that turns a document into vectors."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.reading import reading_of
from kg.extract.resources import Resources
from kg.extract.trained import TrainedModel


class DocumentEncoder:
    """A component that writes `doc._.encoding`."""

    def __init__(self) -> None:
        self._model: TrainedModel | None = None

    def use(self, resources: Resources) -> None:
        """Take what was trained.

        Args:
            resources: holds the encoder.
        """
        self._model = resources.trained

    def __call__(self, doc: Doc) -> Doc:
        """Encode a document."""
        assert self._model is not None, "the component was given no model"
        doc._.encoding = self._model.network.encode(reading_of(doc))
        return doc


@Language.factory("kg_encoder", assigns=["doc._.encoding"])
def _make_encoder(nlp: Language, name: str) -> DocumentEncoder:  # noqa: ARG001  spaCy names its arguments
    return DocumentEncoder()
