"""Gold papers as the network is trained on them: spans and pairs, and what is right for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from spacy.tokens import Doc

from kg.extract.arrays import Integers, PairArray, SpanArray, pair_array, span_array, token_spans
from kg.extract.encoder import LONGEST, PieceText, first_window, split_text
from kg.extract.grouping import Candidate, TokenSpan, name_key
from kg.extract.loglinear import LogLinear
from kg.extract.mention_features import Surroundings
from kg.extract.mentions import CORE, NONE, OPTIONAL, split_classes
from kg.extract.network import DIRECTED, LINKED, ROLES, SALIENCE, TYPES
from kg.extract.reading import Reading
from kg.extract.relations import directed
from kg.extract.wordpieces import WordPieces
from kg.schema import RelationType
from kg.train.gold_entities import Gold, project_entities, taught_role

IGNORED = -100  # what torch leaves out of a loss
_TEMPTING = 0.25


@dataclass(frozen=True, slots=True)
class TrainingPaper:
    """A gold paper with the candidates of its text.

    Args:
        gold: the gold paper.
        doc: its document, up to the vocabulary.
        around: the text and what is known of it.
        candidates: the things that the text may name.
        features: the features of each candidate.
        labels: what each candidate is in gold: a type where it is due, `optional` or `none`.
    """

    gold: Gold
    doc: Doc
    around: Surroundings
    candidates: tuple[Candidate, ...]
    features: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]

    @property
    def id(self) -> str:
        """The paper's id."""
        return str(self.gold["id"])

    @property
    def reading(self) -> Reading:
        """The text as plain lists."""
        return self.around.reading


@dataclass(frozen=True, slots=True)
class Example:
    """A paper as the network is trained on it; targets are class numbers, `IGNORED` where nothing is known.

    Args:
        id: the paper's id.
        text: the pieces of the text.
        titled: whether it has a title.
        candidates: spans of the candidates.
        salience: a target per candidate.
        candidate_types: a target per candidate.
        entities: spans of the gold entities, and of wrong ones that a simpler model takes for entities.
        entity_types: the type of each.
        roles: a target per entity.
        pairs: every two entities.
        links: a target per pair.
        relations: a target per pair.
    """

    id: str
    text: PieceText
    titled: bool
    candidates: SpanArray
    salience: Integers
    candidate_types: Integers
    entities: SpanArray
    entity_types: Integers
    roles: Integers
    pairs: PairArray
    links: Integers
    relations: Integers


def make_example(paper: TrainingPaper, pieces: WordPieces, tempted: LogLinear) -> Example:
    """Return what the network learns from a paper.

    Args:
        paper: the paper.
        pieces: the vocabulary of the encoder.
        tempted: a mention model that has not seen the paper; its mistakes are what pairs must be kept from.
    """
    reading = paper.reading
    text = split_text(reading, pieces)
    paper = _within_window(paper, text)
    by_id = {entity["id"]: entity for entity in paper.gold["entities"]}
    projected = ((e.id, token_spans(reading, e)) for e in project_entities(paper.gold, core_only=False))
    named = [(local, inside) for local, spans in projected if (inside := _inside(spans, text))]
    wrong = list(_wrong_entities(paper, tempted))
    golds = [by_id[local] for local, _ in named] + [None] * len(wrong)
    spans: list[Sequence[TokenSpan]] = [*(own for _, own in named), *(candidate.spans for candidate, _ in wrong)]
    kinds = [TYPES.index(by_id[local]["type"]) for local, _ in named] + [kind for _, kind in wrong]
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0], i))
    spans, kinds, golds = ([column[i] for i in order] for column in (spans, kinds, golds))  # type: ignore[assignment]
    pairs = list(combinations(range(len(spans)), 2))
    links, relations = _relation_targets(paper.gold, [gold["id"] if gold else "" for gold in golds], pairs)
    return Example(
        id=paper.id,
        text=first_window(text),
        titled=reading.title_end > 0,
        candidates=span_array(text, [candidate.spans for candidate in paper.candidates]),
        salience=_array(SALIENCE.index(label if label in (NONE, OPTIONAL) else CORE) for label in paper.labels),
        candidate_types=_array(_candidate_type(paper, i) for i in range(len(paper.candidates))),
        entities=span_array(text, spans),
        entity_types=_array(kinds),
        roles=_array(
            ROLES.index(taught_role(gold)) if gold and gold["salience"] == "core" else IGNORED for gold in golds
        ),
        pairs=pair_array(reading, text, spans, pairs),
        links=links,
        relations=relations,
    )


