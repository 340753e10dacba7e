"""From a processed document to the plain record of it: the only reader of what the components wrote."""

from __future__ import annotations

import hashlib

from spacy.tokens import Doc

from kg.extract.reading import reading_of
from kg.extract.view import sentence_spans
from kg.model import Annotation, Paper


def text_hash(paper: Paper) -> str:
    """Return the SHA-256 of a paper's annotated text.

    Args:
        paper: any paper.
    """
    return hashlib.sha256(paper.text.encode("utf-8", "surrogatepass")).hexdigest()


def collect_annotation(doc: Doc, paper: Paper, model_hash: str, vocabulary_hash: str) -> Annotation:
    """Return what a document says of its paper.

    Args:
        doc: the paper's text after the whole pipeline.
        paper: the paper.
        model_hash: what identifies the model.
        vocabulary_hash: what identifies the vocabulary.
    """
    return Annotation(
        paper=paper,
        sentences=tuple(sentence_spans(reading_of(doc))),
        entities=doc._.entities,
        relations=doc._.relations,
        results=doc._.results,
        text_hash=text_hash(paper),
        model_hash=model_hash,
        vocabulary_hash=vocabulary_hash,
    )
