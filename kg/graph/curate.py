"""A person's renames, retypes, rejections and additions, applied before statements are gathered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.graph.entities import rename, retype
from kg.graph.evidence import Assertion, sentence_around
from kg.iris import Iris
from kg.model import Annotation, CurationAction, CurationLine, Entity, Evidence
from kg.names import fold
from kg.schema import RELATION_ENDS, EntityType, Polarity, RelationType

_RELATIONS = frozenset(relation.value for relation in RelationType)


@dataclass(frozen=True, slots=True)
class Curated:
    """Entities and assertions after the curation file, and warnings about lines that match nothing any more."""

    entities: list[Entity]
    assertions: list[Assertion]
    warnings: tuple[str, ...]


def curate(
    entities: Sequence[Entity],
    assertions: Sequence[Assertion],
    annotations: Sequence[Annotation],
    iris: Iris,
    curation: Sequence[CurationLine],
) -> Curated:
    """Apply the lines of a curation file that concern a graph, in their order.

    Args:
        entities: all entities.
        assertions: what the papers say.
        annotations: the papers, which quotes of additions are looked up in.
        iris: mints the IRIs of additions.
        curation: the lines; merges and splits are left alone.
    """
    state = Curated(list(entities), list(assertions), ())
    papers = {annotation.paper.id: annotation for annotation in annotations}
    for line in curation:
        if line.action not in _ACTIONS:
            continue
        changed = _ACTIONS[line.action](state, line, papers, iris)
        warning = f"curation line {line.line}: {line.action} {line.subject!r} matches nothing any more"
        state = changed or replace(state, warnings=(*state.warnings, warning))
    return state


def _find(state: Curated, name: str) -> Entity | None:
    """The entity that a person means by a name, a key or an IRI."""
    folded = fold(name)
    by_iri = (entity for entity in state.entities if entity.iri == name)
    by_key = (entity for entity in state.entities if entity.key == folded)
    by_name = (entity for entity in state.entities if folded in map(fold, (entity.name, *entity.aliases)))
    return next(by_iri, None) or next(by_key, None) or min(by_name, key=lambda e: e.iri, default=None)


def _replace_entity(state: Curated, old: Entity, new: Entity) -> Curated:
    return replace(state, entities=[new if entity is old else entity for entity in state.entities])


def _rename(state: Curated, line: CurationLine, _papers: Mapping[str, Annotation], _iris: Iris) -> Curated | None:
    entity = _find(state, line.subject)
    return _replace_entity(state, entity, rename(entity, line.object)) if entity else None


def _retype(state: Curated, line: CurationLine, _papers: Mapping[str, Annotation], _iris: Iris) -> Curated | None:
    entity = _find(state, line.subject)
    return _replace_entity(state, entity, retype(entity, EntityType(line.object))) if entity else None


def _reject(state: Curated, line: CurationLine, papers: Mapping[str, Annotation], iris: Iris) -> Curated | None:
    """Reject an entity with all that is said of it, a claim, or what one paper or one sentence says."""
    subject = _end(state, line.subject, papers, iris)
    obj = _end(state, line.object, papers, iris) if line.object else None
    if subject is None or (line.object and obj is None):
        return None
    kept = [a for a in state.assertions if not _is_rejected(a, line, subject, obj, iris)]
    if any((line.predicate, line.object, line.paper, line.quote)):
        return replace(state, assertions=kept) if len(kept) < len(state.assertions) else None
    return replace(state, entities=[e for e in state.entities if e.iri != subject], assertions=kept)


def _is_rejected(assertion: Assertion, line: CurationLine, subject: str, obj: str | None, iris: Iris) -> bool:
    evidence, undirected = assertion.evidence, _is_symmetric(assertion.predicate)
    forward = subject == assertion.subject and obj in (None, assertion.object)
    backward = subject == assertion.object and obj in (None, assertion.subject)
    return (
        (forward or (backward and (undirected or not (line.predicate or obj))))
        and line.predicate in ("", assertion.predicate)
        and (not line.paper or iris.paper(line.paper) == evidence.paper)
        and line.quote in evidence.sentence
    )


def _is_symmetric(predicate: str) -> bool:
    ends = RELATION_ENDS.get(RelationType(predicate)) if predicate in _RELATIONS else None
    return ends is not None and ends.symmetric


def _add(state: Curated, line: CurationLine, papers: Mapping[str, Annotation], iris: Iris) -> Curated | None:
    """Add a role of a paper or a relation of two entities; its quote must stand in the paper."""
    ends = _ends_of_addition(state, line, papers, iris)
    annotation = papers.get(line.paper)
    if ends is None or annotation is None:
        return None
    subject, obj = ends
    start = annotation.paper.text.find(line.quote)
    if start < 0:
        return None
    sentence = sentence_around(annotation, start, start + len(line.quote))
    claim, paper = iris.claim(subject, line.predicate, obj), iris.paper(line.paper)
    evidence = Evidence(
        id=iris.evidence(claim, paper, sentence.start, sentence.end, "curation"),
        claim=claim,
        paper=paper,
        start=sentence.start,
        end=sentence.end,
        head=None,
        tail=None,
        sentence=annotation.paper.text[sentence.start : sentence.end],
        confidence=1.0,
        producer=f"person:{line.who}" if line.who else "person",
        polarity=Polarity.AFFIRMED,
    )
    return replace(state, assertions=[*state.assertions, Assertion(subject, line.predicate, obj, evidence)])


def _ends_of_addition(
    state: Curated, line: CurationLine, papers: Mapping[str, Annotation], iris: Iris
) -> tuple[str, str] | None:
    named = (_find(state, name) for name in (line.subject, line.object))
    head, tail = (entity.iri if entity else None for entity in named)
    if line.predicate not in _RELATIONS:
        head = iris.paper(line.subject) if line.subject in papers else None
    if head is None or tail is None or head == tail:
        return None
    return (tail, head) if _is_symmetric(line.predicate) and head > tail else (head, tail)


def _end(state: Curated, name: str, papers: Mapping[str, Annotation], iris: Iris) -> str | None:
    if name in papers:
        return iris.paper(name)
    entity = _find(state, name)
    return entity.iri if entity else None


_Action = Callable[[Curated, CurationLine, Mapping[str, Annotation], Iris], Curated | None]
_ACTIONS: dict[CurationAction, _Action] = {
    CurationAction.RENAME: _rename,
    CurationAction.RETYPE: _retype,
    CurationAction.REJECT: _reject,
    CurationAction.ADD: _add,
}
