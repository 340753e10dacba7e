"""Annotations as JSON Lines: what a person reviews, what a scorer reads, what a rerun starts from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import AnnotationError
from kg.model import (
    Annotation,
    Author,
    Mention,
    Paper,
    PaperEntity,
    Relation,
    RelationEvidence,
    ReportedResult,
    Skipped,
    Span,
)
from kg.schema import EntityType, Polarity, RelationType, Role

_OPTIONAL_FIELDS = ("year", "venue", "doi", "arxiv", "url")


def annotation_line(annotation: Annotation) -> str:
    """Return one annotation as a line of JSON, without the line end.

    Args:
        annotation: what one paper says.
    """
    return json.dumps(_to_record(annotation), ensure_ascii=False, separators=(",", ":"))


def write_annotations(annotations: Iterable[Annotation], path: Path) -> int:
    """Write annotations, one a line.

    Args:
        annotations: in the order in which they are to stand.
        path: where to; replaced if it exists.

    Returns:
        How many were written.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for annotation in annotations:
            out.write(annotation_line(annotation) + "\n")
            count += 1
    return count


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
        annotation = _from_record(json.loads(line))
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
        if not {relation.head, relation.tail} <= ids:
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


# ---------------------------------------------------------------- to plain data


def _to_record(annotation: Annotation) -> dict[str, object]:
    return {
        **paper_record(annotation.paper),
        "hashes": {
            "text": annotation.text_hash,
            "model": annotation.model_hash,
            "vocabulary": annotation.vocabulary_hash,
        },
        "sentences": [[span.start, span.end] for span in annotation.sentences],
        "entities": [_entity_record(entity) for entity in annotation.entities],
        "relations": [_relation_record(relation) for relation in annotation.relations],
        "results": [_result_record(result) for result in annotation.results],
    }


def paper_record(paper: Paper) -> dict[str, object]:
    """Return a paper as plain data, with the fields that it has.

    Args:
        paper: any paper.
    """
    record: dict[str, object] = {"id": paper.id, "title": paper.title, "abstract": paper.abstract}
    if paper.authors:
        record["authors"] = [
            {"name": author.name, **({"orcid": author.orcid} if author.orcid else {})} for author in paper.authors
        ]
    record |= {name: value for name in _OPTIONAL_FIELDS if (value := getattr(paper, name)) is not None}
    record |= {name: list(value) for name in ("keywords", "references") if (value := getattr(paper, name))}
    return record


def _entity_record(entity: PaperEntity) -> dict[str, object]:
    record: dict[str, object] = {
        "id": entity.id,
        "type": entity.type.value,
        "name": entity.name,
        "surface": list(entity.surface),
        "role": entity.role.value,
        "roles": [role.value for role in entity.roles],
        "roleMentions": list(entity.role_mentions),
        "confidence": entity.confidence,
    }
    forms = {"longForm": entity.long_form, "shortForm": entity.short_form, "node": entity.node}
    record |= {name: value for name, value in forms.items() if value is not None}
    record["mentions"] = [
        {
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "type": mention.type.value,
            "confidence": mention.confidence,
            "producer": mention.producer,
            **({"coreferent": True} if mention.coreferent else {}),
        }
        for mention in entity.mentions
    ]
    return record


def _relation_record(relation: Relation) -> dict[str, object]:
    return {
        "head": relation.head,
        "type": relation.type.value,
        "tail": relation.tail,
        "polarity": relation.polarity.value,
        "confidence": relation.confidence,
        "producer": relation.producer,
        "evidence": [
            {"start": e.start, "end": e.end, "head": _span_record(e.head), "tail": _span_record(e.tail)}
            for e in relation.evidence
        ],
    }


def _result_record(result: ReportedResult) -> dict[str, object]:
    return {
        "subject": result.subject,
        "metric": result.metric,
        "dataset": result.dataset,
        "value": result.value,
        "number": result.number,
        "unit": result.unit,
        "text": result.text,
        "confidence": result.confidence,
        "evidence": _span_record(result.evidence),
    }


