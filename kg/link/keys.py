"""The key of one entity of one paper: a pure function of the paper and the vocabulary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.model import Annotation, Concept, PaperEntity
from kg.names import clean_latex, fold
from kg.vocabulary.lookup import Vocabulary

# A long form that shares this much of its words with a label of the concept its short form names is that concept.
_LONG_FORM_OVERLAP = 0.6


@dataclass(frozen=True, slots=True)
class EntityKey:
    """The key of an entity of a paper, and why.

    `open_homograph` holds the concepts that its only name could mean, where neither long form nor text decided.
    """

    key: str
    rule: str
    score: float
    surfaces: tuple[str, ...]
    short_form: str | None = None
    long_form: str | None = None
    open_homograph: tuple[str, ...] = ()


def entity_key(annotation: Annotation, entity: PaperEntity, vocabulary: Vocabulary) -> EntityKey:
    """Return the key of one entity: a vocabulary concept, else its folded long form, else its folded tightest name.

    Args:
        annotation: the paper that names it.
        entity: one of the annotation's entities.
        vocabulary: where surfaces are looked up.
    """
    surfaces = _named_surfaces(entity)
    if entity.long_form:
        concept = _concept_of_long_form(entity, vocabulary)
        key, rule = (
            (concept.id, "vocabulary: long form") if concept else (_own(entity.long_form, vocabulary), "long form")
        )
        return EntityKey(key, rule, 1.0, surfaces, entity.short_form, entity.long_form)
    concept = _concept_of_surfaces(annotation, entity, surfaces, vocabulary)
    if concept:
        return EntityKey(concept.id, "vocabulary: label", 1.0, surfaces, entity.short_form)
    tightest = min(surfaces, key=lambda surface: (fold(surface).count("-"), len(fold(surface)), fold(surface)))
    senses = _open_senses(surfaces, vocabulary)
    return EntityKey(_own(tightest, vocabulary), "name", 1.0, surfaces, entity.short_form, open_homograph=senses)


def _own(name: str, vocabulary: Vocabulary) -> str:
    """The folded name, kept apart from a concept that it was not linked to ("sick" is not the data set SICK)."""
    key = fold(name)
    return f"{key}-term" if key in vocabulary.concepts else key


def _named_surfaces(entity: PaperEntity) -> tuple[str, ...]:
    """The strings that name the entity, most frequent first; pronouns and the like only where there is nothing else."""
    counts = Counter(mention.text for mention in entity.mentions if not mention.coreferent)
    counts = counts or Counter(mention.text for mention in entity.mentions)
    return tuple(sorted(counts, key=lambda text: (-counts[text], text)))


def _concept_of_long_form(entity: PaperEntity, vocabulary: Vocabulary) -> Concept | None:
    found = _best_kind(vocabulary.lookup(entity.long_form or ""), entity)
    if found or not entity.short_form:
        return found
    words = set(fold(entity.long_form or "").split("-"))
    senses = [c for c in vocabulary.lookup(entity.short_form) if _overlap(words, c) >= _LONG_FORM_OVERLAP]
    return max(senses, key=lambda concept: (_overlap(words, concept), concept.id), default=None)


def _overlap(words: set[str], concept: Concept) -> float:
    labels = [set(fold(label).split("-")) for label in (concept.name, *concept.labels)]
    return max(len(words & label) / len(words | label) for label in labels)


def _concept_of_surfaces(
    annotation: Annotation, entity: PaperEntity, surfaces: tuple[str, ...], vocabulary: Vocabulary
) -> Concept | None:
    votes: Counter[str] = Counter()
    for surface in surfaces:
        concept = vocabulary.resolve(clean_latex(surface), annotation.paper.text)
        if concept:
            votes[concept.id] += sum(mention.text == surface for mention in entity.mentions)
    if not votes:
        return None
    concepts = vocabulary.concepts
    return concepts[min(votes, key=lambda id_: (concepts[id_].type is not entity.type, -votes[id_], id_))]


def _best_kind(concepts: tuple[Concept, ...], entity: PaperEntity) -> Concept | None:
    """The one concept, or of several the only one of the entity's type; several of the same kind decide nothing."""
    fitting = [concept for concept in concepts if concept.type is entity.type] or list(concepts)
    return fitting[0] if len(fitting) == 1 else None


def _open_senses(surfaces: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    senses = {concept.id for surface in surfaces for concept in vocabulary.lookup(clean_latex(surface))}
    return tuple(sorted(senses)) if len(senses) > 1 else ()
