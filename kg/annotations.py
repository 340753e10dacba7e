"""Annotations as JSON Lines: what a person reviews, what a scorer reads, what a rerun starts from."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from kg.annotation_records import annotation_from_record, annotation_record
from kg.errors import AnnotationError
from kg.model import (
    Annotation,
    Mention,
    RelationEvidence,
    Skipped,
    Span,
)
from kg.text_file import write_text


def annotation_line(annotation: Annotation) -> str:
    """Return one annotation as a line of JSON, without the line end.

    Args:
        annotation: what one paper says.
    """
    return json.dumps(annotation_record(annotation), ensure_ascii=False, separators=(",", ":"))


def write_annotations(annotations: Iterable[Annotation], path: Path) -> int:
    """Write annotations, one a line, as they come: no more than one is held.

    Args:
        annotations: in the order in which they are to stand.
        path: where to; replaced when the last one is written, so that a failure leaves the old file.

    Returns:
        How many were written.
    """
    numbers = count()
    write_text(path, (f"{annotation_line(annotation)}\n" for annotation, _ in zip(annotations, numbers, strict=False)))
    return next(numbers)


def read_annotations(path: Path, skipped: list[Skipped] | None = None) -> Iterator[Annotation]:
    """Read annotations, one a line; `node` and the linked `name` are taken as they stand and ignored by linking.

    Args:
        path: a file that `write_annotations` wrote, maybe corrected by a person.
        skipped: where to list lines that cannot be used; without it the first such line raises.

    Raises:
        AnnotationError: a line is not usable, and `skipped` was not given.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield parse_annotation(line)
            except AnnotationError as error:
                if skipped is None:
                    raise AnnotationError(f"{path}:{number}: {error}") from error
                skipped.append(Skipped(str(path), number, str(error)))


def parse_annotation(line: str) -> Annotation:
    """Read one line of an annotation file.

    Args:
        line: one JSON object.

    Raises:
        AnnotationError: it is not JSON, lacks a field, or an offset does not fit the text.
    """
    try:
        annotation = annotation_from_record(json.loads(line))
    except KeyError as error:
        raise AnnotationError(f"the field {error} is missing; annotate the paper again or add it") from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise AnnotationError(f"not an annotation: {error}") from error
    _check(annotation)
    return annotation


def _check(annotation: Annotation) -> None:
    text = annotation.paper.text
    ids = {entity.id for entity in annotation.entities}
    if len(ids) < len(annotation.entities):
        raise AnnotationError("two entities bear the same id")
    for entity in annotation.entities:
        if not entity.mentions or not entity.roles or len(entity.roles) != len(entity.role_mentions):
            raise AnnotationError(f"entity {entity.id} needs at least one mention and one role, with its mention")
        if not all(0 <= index < len(entity.mentions) for index in entity.role_mentions):
            raise AnnotationError(f"entity {entity.id}: roleMentions points at no mention")
        for mention in entity.mentions:
            if not _inside(mention, text) or text[mention.start : mention.end] != mention.text:
                raise AnnotationError(f"entity {entity.id}: {mention.text!r} does not stand at {mention.start}")
    for relation in annotation.relations:
        held = {local for place in relation.evidence for local in (*place.datasets, *place.metrics)}
        if not {relation.head, relation.tail, *held} <= ids:
            raise AnnotationError(f"relation {relation.head} {relation.type} {relation.tail} names an unknown entity")
    for result in annotation.results:
        if not {result.subject, result.metric, result.dataset} - {None} <= ids:
            raise AnnotationError(f"result {result.value!r} names an unknown entity")
    places = [place for relation in annotation.relations for place in relation.evidence]
    spans = [*annotation.sentences, *(span for place in places for span in (place.head, place.tail))]
    spans += [result.evidence for result in annotation.results]
    if not all(_inside(span, text) for span in spans) or not all(_inside(place, text) for place in places):
        raise AnnotationError("a sentence or the evidence of a relation or a result lies outside the text")


def _inside(span: Span | Mention | RelationEvidence, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


def drop_unsure(annotation: Annotation, min_confidence: float) -> Annotation:
    """Return the annotation without what is less sure than a threshold.

    Args:
        annotation: what one paper says.
        min_confidence: least confidence of entities, relations and results, in [0, 1].

    Returns:
        The annotation; relations lose their place with an end, and only that with a data set or metric that they hold
        on; results lose only the end.
    """
    if min_confidence <= 0:
        return annotation
    entities = tuple(entity for entity in annotation.entities if entity.confidence >= min_confidence)
    kept: set[str | None] = {entity.id for entity in entities}
    relations = tuple(
        replace(relation, evidence=tuple(_holding_among(place, kept) for place in relation.evidence))
        for relation in annotation.relations
        if relation.confidence >= min_confidence and {relation.head, relation.tail} <= kept
    )
    results = tuple(
        replace(
            result,
            subject=result.subject if result.subject in kept else None,
            metric=result.metric if result.metric in kept else None,
            dataset=result.dataset if result.dataset in kept else None,
        )
        for result in annotation.results
        if result.confidence >= min_confidence
    )
    return replace(annotation, entities=entities, relations=relations, results=results)


def _holding_among(place: RelationEvidence, entities: Container[str | None]) -> RelationEvidence:
    return replace(
        place,
        datasets=tuple(local for local in place.datasets if local in entities),
        metrics=tuple(local for local in place.metrics if local in entities),
    )


def with_nodes(annotation: Annotation, nodes: Mapping[tuple[str, str], tuple[str, str]]) -> Annotation:
    """Return the annotation with the node that each entity was linked to.

    Args:
        annotation: what one paper says.
        nodes: (paper id, local id) → IRI and preferred label; entities that are missing keep their own name.
    """
    places = {entity.id: nodes.get((annotation.paper.id, entity.id)) for entity in annotation.entities}
    entities = tuple(
        replace(entity, node=place[0], name=place[1]) if (place := places[entity.id]) else replace(entity, node=None)
        for entity in annotation.entities
    )
    return replace(annotation, entities=entities)