def _span_record(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


# ---------------------------------------------------------------- from plain data


def _from_record(record: Mapping[str, Any]) -> Annotation:
    paper = paper_from_record(record)
    return Annotation(
        paper=paper,
        sentences=tuple(Span(start, end) for start, end in record["sentences"]),
        entities=tuple(_entity(item) for item in record["entities"]),
        relations=tuple(_relation(item) for item in record["relations"]),
        results=tuple(_result(item) for item in record["results"]),
        text_hash=record["hashes"]["text"],
        model_hash=record["hashes"]["model"],
        vocabulary_hash=record["hashes"]["vocabulary"],
    )


def paper_from_record(record: Mapping[str, Any]) -> Paper:
    """Return the paper that `paper_record` made plain.

    Args:
        record: plain data.
    """
    return Paper(
        id=str(record["id"]),
        title=str(record.get("title") or ""),
        abstract=str(record.get("abstract") or ""),
        authors=tuple(Author(str(item["name"]), item.get("orcid")) for item in record.get("authors", ())),
        year=record.get("year"),
        venue=record.get("venue"),
        doi=record.get("doi"),
        arxiv=record.get("arxiv"),
        url=record.get("url"),
        keywords=tuple(record.get("keywords", ())),
        references=tuple(record.get("references", ())),
    )


def _entity(item: Mapping[str, Any]) -> PaperEntity:
    roles = tuple(Role(role) for role in item.get("roles") or [item["role"]])
    return PaperEntity(
        id=str(item["id"]),
        type=EntityType(item["type"]),
        name=str(item["name"]),
        surface=tuple(item["surface"]),
        roles=roles,
        role_mentions=tuple(item.get("roleMentions") or [0] * len(roles)),
        confidence=float(item["confidence"]),
        mentions=tuple(_mention(mention) for mention in item["mentions"]),
        long_form=item.get("longForm"),
        short_form=item.get("shortForm"),
        node=item.get("node"),
    )


def _mention(item: Mapping[str, Any]) -> Mention:
    return Mention(
        int(item["start"]),
        int(item["end"]),
        str(item["text"]),
        EntityType(item["type"]),
        float(item["confidence"]),
        str(item["producer"]),
        bool(item.get("coreferent", False)),
    )


def _relation(item: Mapping[str, Any]) -> Relation:
    return Relation(
        head=str(item["head"]),
        type=RelationType(item["type"]),
        tail=str(item["tail"]),
        polarity=Polarity(item.get("polarity", Polarity.AFFIRMED)),
        confidence=float(item["confidence"]),
        producer=str(item["producer"]),
        evidence=tuple(
            RelationEvidence(int(e["start"]), int(e["end"]), _span(e["head"]), _span(e["tail"]))
            for e in item["evidence"]
        ),
    )


def _result(item: Mapping[str, Any]) -> ReportedResult:
    return ReportedResult(
        subject=item["subject"],
        metric=item["metric"],
        dataset=item["dataset"],
        value=str(item["value"]),
        number=None if item["number"] is None else float(item["number"]),
        unit=str(item["unit"]),
        text=str(item["text"]),
        evidence=_span(item["evidence"]),
        confidence=float(item.get("confidence", 1.0)),
    )


def _span(item: Mapping[str, Any]) -> Span:
    return Span(int(item["start"]), int(item["end"]))


def drop_unsure(annotation: Annotation, min_confidence: float) -> Annotation:
    """Return the annotation without what is less sure than a threshold.

    Args:
        annotation: what one paper says.
        min_confidence: least confidence of entities, relations and results, in [0, 1].

    Returns:
        The annotation; relations lose their place with an end, results lose only the end.
    """
    if min_confidence <= 0:
        return annotation
    entities = tuple(entity for entity in annotation.entities if entity.confidence >= min_confidence)
    kept: set[str | None] = {entity.id for entity in entities}
    relations = tuple(r for r in annotation.relations if r.confidence >= min_confidence and {r.head, r.tail} <= kept)
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