def _within_window(paper: TrainingPaper, text: PieceText) -> TrainingPaper:
    """Return a paper without the candidates that stand where training does not read."""
    kept = [(i, inside) for i, c in enumerate(paper.candidates) if (inside := _inside(c.spans, text))]
    return replace(
        paper,
        candidates=tuple(replace(paper.candidates[i], spans=inside) for i, inside in kept),
        features=tuple(paper.features[i] for i, _ in kept),
        labels=tuple(paper.labels[i] for i, _ in kept),
    )


def _inside(spans: Sequence[TokenSpan], text: PieceText) -> tuple[TokenSpan, ...]:
    return tuple(span for span in spans if text.last[span[1] - 1] < LONGEST - 1)


def _wrong_entities(paper: TrainingPaper, tempted: LogLinear) -> list[tuple[Candidate, int]]:
    """Return candidates that name nothing in gold although a model is tempted to take them, with the type it sees."""
    names = {name_key(name) for entity in paper.gold["entities"] for name in (entity["name"], *entity["surface"])}
    found = []
    due, kinds = split_classes(tempted.chances(paper.features))
    for index, candidate in enumerate(paper.candidates):
        none, optional, core = due.rows[index]
        keys = {name_key(paper.reading.slice(*span)) for span in candidate.spans}
        if core > _TEMPTING * (core + none + 0.3 * optional) and keys.isdisjoint(names):
            found.append((candidate, int(kinds.rows[index].argmax())))
    return found


def _candidate_type(paper: TrainingPaper, index: int) -> int:
    label = paper.labels[index]
    if label in TYPES:
        return TYPES.index(label)
    if label == NONE:
        return IGNORED
    keys = {name_key(paper.reading.slice(*span)) for span in paper.candidates[index].spans}
    for entity in paper.gold["entities"]:
        shared = keys & {name_key(name) for name in (entity["name"], *entity["surface"])}
        if entity["salience"] != "core" and shared and 2 * len(shared) >= len(keys):
            return TYPES.index(entity["type"])
    return IGNORED


def directed_relations(gold: Gold, *, optional: bool) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the relations of a gold paper by their ends, in both orders.

    Args:
        gold: a gold paper.
        optional: whether to return the optional ones or the core ones.

    Returns:
        (one end, other end) → classes as `directed` names them.
    """
    table: dict[tuple[str, str], tuple[str, ...]] = {}
    for relation in gold["relations"]:
        if (relation.get("salience") == "optional") == optional:
            kind = RelationType(relation["type"])
            for forward in (True, False):
                ends = (relation["head"], relation["tail"]) if forward else (relation["tail"], relation["head"])
                table[ends] = (*table.get(ends, ()), directed(kind, forward=forward))
    return table


def _relation_targets(gold: Gold, owners: Sequence[str], pairs: Sequence[tuple[int, int]]) -> tuple[Integers, Integers]:
    due, allowed = directed_relations(gold, optional=False), directed_relations(gold, optional=True)
    links, relations = [], []
    apart, optional, linked = range(len(LINKED))
    for first, second in pairs:
        ends = (owners[first], owners[second])
        found = due.get(ends) or allowed.get(ends)
        links.append(linked if ends in due else optional if ends in allowed else apart)
        relations.append(DIRECTED.index(found[0]) if found else IGNORED)
    return _array(links), _array(relations)


def _array(values: object) -> Integers:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]
