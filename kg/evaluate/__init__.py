"""Measuring extraction on annotated papers: precision, recall and F1 of entities, roles, relations and results."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.annotate import Track, extract, untracked
from kg.evaluate.comparison import compare
from kg.evaluate.figures import Counts, Evaluation
from kg.evaluate.matching import folded
from kg.evaluate.records import Record, read_records
from kg.evaluate.scoring import score_paper
from kg.evaluate.trust import model_warnings
from kg.extract.trained import SHIPPED, read_card
from kg.settings import Part, Settings
from kg.vocabulary.load import load_vocabulary

__all__ = ["SEED", "Counts", "Evaluation", "compare", "evaluate_gold", "score"]

SEED = Path(__file__).parent / "gold" / "seed.jsonl"  # annotations of seed papers


def evaluate_gold(
    gold: Path,
    annotations: Path | None = None,
    *,
    settings: Settings | None = None,
    track: Track = untracked,
) -> Evaluation:
    """Score annotations against a gold file.

    Args:
        gold: one annotated paper a line (`docs/evaluation.md` says how).
        annotations: what `kg extract` wrote; the papers of the gold file are annotated anew where None.
        settings: how to annotate, with which model, vocabularies and parts.
        track: told about the progress of annotating.

    Raises:
        AnnotationError: a line of one of the files is not usable.
        KgError: the gold file holds no paper.
    """
    golds = list(read_records(gold))
    if annotations:
        return score(golds, list(read_records(annotations)))
    settings = settings or Settings(processes=0)
    warnings = _warnings(golds, settings)
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers.jsonl"
        lines = (json.dumps({name: g.get(name, "") for name in ("id", "title", "abstract")}) for g in golds)
        papers.write_text("\n".join(lines) + "\n", encoding="utf-8")
        extract([papers], Path(folder) / "annotations.jsonl", settings, track=track)
        found = score(golds, list(read_records(Path(folder) / "annotations.jsonl")))
    return replace(found, warnings=(*found.warnings, *warnings))


def _warnings(golds: Sequence[Record], settings: Settings) -> tuple[str, ...]:
    vocabulary = None if Part.VOCABULARY in settings.without else load_vocabulary(settings.vocabularies).content_hash
    return tuple(model_warnings(golds, read_card(settings.model or SHIPPED), vocabulary))


def score(golds: Sequence[Record], predictions: Sequence[Record]) -> Evaluation:
    """Score predicted papers against gold papers, paired by id, else by title.

    Args:
        golds: annotated papers as plain data.
        predictions: predicted ones; a gold paper that is missing here counts as all missed.
    """
    by_id = {str(p.get("id")): p for p in predictions}
    by_title = {folded(p["title"]): p for p in predictions if p.get("title")}
    found = [by_id.get(gold["id"]) or by_title.get(folded(gold.get("title", ""))) for gold in golds]
    scores = (score_paper(gold, one or {}) for gold, one in zip(golds, found, strict=True))
    absent = found.count(None)
    warning = f"{absent} of {len(golds)} papers are not annotated: all that they hold counts as missed"
    return Evaluation(tuple(scores), (warning,) if absent else ())
