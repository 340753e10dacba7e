"""What a reported number measures, of what and on what: the nearest fitting entities, lists matched in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.extract.coreference import introduced
from kg.extract.numbers import Number
from kg.extract.relation_features import Scene
from kg.extract.view import Place
from kg.model import ReportedResult
from kg.schema import EntityType, Role

_JOINED = re.compile(r"\s*(?:,|and|or|&|/|, and|, or|vs\.?|\(|\)|\s)*\s*", re.IGNORECASE)
_REACH = {EntityType.METRIC: 25, EntityType.DATASET: 40, EntityType.METHOD: 60}
_CROSSED = 6


def link_results(scene: Scene, numbers: Sequence[tuple[Number, float]]) -> tuple[ReportedResult, ...]:
    """Link numbers to the metric, data set and subject that their sentence names.

    Args:
        scene: the document.
        numbers: reported numbers and their probabilities, by offset.

    Returns:
        One result per number. Coordinated numbers go with as many coordinated entities one by one ("precision and
        recall of 94% and 80%"), all others with the nearest.
    """
    places = [scene.view.place(number.start, number.end, -1, -1) for number, _ in numbers]
    metrics = _links(scene, places, EntityType.METRIC)
    datasets = _links(scene, places, EntityType.DATASET)
    subjects = [_subject(scene, place) for place in places]
    return tuple(
        _result(scene, number, p, place, ends)
        for (number, p), place, *ends in zip(numbers, places, metrics, datasets, subjects, strict=True)
    )


def _result(
    scene: Scene, number: Number, confidence: float, place: Place, ends: Sequence[int | None]
) -> ReportedResult:
    metric, dataset, subject = (None if end is None else scene.view.entities[end].id for end in ends)
    sentence = scene.view.sentences[place.sentence]
    text = scene.view.text[sentence.start : sentence.end].strip()
    return ReportedResult(
        subject, metric, dataset, number.value, number.number, number.unit, text, sentence, confidence
    )


def _links(scene: Scene, places: Sequence[Place], kind: EntityType) -> list[int | None]:
    linked: list[int | None] = [_nearest(scene, place, places, kind) for place in places]
    lists = [run for run in _runs(scene, _of_kind(scene, kind)) if len(run) > 1]
    for run in _runs(scene, places):
        fitting = [r for r in lists if len(r) == len(run) > 1 and r[0].sentence == run[0].sentence]
        if fitting:
            best = min(fitting, key=lambda r: (abs(r[0].first - run[0].first), r))
            for place, entity in zip(run, best, strict=True):
                linked[places.index(place)] = entity.entity
    return linked


def _of_kind(scene: Scene, kind: EntityType) -> list[Place]:
    return [p for p in scene.view.places if scene.view.entities[p.entity].type == kind]


def _runs(scene: Scene, places: Iterable[Place]) -> list[list[Place]]:
    """Group places that only commas and "and" part."""
    runs: list[list[Place]] = []
    for place in sorted(places):
        if runs and _joined(scene, runs[-1][-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _joined(scene: Scene, left: Place, right: Place) -> bool:
    apart = left.entity != right.entity or right.entity == -1
    between = scene.view.text[left.end : right.start]
    return apart and left.sentence == right.sentence and _JOINED.fullmatch(between) is not None


def _nearest(scene: Scene, place: Place, numbers: Sequence[Place], kind: EntityType) -> int | None:
    """The nearest entity of a kind in the sentence; another number in between makes it farther."""
    scored = []
    for p in _of_kind(scene, kind):
        if p.sentence == place.sentence:
            gap = max(p.first - place.last, place.first - p.last, 0)
            left, right = sorted((p.first, place.first))
            crossed = sum(left < number.first < right for number in numbers)
            scored.append((gap + _CROSSED * crossed, p))
    best = min(scored, default=None)
    if best is not None and best[0] <= _REACH[kind]:
        return best[1].entity
    return _only_dataset(scene) if kind == EntityType.DATASET else None


def _only_dataset(scene: Scene) -> int | None:
    """The data set of a paper that is evaluated on one only."""
    evaluated = [
        i
        for i, entity in enumerate(scene.view.entities)
        if entity.type == EntityType.DATASET and {Role.EVALUATES_ON, Role.INTRODUCES} & set(entity.roles)
    ]
    return evaluated[0] if len(evaluated) == 1 else None


def _subject(scene: Scene, place: Place) -> int | None:
    """The method named last before the number ("by" what follows it), else what the paper introduces."""
    named = [
        p
        for p in (*_of_kind(scene, EntityType.METHOD), *scene.references)
        if p.sentence == place.sentence and p.last <= place.first
    ]
    behind = [
        p
        for p in _of_kind(scene, EntityType.METHOD)
        if p.sentence == place.sentence and scene.view.words[place.last : p.first] in (("by",), ("for",), ("with",))
    ]
    chosen = behind[:1] or sorted(named)[:1]
    return chosen[0].entity if chosen else introduced(scene.view.entities, EntityType.METHOD)
