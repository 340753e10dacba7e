"""Joins the concepts of a user's SKOS files to the shipped ones: ours keep their ids, theirs become exact matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import unquote

from kg.model import Concept
from kg.names import fold
from kg.schema import EntityType
from kg.vocabulary.capitals import Capitals, has_capitals, needed_capitals
from kg.vocabulary.compiled import CompiledVocabulary
from kg.vocabulary.lookup import IndexedLabel
from kg.vocabulary.skos import VOCABULARY, SkosConcept

_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class SkosFile:
    """What one file of the user holds; `name` is what warnings call it."""

    name: str
    concepts: tuple[SkosConcept, ...]


@dataclass(frozen=True, slots=True)
class ExtendedVocabulary:
    """The shipped concepts and the user's, joined."""

    concepts: tuple[Concept, ...]
    labels: tuple[IndexedLabel, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """A concept while files are being joined; sets are sorted when it is finished."""

    id: str
    name: str
    type: EntityType | None
    labels: set[str] = field(default_factory=set)
    abbreviations: set[str] = field(default_factory=set)
    broader: set[str] = field(default_factory=set)
    exact_match: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Joining:
    """The state of the joining: concepts by id, labels by key, and the id that each IRI was given."""

    drafts: dict[str, _Draft]
    labels: dict[str, list[IndexedLabel]]
    ids: dict[str, str] = field(default_factory=dict)

    def add_label(self, concept: str, label: str) -> None:
        """Note that a label names a concept."""
        self.labels.setdefault(fold(label), []).append(IndexedLabel(fold(label), label, concept))

    def others(self, concept: str, label: str) -> bool:
        """Say whether a label already names another concept."""
        return any(indexed.concept != concept for indexed in self.labels.get(fold(label), ()))


def extend_vocabulary(shipped: CompiledVocabulary, files: Sequence[SkosFile]) -> ExtendedVocabulary:
    """Join the concepts of some files to the shipped ones.

    A concept that shares its name or an exact match with one of ours becomes part of it; any other is added, the key of
    its name being its id. Its kind is the one stated, else that of the nearest broader concept, else Concept. A label
    that already names another concept is left out unless it is an acronym; so is a broader link that closes a circle.

    Args:
        shipped: the shipped vocabulary.
        files: the user's files; the result depends on their order where two of them disagree.
    """
    joining = _start(shipped)
    for concept in (concept for file in files for concept in file.concepts):
        joining.ids[concept.iri] = _place(joining, concept)
    warnings = [warning for file in files for take in (_take_labels, _take_broader) for warning in take(joining, file)]
    for draft in sorted(joining.drafts.values(), key=lambda draft: draft.id):
        draft.type = draft.type or _inherited_type(joining, draft)
    return ExtendedVocabulary(
        concepts=tuple(_finished(joining.drafts[concept]) for concept in sorted(joining.drafts)),
        labels=tuple(label for key in sorted(joining.labels) for label in joining.labels[key]),
        warnings=tuple(warnings),
    )


def _start(shipped: CompiledVocabulary) -> _Joining:
    joining = _Joining({}, {})
    for concept in shipped.concepts:
        joining.drafts[concept.id] = _Draft(
            id=concept.id,
            name=concept.name,
            type=concept.type,
            labels=set(concept.labels),
            abbreviations=set(concept.abbreviations),
            broader=set(concept.broader),
            exact_match=set(concept.exact_match),
        )
    for key in shipped.index.labels:
        joining.labels[key] = [IndexedLabel(key, label, concept) for label, concept in shipped.index.find(key)]
    return joining


def _place(joining: _Joining, concept: SkosConcept) -> str:
    kind = EntityType(concept.kinds[0]) if len(concept.kinds) == 1 else None
    target = _match(joining, concept, kind)
    if target is None:
        target = next(new for new in _possible_ids(concept, kind) if new not in joining.drafts)
        joining.drafts[target] = _Draft(target, concept.name, kind)
        joining.add_label(target, concept.name)
    draft = joining.drafts[target]
    draft.exact_match.update(iri for iri in (concept.iri, *concept.exact_match) if not iri.startswith(VOCABULARY))
    return target


def _match(joining: _Joining, concept: SkosConcept, kind: EntityType | None) -> str | None:
    for candidates in (
        _same_by_iri(joining, concept),
        _same_by_name(joining, concept),
        _same_by_label(joining, concept),
    ):
        fitting = {found for found in candidates if kind in (None, joining.drafts[found].type)}
        if len(fitting) == 1:
            return fitting.pop()
    return None


def _same_by_iri(joining: _Joining, concept: SkosConcept) -> Iterator[str]:
    for iri in (concept.iri, *concept.exact_match):
        found = _id_of(joining, iri)
        if found is not None:
            yield found


def _same_by_name(joining: _Joining, concept: SkosConcept) -> Iterator[str]:
    for indexed in joining.labels.get(fold(concept.name), ()):
        if has_capitals(concept.name, indexed.label, joining.drafts[indexed.concept].type or EntityType.CONCEPT):
            yield indexed.concept


def _same_by_label(joining: _Joining, concept: SkosConcept) -> Iterator[str]:
    for label in concept.labels:
        if needed_capitals(label, EntityType.CONCEPT) is not Capitals.ALL:
            for indexed in joining.labels.get(fold(label), ()):
                if indexed.label == joining.drafts[indexed.concept].name:
                    yield indexed.concept


def _id_of(joining: _Joining, iri: str) -> str | None:
    own = unquote(iri.removeprefix(VOCABULARY)) if iri.startswith(VOCABULARY) else ""
    return own if own in joining.drafts else joining.ids.get(iri)


def _possible_ids(concept: SkosConcept, kind: EntityType | None) -> Iterator[str]:
    key = fold(concept.name)
    yield key
    if kind is not None:
        yield f"{key}-{kind.value.lower()}"
    yield from (f"{key}-{number}" for number in count(2))


def _take_labels(joining: _Joining, file: SkosFile) -> Iterator[str]:
    taken: list[str] = []
    for concept in file.concepts:
        draft = joining.drafts[joining.ids[concept.iri]]
        for label in dict.fromkeys((concept.name, *concept.labels, *concept.hidden)):
            if label in (draft.name, *draft.labels):
                continue
            if joining.others(draft.id, label) and needed_capitals(label, EntityType.CONCEPT) is not Capitals.ALL:
                taken.append(label)
                continue
            joining.add_label(draft.id, label)
            if label not in concept.hidden:
                draft.labels.add(label)
        draft.abbreviations.update(set(concept.abbreviations) & draft.labels)
    yield from _warning(file, "labels already name another concept and were left out", taken)


def _take_broader(joining: _Joining, file: SkosFile) -> Iterator[str]:
    circles: list[str] = []
    unknown: list[str] = []
    for concept in file.concepts:
        draft = joining.drafts[joining.ids[concept.iri]]
        for iri in concept.broader:
            broader = _id_of(joining, iri)
            if broader is None:
                unknown.append(iri)
            elif broader == draft.id or draft.id in _above(joining, broader):
                circles.append(f"{draft.name} → {joining.drafts[broader].name}")
            else:
                draft.broader.add(broader)
    yield from _warning(file, "broader links close a circle and were left out", circles)
    yield from _warning(file, "broader concepts are not in the file and were left out", unknown)


def _above(joining: _Joining, concept: str) -> list[str]:
    found = list(joining.drafts[concept].broader)
    seen = set(found)
    for broader in found:
        found.extend(further for further in sorted(joining.drafts[broader].broader) if further not in seen)
        seen.update(joining.drafts[broader].broader)
    return found


def _inherited_type(joining: _Joining, draft: _Draft) -> EntityType:
    types = (joining.drafts[broader].type for broader in _above(joining, draft.id))
    return next((kind for kind in types if kind is not None), EntityType.CONCEPT)


def _warning(file: SkosFile, what: str, examples: Sequence[str]) -> Iterator[str]:
    if examples:
        shown = "; ".join(sorted(examples)[:_EXAMPLES]) + ("; …" if len(examples) > _EXAMPLES else "")
        yield f"{file.name}: {len(examples)} {what}: {shown}"


def _finished(draft: _Draft) -> Concept:
    return Concept(
        id=draft.id,
        name=draft.name,
        type=draft.type or EntityType.CONCEPT,
        labels=_sorted(draft.labels - {draft.name}),
        abbreviations=_sorted(draft.abbreviations),
        broader=_sorted(draft.broader),
        exact_match=_sorted(draft.exact_match),
    )


def _sorted(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(items))
