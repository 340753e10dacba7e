"""Scoring of one paper: what counts as right, wrong and missed (`docs/evaluation.md` says it in words)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.evaluate.distances import Places, gold_text, places_of
from kg.evaluate.figures import DISTANCES, FLOOR, Counts, PaperErrors, PaperScore
from kg.evaluate.matching import (
    entities_in_text,
    gold_result_keys,
    match_entities,
    overlap,
    predicted_result_key,
    same_thing,
)
from kg.evaluate.records import Record
from kg.schema import RELATION_ENDS, EntityType, RelationType, Role

_SYMMETRIC = {relation.value for relation, ends in RELATION_ENDS.items() if ends.symmetric}
_MOST_LINES = 5


def is_core(item: Record) -> bool:
    return bool(item.get("salience", "core") == "core")


def _choices(item: Record, name: str) -> list[str]:
    """The value of a field, and the other reading's where two annotators differ."""
    return [item[name], *item.get("also" + name.capitalize(), [])]


def score_paper(gold: Record, found: Record) -> PaperScore:
    """Score what was predicted of a paper.

    Args:
        gold: the annotated paper.
        found: the predicted one; empty where there is none.
    """
    predicted = entities_in_text(found.get("entities", []), f"{gold.get('title', '')} {gold.get('abstract', '')}")
    pairs = match_entities(gold["entities"], predicted, same_thing, is_core)
    relations = [r for r in found.get("relations", []) if r.get("polarity", "affirmed") == "affirmed"]
    result = PaperScore(PaperErrors(gold["id"], gold.get("title", "")))
    _count_entities(gold["entities"], predicted, pairs, result)
    _count_roles(gold["entities"], predicted, pairs, result)
    _count_relations(gold, relations, pairs, result)
    _count_places(gold, relations, pairs, places_of(gold, found.get("sentences", [])), result)
    for name, full in (("results", False), ("resultsFull", True)):
        result.counts[name] = Counts(*_result_counts(gold, found.get("results", []), pairs, full=full))
    result.errors = _errors(gold, found, predicted, pairs, relations)
    return result


def _entity_counts(
    golds: Sequence[Record], predicted: Sequence[Record], pairs: Mapping[str, str]
) -> tuple[int, int, int]:
    hit = set(pairs.values())
    core = {gold["id"] for gold in golds if is_core(gold)}
    return len(core & hit), sum(p["id"] not in pairs for p in predicted), len(core - hit)


def _count_entities(
    golds: Sequence[Record], predicted: Sequence[Record], pairs: Mapping[str, str], result: PaperScore
) -> None:
    right, wrong, missed = _entity_counts(golds, predicted, pairs)
    core = {gold["id"] for gold in golds if is_core(gold)}
    spare = sum(gold not in core for gold in pairs.values())
    result.counts["entities"] = Counts(right, wrong, missed)
    result.counts["strict"] = Counts(right, wrong + spare, missed)
    result.shares["clutter"] = Counter(of=len(predicted), hits=wrong + spare)
    typed = match_entities(
        golds, predicted, lambda g, p: p["type"] in _choices(g, "type") and same_thing(g, p), is_core
    )
    result.counts["typed"] = Counts(*_entity_counts(golds, predicted, typed))
    relaxed = match_entities(golds, predicted, lambda g, p: same_thing(g, p) or overlap(g, p), is_core)
    result.counts["relaxed"] = Counts(*_entity_counts(golds, predicted, relaxed))
    for kind in EntityType:
        of_kind = [gold for gold in golds if kind in _choices(gold, "type")]
        result.counts[kind] = Counts(*_entity_counts(of_kind, [p for p in predicted if p["type"] == kind], typed))
    result.judged["entities"] = [
        (p["confidence"], p["id"] in pairs)
        for p in predicted
        if "confidence" in p and (p["id"] not in pairs or pairs[p["id"]] in core)
    ]


