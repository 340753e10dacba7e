"""Measuring extraction on annotated papers: precision, recall and F1 of entities, roles, relations and results."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.annotate import Track, extract, untracked
from kg.errors import AnnotationError
from kg.matching import (
    entities_in_text,
    folded,
    gold_result_keys,
    match_entities,
    overlap,
    predicted_result_key,
    same_thing,
)
from kg.schema import RELATION_ENDS, RelationType
from kg.settings import Settings
from kg.tables import Table

Record = Mapping[str, Any]
_SYMMETRIC = {relation.value for relation, ends in RELATION_ENDS.items() if ends.symmetric}
_MEASURES = ("entities", "strict", "typed", "relaxed", "relations", "pairs", "results", "resultsFull")


@dataclass(slots=True)
class Counts:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Add the counts of one paper."""
        self.right += right
        self.wrong += wrong
        self.missed += missed

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of what was due that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class PaperErrors:
    """What one paper missed and got wrong."""

    paper: str
    title: str
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(slots=True)
class Evaluation:
    """Counts per measure, shares (accuracy of type and role, clutter) as (hits, of), and the errors by paper."""

    counts: dict[str, Counts] = field(default_factory=lambda: {name: Counts() for name in _MEASURES})
    shares: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in ("type", "role", "clutter")}
    )
    by_relation: dict[str, Counts] = field(default_factory=lambda: {name.value: Counts() for name in RelationType})
    errors: list[PaperErrors] = field(default_factory=list)
    papers: int = 0
    absent: int = 0

    def share(self, name: str) -> float:
        """Return a share, 0 where nothing was counted.

        Args:
            name: `type`, `role` or `clutter`.
        """
        return self.shares[name]["hits"] / self.shares[name]["of"] if self.shares[name]["of"] else 0.0

    def table(self) -> Table:
        """Return the figures as rows."""
        rows = [
            (name, round(c.precision, 3), round(c.recall, 3), round(c.f1, 3), c.right, c.wrong, c.missed)
            for name, c in [*self.counts.items(), *self.by_relation.items()]
        ]
        shares = [
            (name, round(self.share(name), 3), None, None, s["hits"], s["of"] - s["hits"], None)
            for name, s in self.shares.items()
        ]
        return Table(("measure", "precision", "recall", "f1", "right", "wrong", "missed"), [*rows, *shares])

    def error_lines(self, count: int) -> Iterator[str]:
        """Yield what papers missed and got wrong, the worst papers first.

        Args:
            count: how many papers at most.
        """
        worst = sorted(self.errors, key=lambda e: (-len(e.missed) - len(e.wrong), e.paper))
        for error in worst[:count]:
            yield f"{error.paper} {error.title}"
            yield f"  missed: {'; '.join(error.missed)}"
            yield f"  wrong:  {'; '.join(error.wrong)}"


def evaluate_gold(gold: Path, annotations: Path | None = None, *, track: Track = untracked) -> Evaluation:
    """Score annotations against a gold file.

    Args:
        gold: one annotated paper a line (`docs/evaluation.md` says how).
        annotations: what `kg extract` wrote; the papers of the gold file are annotated anew where None.
        track: told about the progress of annotating.

    Raises:
        AnnotationError: a line of one of the files is not usable.
        KgError: the gold file holds no paper.
    """
    golds = list(_records(gold))
    if annotations:
        return score(golds, list(_records(annotations)))
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers.jsonl"
        lines = (json.dumps({name: g.get(name, "") for name in ("id", "title", "abstract")}) for g in golds)
        papers.write_text("\n".join(lines) + "\n", encoding="utf-8")
        extract([papers], Path(folder) / "annotations.jsonl", Settings(processes=0), track=track)
        return score(golds, list(_records(Path(folder) / "annotations.jsonl")))


def score(golds: Sequence[Record], predictions: Sequence[Record]) -> Evaluation:
    """Score predicted papers against gold papers, paired by id, else by title.

    Args:
        golds: annotated papers as plain data.
        predictions: predicted ones; a gold paper that is missing here counts as all missed.
    """
    by_id = {str(p.get("id")): p for p in predictions}
    by_title = {folded(p["title"]): p for p in predictions if p.get("title")}
    evaluation = Evaluation(papers=len(golds))
    for gold in golds:
        found = by_id.get(gold["id"]) or by_title.get(folded(gold.get("title", "")))
        evaluation.absent += found is None
        _score_paper(gold, found or {}, evaluation)
    return evaluation


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    record = json.loads(line)
                    ids = [entity["id"] for entity in record["entities"]]
                    _check_record(record)
                except (ValueError, KeyError, TypeError) as error:
                    raise AnnotationError(f"{path}:{number}: not an annotated paper ({error})") from error
                if len(set(ids)) < len(ids):
                    raise AnnotationError(f"{path}:{number}: two entities bear the same id")
                yield record


def _check_record(record: Record) -> None:
    """Look up every field that scoring needs, so that a missing one raises KeyError here."""
    _ = [record["id"], *(entity["type"] for entity in record["entities"])]
    _ = [relation[name] for relation in record.get("relations", []) for name in ("head", "type", "tail")]
    _ = [result["value"] for result in record.get("results", [])]


def _is_core(item: Record) -> bool:
    return bool(item.get("salience", "core") == "core")


def _choices(item: Record, name: str) -> list[str]:
    """The value of a field, and the other reading's where two annotators differ."""
    return [item[name], *item.get("also" + name.capitalize(), [])]


