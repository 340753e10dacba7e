"""Annotations built by hand: a text, what it names, what it says. No model and no pipeline is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tiny_graph import sentence_spans

from kg.graph.assemble import Assembly, assemble_graph
from kg.iris import Iris
from kg.link import link_entities
from kg.model import (
    Annotation,
    Concept,
    CurationAction,
    CurationLine,
    Mention,
    Paper,
    PaperEntity,
    Relation,
    RelationEvidence,
    ReportedResult,
    Span,
)
from kg.names import fold
from kg.schema import EntityType, Polarity, RelationType, Role
from kg.vocabulary.lookup import HomographSense, IndexedLabel, Vocabulary, make_vocabulary

METHOD, DATASET, TASK = EntityType.METHOD, EntityType.DATASET, EntityType.TASK
METRIC, CONCEPT = EntityType.METRIC, EntityType.CONCEPT
IRIS = Iris()


@dataclass(frozen=True)
class Thing:
    """What a paper names; the local id is its first surface."""

    surfaces: tuple[str, ...]
    type: EntityType = METHOD
    roles: tuple[Role, ...] = (Role.MENTIONS,)
    long_form: str | None = None
    short_form: str | None = None
    confidence: float = 0.9


def thing(
    *surfaces: str,
    type: EntityType = METHOD,  # noqa: A002
    roles: Sequence[Role] = (Role.MENTIONS,),
    long_form: str | None = None,
    short_form: str | None = None,
    confidence: float = 0.9,
) -> Thing:
    return Thing(surfaces, type, tuple(roles), long_form, short_form, confidence)


def defined(long_form: str, short_form: str, type: EntityType = METHOD) -> Thing:  # noqa: A002
    """Something that the text spells out: "masked autoencoder (MAE)"."""
    return thing(short_form, long_form, type=type, long_form=long_form, short_form=short_form)


def annotate(
    paper_id: str,
    text: str,
    *things: Thing | str,
    title: str = "",
    says: Iterable[tuple[object, ...]] = (),
    reports: Iterable[tuple[str | None, ...]] = (),
    **record: object,
) -> Annotation:
    """Make the annotation of a paper.

    Args:
        paper_id: id of the paper.
        text: its abstract; every surface must stand in it or in the title.
        things: what it names; a string is a method that is only mentioned.
        title: its title.
        says: relations as (head, relation, tail[, polarity[, confidence[, datasets[, metrics]]]]), ends by first
            surface.
        reports: results as (value, metric, dataset, subject), None where the text names none.
        record: other fields of the paper, such as `authors`.
    """
    paper = Paper(id=paper_id, title=title, abstract=text, **record)
    entities = [_entity(paper.text, thing(item) if isinstance(item, str) else item) for item in things]
    return Annotation(
        paper=paper,
        sentences=sentence_spans(paper.text),
        entities=tuple(entities),
        relations=tuple(_relation(paper.text, entities, *said) for said in says),
        results=tuple(_result(paper.text, *reported) for reported in reports),
        text_hash="t",
        model_hash="m",
        vocabulary_hash="v",
    )


def naming(paper_id: str, *things: Thing | str) -> Annotation:
    """A paper that says nothing but the names of some things."""
    surfaces = [s for item in things for s in ((item,) if isinstance(item, str) else item.surfaces)]
    return annotate(paper_id, f"We study {', '.join(dict.fromkeys(surfaces))}.", *things)


def assemble(
    annotations: Sequence[Annotation], vocabulary: Vocabulary, curation: Sequence[CurationLine] = ()
) -> Assembly:
    """Link and assemble, as a build does."""
    return assemble_graph(annotations, link_entities(annotations, vocabulary, curation), vocabulary, IRIS, curation)


def line(action: str, subject: str, **fields: str) -> CurationLine:
    """A line of a curation file."""
    return CurationLine(line=2, action=CurationAction(action), subject=subject, **fields)


def make_small_vocabulary() -> Vocabulary:
    """A dozen concepts, with one homograph and a chain of three."""
    concepts = (
        Concept("bert", "BERT", METHOD, broader=("pretrained-language-model",)),
        Concept("roberta", "RoBERTa", METHOD, broader=("pretrained-language-model",)),
        Concept("pretrained-language-model", "pretrained language model", METHOD, ("PLM",), ("PLM",)),
        Concept("knowledge-distillation", "knowledge distillation", METHOD, ("KD",), ("KD",), ("model-compression",)),
        Concept("model-compression", "model compression", METHOD, broader=("efficiency",)),
        Concept("efficiency", "efficiency", CONCEPT),
        Concept("mean-absolute-error", "mean absolute error", METRIC, ("MAE",), ("MAE",)),
        Concept("masked-autoencoder", "masked autoencoder", METHOD, ("MAE",), ("MAE",)),
        Concept("imagenet", "ImageNet", DATASET, ("ILSVRC",), exact_match=("https://elsewhere.example/ImageNet",)),
        Concept("image-classification", "image classification", TASK),
        Concept("accuracy", "accuracy", METRIC),
    )
    senses = (
        HomographSense("MAE", "mean-absolute-error", ("regression", "forecasting")),
        HomographSense("MAE", "masked-autoencoder", ("image", "pretraining")),
    )
    named = [(name, concept.id) for concept in concepts for name in (concept.name, *concept.labels)]
    labels = [IndexedLabel(fold(name), name, concept) for name, concept in named]
    return make_vocabulary(concepts, labels, senses, "0" * 64)


def _entity(text: str, item: Thing) -> PaperEntity:
    mentions = sorted(
        (
            Mention(match.start(), match.end(), surface, item.type, item.confidence, "person")
            for surface in item.surfaces
            for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)
        ),
        key=lambda mention: mention.start,
    )
    missing = set(item.surfaces) - {mention.text for mention in mentions}
    if missing:
        raise ValueError(f"the text does not hold {missing}")
    return PaperEntity(
        id=item.surfaces[0],
        type=item.type,
        name=item.surfaces[0],
        surface=tuple(dict.fromkeys(mention.text for mention in mentions)),
        roles=item.roles,
        role_mentions=(0,) * len(item.roles),
        confidence=item.confidence,
        mentions=tuple(mentions),
        long_form=item.long_form,
        short_form=item.short_form,
    )


def _relation(
    text: str,
    entities: Sequence[PaperEntity],
    head: str,
    relation: str,
    tail: str,
    polarity: Polarity = Polarity.AFFIRMED,
    confidence: float = 0.8,
    datasets: tuple[str, ...] = (),
    metrics: tuple[str, ...] = (),
) -> Relation:
    places = {entity.id: [Span(m.start, m.end) for m in entity.mentions] for entity in entities}
    start, end = _shortest([*sentence_spans(text), Span(0, len(text))], places[head], places[tail])
    ends = [next(place for place in places[name] if start <= place.start < end) for name in (head, tail)]
    evidence = RelationEvidence(start, end, *ends, datasets, metrics)
    return Relation(head, RelationType(relation), tail, polarity, confidence, "person", (evidence,))


def _shortest(stretches: Sequence[Span], *ends: Sequence[Span]) -> tuple[int, int]:
    """The first sentence that holds both ends, else the whole text."""
    return next(
        (s.start, s.end) for s in stretches if all(any(s.start <= p.start < s.end for p in places) for places in ends)
    )


def _result(text: str, value: str, metric: str | None, dataset: str | None, subject: str | None) -> ReportedResult:
    place = text.index(value)
    sentence = next(span for span in sentence_spans(text) if span.start <= place < span.end)
    number = re.search(r"[\d.]+", value)
    unit = "%" if value.endswith("%") else ""
    return ReportedResult(subject, metric, dataset, value, float(number[0]) if number else None, unit, value, sentence)
