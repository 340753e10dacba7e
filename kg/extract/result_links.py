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
_PARTED = 3
_CLOSE = 6
_UNFIT = 10
_DURATIONS = frozenset(("ms", "s", "min", "h", "days", "GPU hours", "GPU days"))
_DURATION_NAMES = re.compile(r"time|latency|delay|speed|cost|duration|hour|day|second")
_SHARED_UNITS = frozenset(("%", "", "points"))
_RANK = "rank"


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
    values = [number for number, _ in numbers]
    metrics = _inherited(places, values, _links(scene, places, values, EntityType.METRIC))
    datasets = _links(scene, places, values, EntityType.DATASET)
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


def _links(scene: Scene, places: Sequence[Place], numbers: Sequence[Number], kind: EntityType) -> list[int | None]:
    linked: list[int | None] = [
        _nearest(scene, place, number, places, kind) for place, number in zip(places, numbers, strict=True)
    ]
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


def _nearest(scene: Scene, place: Place, number: Number, numbers: Sequence[Place], kind: EntityType) -> int | None:
    """The nearest entity of a kind in the sentence, where other numbers, "and" and an unfit unit make it farther."""
    here = [p for p in _of_kind(scene, kind) if p.sentence == place.sentence]
    best = min(((_cost(scene, place, number, p, numbers), p) for p in here), default=None)
    if best is not None and best[0] <= _REACH[kind]:
        return best[1].entity
    return _only_dataset(scene) if kind == EntityType.DATASET else None


def _cost(scene: Scene, place: Place, number: Number, entity: Place, numbers: Sequence[Place]) -> int:
    left, right = sorted((entity, place))
    crossed = sum(left.first < n.first < right.first for n in numbers)
    between = scene.view.words[left.last : right.first]
    parted = left is entity and not {",", "and", "while", "with"}.isdisjoint(between)
    name = scene.view.entities[entity.entity].name.lower()
    unfit = number.unit in _DURATIONS and _DURATION_NAMES.search(name) is None
    return len(between) + _CROSSED * crossed + _PARTED * parted + _UNFIT * unfit


def _inherited(places: Sequence[Place], numbers: Sequence[Number], links: Sequence[int | None]) -> list[int | None]:
    """What a number without a metric of its own measures: the same as the number before it, if that is near."""
    linked: list[int | None] = []
    for i, (place, number) in enumerate(zip(places, numbers, strict=True)):
        before = linked[i - 1] if i and place.sentence - places[i - 1].sentence <= 1 else None
        alike = i and number.unit == numbers[i - 1].unit and number.unit in _SHARED_UNITS
        chosen = links[i] if links[i] is not None or not alike else before
        linked.append(None if number.unit == _RANK else chosen)
    return linked


def _only_dataset(scene: Scene) -> int | None:
    """The data set of a paper that is evaluated on one only."""
    evaluated = [
        i
        for i, entity in enumerate(scene.view.entities)
        if entity.type == EntityType.DATASET and {Role.EVALUATES_ON, Role.INTRODUCES} & set(entity.roles)
    ]
    return evaluated[0] if len(evaluated) == 1 else None


def _subject(scene: Scene, place: Place) -> int | None:
    """Whose number it is.

    A method right behind ("94% by X") or right before in front of a bracket ("X (94%)"), else the first that stands
    before the number, what the paper introduces first of all; else what the paper introduces.
    """
    here = [p for p in _of_kind(scene, EntityType.METHOD) if p.sentence == place.sentence]
    words = scene.view.words
    close = [p for p in here if words[place.last : p.first] == ("by",)]
    close += [p for p in here if p.last <= place.first and words[p.last : place.first][-1:] == ("(",)][-1:]
    if close and abs(close[0].first - place.first) <= _CLOSE:
        return close[0].entity
    referring = [p for p in scene.references if p.sentence == place.sentence]
    named = sorted((*here, *referring), key=lambda p: (not _is_own(scene, p), p))
    before = [p for p in named if p.last <= place.first]
    return before[0].entity if before else introduced(scene.view.entities, EntityType.METHOD)


def _is_own(scene: Scene, place: Place) -> bool:
    return Role.INTRODUCES in scene.view.entities[place.entity].roles