def _score_paper(gold: Record, found: Record, evaluation: Evaluation) -> None:
    predicted = entities_in_text(found.get("entities", []), f"{gold.get('title', '')} {gold.get('abstract', '')}")
    pairs = match_entities(gold["entities"], predicted, same_thing, _is_core)
    _count_entities(gold["entities"], predicted, pairs, evaluation)
    _count_choices(gold["entities"], predicted, pairs, evaluation)
    evaluation.errors.append(_paper_errors(gold, predicted, pairs))
    relations = [r for r in found.get("relations", []) if r.get("polarity", "affirmed") == "affirmed"]
    due = gold.get("relations", [])
    evaluation.counts["relations"].add(*_relation_counts(due, relations, pairs, typed=True))
    evaluation.counts["pairs"].add(*_relation_counts(due, relations, pairs, typed=False))
    for name, counts in evaluation.by_relation.items():
        of_type = [r for r in due if name in _choices(r, "type")]
        counts.add(*_relation_counts(of_type, [r for r in relations if r["type"] == name], pairs, typed=True))
    for name, full in (("results", False), ("resultsFull", True)):
        evaluation.counts[name].add(*_result_counts(gold, found.get("results", []), pairs, full=full))


def _entity_counts(
    golds: Sequence[Record], predicted: Sequence[Record], pairs: Mapping[str, str]
) -> tuple[int, int, int]:
    hit = set(pairs.values())
    core = {gold["id"] for gold in golds if _is_core(gold)}
    return len(core & hit), sum(p["id"] not in pairs for p in predicted), len(core - hit)


def _count_entities(
    golds: Sequence[Record], predicted: Sequence[Record], pairs: Mapping[str, str], evaluation: Evaluation
) -> None:
    right, wrong, missed = _entity_counts(golds, predicted, pairs)
    core = {gold["id"] for gold in golds if _is_core(gold)}
    spare = sum(gold not in core for gold in pairs.values())
    evaluation.counts["entities"].add(right, wrong, missed)
    evaluation.counts["strict"].add(right, wrong + spare, missed)
    evaluation.shares["clutter"].update(of=len(predicted), hits=wrong + spare)
    typed = match_entities(
        golds, predicted, lambda g, p: p["type"] in _choices(g, "type") and same_thing(g, p), _is_core
    )
    evaluation.counts["typed"].add(*_entity_counts(golds, predicted, typed))
    relaxed = match_entities(golds, predicted, lambda g, p: same_thing(g, p) or overlap(g, p), _is_core)
    evaluation.counts["relaxed"].add(*_entity_counts(golds, predicted, relaxed))


def _count_choices(
    golds: Sequence[Record], predicted: Sequence[Record], pairs: Mapping[str, str], evaluation: Evaluation
) -> None:
    gold_by_id, by_id = {g["id"]: g for g in golds}, {p["id"]: p for p in predicted}
    for predicted_id, gold_id in pairs.items():
        if _is_core(gold_by_id[gold_id]):
            for name in ("role", "type"):
                hit = by_id[predicted_id].get(name) in _choices(gold_by_id[gold_id], name)
                evaluation.shares[name].update(of=1, hits=int(hit))


def _paper_errors(gold: Record, predicted: Sequence[Record], pairs: Mapping[str, str]) -> PaperErrors:
    hit = set(pairs.values())
    return PaperErrors(
        gold["id"],
        gold.get("title", ""),
        tuple(f"{e['name']} ({e['type']})" for e in gold["entities"] if _is_core(e) and e["id"] not in hit),
        tuple(f"{p.get('name')} ({p['type']})" for p in predicted if p["id"] not in pairs),
    )


Edge = tuple[str, str, str]


def _edge(head: str, kind: str, tail: str, *, typed: bool) -> Edge:
    if kind in _SYMMETRIC:
        head, tail = sorted((head, tail))
    return head, kind if typed else "", tail


def _relation_counts(
    golds: Sequence[Record], predicted: Sequence[Record], pairs: Mapping[str, str], *, typed: bool
) -> tuple[int, int, int]:
    """Each core relation is due once, in any of its right readings; what is listed as optional is never wrong."""
    due: set[frozenset[Edge]] = set()
    optional: set[Edge] = set()
    for gold in golds:
        right = frozenset(_edge(gold["head"], kind, gold["tail"], typed=typed) for kind in _choices(gold, "type"))
        if _is_core(gold):
            due.add(right)
        else:
            optional |= right
    seen = {
        _edge(pairs.get(r["head"], f"?{r['head']}"), r["type"], pairs.get(r["tail"], f"?{r['tail']}"), typed=typed)
        for r in predicted
    }
    used: set[Edge] = set()
    for right in sorted(due, key=lambda right: (len(right), sorted(right))):
        used |= set(sorted((seen & right) - used)[:1])
    return len(used), len(seen - optional - used), len(due) - len(used)


def _result_counts(
    gold: Record, predicted: Sequence[Record], pairs: Mapping[str, str], *, full: bool
) -> tuple[int, int, int]:
    vague: set[str | None] = {entity["id"] for entity in gold["entities"] if not _is_core(entity)}
    seen = Counter(predicted_result_key(result, pairs, full=full) for result in predicted)
    right = missed = 0
    for result in sorted(gold.get("results", []), key=lambda result: not _is_core(result)):
        hit = next((key for key in gold_result_keys(result, vague, full=full) if seen[key]), None)
        if hit:
            seen[hit] -= 1
        right += bool(hit) and _is_core(result)
        missed += not hit and _is_core(result)
    return right, seen.total(), missed