def _count_roles(
    golds: Sequence[Record], predicted: Sequence[Record], pairs: Mapping[str, str], result: PaperScore
) -> None:
    """Count types and roles of matched core entities; by role, one that is mistaken is one wrong and one missed."""
    gold_by_id, by_id = {g["id"]: g for g in golds}, {p["id"]: p for p in predicted}
    result.shares |= {"type": Counter(), "role": Counter()}
    result.counts |= {role: Counts() for role in Role}
    for predicted_id, gold_id in pairs.items():
        gold = gold_by_id[gold_id]
        if is_core(gold):
            for name in ("role", "type"):
                hit = by_id[predicted_id].get(name) in _choices(gold, name)
                result.shares[name].update(of=1, hits=int(hit))
            found = by_id[predicted_id].get("role")
            if found in _choices(gold, "role"):
                result.counts[found].add(1, 0, 0)
            else:
                result.counts[gold["role"]].add(0, 0, 1)
                if found in result.counts:
                    result.counts[found].add(0, 1, 0)


Edge = tuple[str, str, str]


def _edge(head: str, kind: str, tail: str, *, typed: bool) -> Edge:
    if kind in _SYMMETRIC:
        head, tail = sorted((head, tail))
    return head, kind if typed else "", tail


@dataclass(frozen=True, slots=True)
class _Compared:
    """Edges of a paper: those found, those that were due and found, and those that are due or may be there."""

    seen: frozenset[Edge]
    right: frozenset[Edge]
    optional: frozenset[Edge]
    due: tuple[frozenset[Edge], ...]

    @property
    def wrong(self) -> frozenset[Edge]:
        return self.seen - self.optional - self.right

    def counts(self) -> Counts:
        return Counts(len(self.right), len(self.wrong), len(self.due) - len(self.right))


def _compare(
    golds: Sequence[Record],
    predicted: Sequence[Record],
    pairs: Mapping[str, str],
    fold: Callable[[str, str, str], Edge],
) -> _Compared:
    """Compare edges: each core relation is due once, in any of its right readings; an optional one is never wrong."""
    due: set[frozenset[Edge]] = set()
    optional: set[Edge] = set()
    for gold in golds:
        right = frozenset(fold(gold["head"], kind, gold["tail"]) for kind in _choices(gold, "type"))
        if is_core(gold):
            due.add(right)
        else:
            optional |= right
    seen = {_found_edge(r, pairs, fold) for r in predicted}
    used: set[Edge] = set()
    ordered = tuple(sorted(due, key=lambda right: (len(right), sorted(right))))
    for right in ordered:
        used |= set(sorted((seen & right) - used)[:1])
    return _Compared(frozenset(seen), frozenset(used), frozenset(optional), ordered)


def _found_edge(relation: Record, pairs: Mapping[str, str], fold: Callable[[str, str, str], Edge]) -> Edge:
    head, tail = (pairs.get(relation[end], f"?{relation[end]}") for end in ("head", "tail"))
    return fold(head, relation["type"], tail)


def _typed(head: str, kind: str, tail: str) -> Edge:
    return _edge(head, kind, tail, typed=True)


def _untyped(head: str, kind: str, tail: str) -> Edge:
    return _edge(head, kind, tail, typed=False)


def _undirected(head: str, kind: str, tail: str) -> Edge:  # noqa: ARG001 - one form for all three
    return min(head, tail), "", max(head, tail)


def _count_relations(gold: Record, relations: Sequence[Record], pairs: Mapping[str, str], result: PaperScore) -> None:
    due = gold.get("relations", [])
    typed = _compare(due, relations, pairs, _typed)
    result.counts["relations"] = typed.counts()
    result.counts["pairs"] = _compare(due, relations, pairs, _untyped).counts()
    for kind in RelationType:
        of_type = [r for r in due if kind in _choices(r, "type")]
        found = [r for r in relations if r["type"] == kind]
        result.counts[kind] = _compare(of_type, found, pairs, _typed).counts()
    best: dict[Edge, float] = {}
    for relation in relations:
        edge = _found_edge(relation, pairs, _typed)
        best[edge] = max(best.get(edge, 0.0), relation.get("confidence", 1.0))
    result.judged["relations"] = [
        (confidence, edge in typed.right)
        for edge, confidence in sorted(best.items())
        if edge in typed.right or edge in typed.wrong
    ]


