"""From annotations to evidence: where in which paper a claim is made, kept once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.iris import Iris
from kg.model import Annotation, Evidence, Links, Mention, PaperEntity, Relation, Span
from kg.schema import RELATION_ENDS, Polarity


@dataclass(frozen=True, slots=True)
class Assertion:
    """One claim as one place of one paper makes it."""

    subject: str
    predicate: str
    object: str
    evidence: Evidence


def paper_assertions(annotation: Annotation, links: Links, iris: Iris) -> Iterator[Assertion]:
    """Yield what a paper says: its roles towards entities, and the relations it states.

    Args:
        annotation: the paper.
        links: the key of each of its entities.
        iris: mints the IRIs.
    """
    node = {entity.id: iris.entity(links.keys[annotation.paper.id, entity.id]) for entity in annotation.entities}
    for entity in annotation.entities:
        yield from _role_assertions(annotation, entity, node[entity.id], iris)
    for relation in annotation.relations:
        if node[relation.head] != node[relation.tail]:
            yield from _relation_assertions(annotation, relation, node, iris)


def holding_among(assertion: Assertion, entities: Container[str]) -> Assertion:
    """Return an assertion that holds on and in nothing but entities of the graph.

    Args:
        assertion: a claim of one paper.
        entities: IRIs of the entities of the graph.
    """
    evidence = assertion.evidence
    datasets = tuple(iri for iri in evidence.datasets if iri in entities)
    metrics = tuple(iri for iri in evidence.metrics if iri in entities)
    return replace(assertion, evidence=replace(evidence, datasets=datasets, metrics=metrics))


def sentence_around(annotation: Annotation, start: int, end: int) -> Span:
    """Return the span of the sentences that hold a stretch of text.

    Args:
        annotation: the paper.
        start: first code point of the stretch.
        end: code point after its last.

    Returns:
        From the start of the first such sentence to the end of the last; the whole text where there are no sentences.
    """
    sentences = annotation.sentences
    if not sentences:
        return Span(0, len(annotation.paper.text))
    starts = [sentence.start for sentence in sentences]
    first = sentences[max(bisect_right(starts, start) - 1, 0)]
    last = sentences[max(bisect_right(starts, max(start, end - 1)) - 1, 0)]
    return Span(min(first.start, start), max(last.end, end))


def _role_assertions(annotation: Annotation, entity: PaperEntity, node: str, iris: Iris) -> Iterator[Assertion]:
    paper = iris.paper(annotation.paper.id)
    for role, index in zip(entity.roles, entity.role_mentions, strict=True):
        mention: Mention = entity.mentions[index]
        sentence = sentence_around(annotation, mention.start, mention.end)
        claim = iris.claim(paper, role.value, node)
        tail = Span(mention.start, mention.end)
        evidence = Evidence(
            id=iris.evidence(claim, paper, sentence.start, sentence.end, str(tail)),
            claim=claim,
            paper=paper,
            start=sentence.start,
            end=sentence.end,
            head=None,
            tail=tail,
            sentence=annotation.paper.text[sentence.start : sentence.end],
            confidence=entity.confidence,
            producer=mention.producer,
            polarity=Polarity.AFFIRMED,
        )
        yield Assertion(paper, role.value, node, evidence)


def _relation_assertions(
    annotation: Annotation, relation: Relation, node: Mapping[str, str], iris: Iris
) -> Iterator[Assertion]:
    paper = iris.paper(annotation.paper.id)
    head, tail = node[relation.head], node[relation.tail]
    turned = RELATION_ENDS[relation.type].symmetric and head > tail
    subject, obj = (tail, head) if turned else (head, tail)
    claim = iris.claim(subject, relation.type.value, obj)
    for place in relation.evidence:
        ends = (place.tail, place.head) if turned else (place.head, place.tail)
        evidence = Evidence(
            id=iris.evidence(claim, paper, place.start, place.end, str(ends), relation.polarity.value),
            claim=claim,
            paper=paper,
            start=place.start,
            end=place.end,
            head=ends[0],
            tail=ends[1],
            sentence=annotation.paper.text[place.start : place.end],
            confidence=relation.confidence,
            producer=relation.producer,
            polarity=relation.polarity,
            datasets=_nodes(place.datasets, node, (subject, obj)),
            metrics=_nodes(place.metrics, node, (subject, obj)),
        )
        yield Assertion(subject, relation.type.value, obj, evidence)


def _nodes(local: Iterable[str], node: Mapping[str, str], ends: tuple[str, str]) -> tuple[str, ...]:
    """The entities that local ids stand for, but for those that linking found to be an end of the relation."""
    return tuple(sorted({node[name] for name in local} - set(ends)))
