"""Papers and annotations as plain data: the fields of `annotations.jsonl`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.model import (
    Annotation,
    Author,
    Mention,
    Paper,
    PaperEntity,
    Relation,
    RelationEvidence,
    ReportedResult,
    Span,
)
from kg.schema import EntityType, Polarity, RelationType, Role

_OPTIONAL_FIELDS = ("year", "venue", "doi", "arxiv", "url")


def annotation_record(annotation: Annotation) -> dict[str, object]:
    """Return an annotation as plain data, in the form of `annotations.jsonl`.

    Args:
        annotation: what one paper says.
    """
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
        "evidence": [_evidence_record(evidence) for evidence in relation.evidence],
    }


def _evidence_record(evidence: RelationEvidence) -> dict[str, object]:
    conditions = {"datasets": list(evidence.datasets), "metrics": list(evidence.metrics)}
    return {
        "start": evidence.start,
        "end": evidence.end,
        "head": _span_record(evidence.head),
        "tail": _span_record(evidence.tail),
        **{name: ids for name, ids in conditions.items() if ids},
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


def annotation_from_record(record: Mapping[str, Any]) -> Annotation:
    """Return the annotation that `annotation_record` made plain.

    Args:
        record: plain data.

    Raises:
        KeyError: a field is missing.
        ValueError, TypeError: a field holds what it cannot.
    """
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
        evidence=tuple(_evidence(e) for e in item["evidence"]),
    )


def _evidence(item: Mapping[str, Any]) -> RelationEvidence:
    return RelationEvidence(
        start=int(item["start"]),
        end=int(item["end"]),
        head=_span(item["head"]),
        tail=_span(item["tail"]),
        datasets=tuple(map(str, item.get("datasets", ()))),
        metrics=tuple(map(str, item.get("metrics", ()))),
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
