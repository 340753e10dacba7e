"""The card of a model: what it was trained on and how, and the figures that it reached on papers it had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg.evaluate import Evaluation
from kg.evaluate.distances import gold_text
from kg.evaluate.figures import JUDGED, SHARES
from kg.extract.background import text_digest
from kg.extract.trained import FORMAT, file_digest
from kg.train.fit_network import NetworkSettings, device_name
from kg.train.folds import FOLDS
from kg.train.gold_entities import Gold
from kg.vocabulary.lookup import Vocabulary

_PACKAGES = ("torch", "onnx", "onnxruntime", "scikit-learn", "spacy", "numpy")


def model_card(
    paths: Sequence[Path],
    trained: Sequence[Gold],
    settings: NetworkSettings,
    pretrained: str,
    vocabulary: Vocabulary,
    evaluation: Evaluation,
    held_out: int | None,
) -> dict[str, Any]:
    """Return the card of a model, without its files.

    Args:
        paths: the gold files.
        trained: the papers of them that the model was trained on.
        settings: how the network was trained.
        pretrained: where the encoder comes from.
        vocabulary: what the model was trained with.
        evaluation: its figures.
        held_out: the fold that they are of, if one was held out.
    """
    return {
        "format": FORMAT,
        "language": "English",
        "data": {
            "files": {path.name: file_digest(path) for path in paths},
            "papers": len(trained),
            "titled": sum(bool(gold.get("title")) for gold in trained),
            "texts": sorted({text_digest(gold_text(gold)) for gold in trained}),
            "order": "as in the files; shuffled by the seed in each epoch",
        },
        "network": asdict(settings),
        "processor": device_name(),
        "pretrained": pretrained,
        "vocabulary": vocabulary.content_hash,
        "versions": {name: version(name) for name in _PACKAGES},
        "figures": {
            "on": _scored(evaluation.papers, held_out),
            "f1": {name: round(counts.f1, 3) for name, counts in evaluation.counts.items()},
            "shares": {name: round(evaluation.share(name), 3) for name in SHARES},
            "calibration error": {name: round(evaluation.calibration(name), 3) for name in JUDGED},
        },
    }


def _scored(papers: int, held_out: int | None) -> str:
    if held_out is None:
        return f"the {papers} papers of training, each annotated by models that had not seen it ({FOLDS} folds)"
    return f"{papers} other papers (fold {held_out})"