def _count_places(
    gold: Record, relations: Sequence[Record], pairs: Mapping[str, str], places: Places, result: PaperScore
) -> None:
    """Count by distance, and against the floor: every two core entities that share a sentence taken for related."""
    due = gold.get("relations", [])
    result.counts[FLOOR[0]] = _compare(due, relations, pairs, _undirected).counts()
    core = [entity["id"] for entity in gold["entities"] if is_core(entity)]
    together = [{"head": a, "type": "", "tail": b} for a, b in combinations(core, 2) if places.distance(a, b) == 0]
    result.counts[FLOOR[1]] = _compare(due, together, {entity: entity for entity in core}, _undirected).counts()
    for distance, name in enumerate(DISTANCES):
        near = [r for r in due if min(places.distance(r["head"], r["tail"]), 2) == distance]
        compared = _compare(near, relations, pairs, _untyped)
        result.counts[name] = Counts(len(compared.right), 0, len(compared.due) - len(compared.right))


def _errors(
    gold: Record,
    found: Record,
    predicted: Sequence[Record],
    pairs: Mapping[str, str],
    relations: Sequence[Record],
) -> PaperErrors:
    hit = set(pairs.values())
    compared = _compare(gold.get("relations", []), relations, pairs, _typed)
    names = {e["id"]: e.get("name") or e["id"] for e in gold["entities"]}
    missed = [right for right in compared.due if not right & compared.right]
    return PaperErrors(
        gold["id"],
        gold.get("title", ""),
        tuple(f"{e['name']} ({e['type']})" for e in gold["entities"] if is_core(e) and e["id"] not in hit),
        tuple(f"{p.get('name')} ({p['type']})" for p in predicted if p["id"] not in pairs),
        tuple(_edge_line(min(right), names) for right in missed[:_MOST_LINES]),
        tuple(_wrong_lines(gold, found, relations, pairs, compared))[:_MOST_LINES],
    )


def _edge_line(edge: Edge, names: Mapping[str, str]) -> str:
    head, kind, tail = edge
    return f"{names.get(head, head)} {kind} {names.get(tail, tail)}"


def _wrong_lines(
    gold: Record, found: Record, relations: Sequence[Record], pairs: Mapping[str, str], compared: _Compared
) -> Iterator[str]:
    """Yield the wrong relations, the surest first, with the text that they were read from."""
    text = gold_text(gold)
    names = {e["id"]: e.get("name") or e["id"] for e in found.get("entities", [])}
    for relation in sorted(relations, key=lambda r: (-r.get("confidence", 1.0), r["head"], r["tail"])):
        if _found_edge(relation, pairs, _typed) in compared.wrong:
            line = _edge_line((relation["head"], relation["type"], relation["tail"]), names)
            quote = [text[e["start"] : e["end"]] for e in relation.get("evidence", [])[:1] if "start" in e]
            yield " — ".join([line, *(" ".join(q.split()) for q in quote)])


def _result_counts(
    gold: Record, predicted: Sequence[Record], pairs: Mapping[str, str], *, full: bool
) -> tuple[int, int, int]:
    vague: set[str | None] = {entity["id"] for entity in gold["entities"] if not is_core(entity)}
    seen = Counter(predicted_result_key(result, pairs, full=full) for result in predicted)
    right = missed = 0
    for result in sorted(gold.get("results", []), key=lambda result: not is_core(result)):
        hit = next((key for key in gold_result_keys(result, vague, full=full) if seen[key]), None)
        if hit:
            seen[hit] -= 1
        right += bool(hit) and is_core(result)
        missed += not hit and is_core(result)
    return right, seen.total(), missed
