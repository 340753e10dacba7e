"""From a processed document to the plain record of it: the only reader of what the components wrote."""

from __future__ import annotations

import hashlib

from spacy.tokens import Doc

from kg.model import Annotation, Paper, Span


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
        sentences=tuple(_span(sentence.text, sentence.start_char) for sentence in doc.sents if sentence.text.strip()),
        entities=doc._.entities,
        relations=doc._.relations,
        results=doc._.results,
        text_hash=text_hash(paper),
        model_hash=model_hash,
        vocabulary_hash=vocabulary_hash,
    )


def _span(text: str, start: int) -> Span:
    """Return the place of a sentence without the white space around it."""
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
