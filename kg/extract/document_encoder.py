"""The component that turns a document into vectors."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.reading import reading_of
from kg.extract.resources import TrainedComponent


class DocumentEncoder(TrainedComponent):
    """A component that writes `doc._.encoding`."""

    def __call__(self, doc: Doc) -> Doc:
        """Encode a document."""
        doc._.encoding = self.trained.network.encode(reading_of(doc))
        return doc


@Language.factory("kg_encoder", assigns=["doc._.encoding"])
def _make_encoder(nlp: Language, name: str) -> DocumentEncoder:  # noqa: ARG001  spaCy names its arguments
    return DocumentEncoder()
