"""The key of one entity of one paper: a pure function of the paper and the vocabulary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.model import Annotation, Concept, PaperEntity
from kg.names import clean_latex, fold
from kg.schema import EntityType
from kg.vocabulary.lookup import Vocabulary

# A long form that shares this much of its words with a label of the concept its short form names is that concept.
_LONG_FORM_OVERLAP = 0.6
# Two words of one stem share that many letters and differ in so few at the end ("convolution", "convolutional").
_STEM = 4
_ENDING = 3

# Words that a paper adds to the name of a concept of a kind and that say no more than its kind does.
_SORT_WORDS = {
    EntityType.METHOD: frozenset({"algorithm", "approach", "method", "technique"}),
    EntityType.DATASET: frozenset({"benchmark", "corpus", "dataset"}),
    EntityType.TASK: frozenset({"problem", "task"}),
    EntityType.METRIC: frozenset({"metric", "score"}),
    EntityType.CONCEPT: frozenset[str](),
}
_COINED_LETTERS = 5


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
    concept = _concept_without_sort_word(annotation, surfaces, vocabulary)
    if concept:
        return EntityKey(concept.id, "vocabulary: sort of thing left out", 0.9, surfaces, entity.short_form)
    tightest = min(surfaces, key=lambda surface: (fold(surface).count("-"), len(fold(surface)), fold(surface)))
    senses = _open_senses(surfaces, vocabulary)
    return EntityKey(_own(tightest, vocabulary), "name", 1.0, surfaces, entity.short_form, open_homograph=senses)


def _own(name: str, vocabulary: Vocabulary) -> str:
    """The folded name, kept apart from a concept that it was not linked to ("sick" is not the data set SICK)."""
    key = fold(name)
    return f"{key}-term" if key in vocabulary.concepts else key


def _named_surfaces(entity: PaperEntity) -> tuple[str, ...]:
    """The strings that name the entity, most frequent first; pronouns and the like only where there is nothing else."""
    counts = Counter(mention.text for mention in entity.mentions if mention.is_name)
    counts = counts or Counter(mention.text for mention in entity.mentions)
    return tuple(sorted(counts, key=lambda text: (-counts[text], text)))


def _concept_of_long_form(entity: PaperEntity, vocabulary: Vocabulary) -> Concept | None:
    found = _best_kind(vocabulary.lookup(entity.long_form or ""), entity)
    named = vocabulary.lookup(entity.short_form or "")
    if len(named) == 1 and _short_form_decides(named[0], found, entity):
        return named[0]
    if found:
        return found
    words = set(fold(entity.long_form or "").split("-"))
    senses = [concept for concept in named if _overlap(words, concept) >= _LONG_FORM_OVERLAP]
    return max(senses, key=lambda concept: (_overlap(words, concept), concept.id), default=None)


def _short_form_decides(named: Concept, found: Concept | None, entity: PaperEntity) -> bool:
    """Say whether the one concept of a short form is meant rather than what the long form finds.

    So it is where it alone is of the entity's type (BraTS the data set, "brain tumor segmentation" the task), and where
    the long form finds nothing and the short form is a coined name (AdaGrad, "adaptive gradient algorithm").
    """
    if found:
        return found.type is not entity.type and named.type is entity.type
    return _is_coined(entity.short_form or "")


def _is_coined(name: str) -> bool:
    letters = name.removesuffix("s")
    return len(letters) >= _COINED_LETTERS and letters[1:] != letters[1:].lower() and letters != letters.upper()


def _overlap(words: set[str], concept: Concept) -> float:
    labels = [set(fold(label).split("-")) for label in (concept.name, *concept.labels)]
    return max(_shared_words(words, label) for label in labels)


def _shared_words(words: set[str], label: set[str]) -> float:
    """The share of words in common, by stem, where one of the two only adds words to the other, else 0."""
    added = [word for word in words if not any(_have_one_stem(word, other) for other in label)]
    missing = [word for word in label if not any(_have_one_stem(word, other) for other in words)]
    return 0.0 if added and missing else 1 - len(added + missing) / max(len(words), len(label))


def _have_one_stem(word: str, other: str) -> bool:
    stem = max(_STEM, max(len(word), len(other)) - _ENDING)
    return word[:stem] == other[:stem]


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


def _concept_without_sort_word(
    annotation: Annotation, surfaces: tuple[str, ...], vocabulary: Vocabulary
) -> Concept | None:
    """The concept that a surface names with a word for its kind left out ("face detection task")."""
    for surface in surfaces:
        name, _, last = clean_latex(surface).strip().rpartition(" ")
        concept = vocabulary.resolve(name, annotation.paper.text) if name else None
        if concept and fold(last) in _SORT_WORDS[concept.type]:
            return concept
    return None


def _best_kind(concepts: tuple[Concept, ...], entity: PaperEntity) -> Concept | None:
    """The one concept, or of several the only one of the entity's type; several of the same kind decide nothing."""
    fitting = [concept for concept in concepts if concept.type is entity.type] or list(concepts)
    return fitting[0] if len(fitting) == 1 else None


def _open_senses(surfaces: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    senses = {concept.id for surface in surfaces for concept in vocabulary.lookup(clean_latex(surface))}
    return tuple(sorted(senses)) if len(senses) > 1 else ()
