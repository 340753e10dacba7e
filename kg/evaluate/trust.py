"""What must be known of a model before its figures are believed: whether it was trained on the papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.evaluate.distances import gold_text
from kg.evaluate.figures import MEASURES
from kg.extract.background import text_digest

Card = Mapping[str, Any]


def papers_read_in_training(golds: Sequence[Mapping[str, Any]], card: Card) -> int:
    """Return how many gold papers a model was trained on; 0 where its card does not list its texts.

    Args:
        golds: annotated papers.
        card: the card of the model.
    """
    texts = frozenset(card["data"].get("texts", ()))
    return sum(text_digest(gold_text(gold)) in texts for gold in golds)


def model_warnings(golds: Sequence[Mapping[str, Any]], card: Card, vocabulary: str | None) -> Iterator[str]:
    """Yield what a reader of a model's figures should know.

    Args:
        golds: the papers that it is measured on.
        card: the card of the model.
        vocabulary: the hash of the vocabulary that it is used with; None where it is used without.
    """
    if vocabulary not in (None, card["vocabulary"]):
        yield "the model was trained with another vocabulary than the one it is used with"
    if seen := papers_read_in_training(golds, card):
        yield f"{seen} of {len(golds)} papers were read in training: these figures flatter the model"
        figures = card["figures"]
        values = ", ".join(f"{name} {figures['f1'][name]:.3f}" for name in MEASURES)
        yield f"its card says, on {figures['on']}: {values}"
