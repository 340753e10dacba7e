"""Kinds that no vocabulary states, inferred from what papers call a kind and from the head words of names.

The name of an English compound ends in what the thing is: a "federated knowledge distillation" is a "knowledge
distillation" (string inclusion: Navigli and Velardi 2004, Computational Linguistics 30(2)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.iris import Iris
from kg.model import Entity, Link, Statement
from kg.names import fold
from kg.schema import EntityType, InferenceRule, RelationType
from kg.vocabulary.lookup import Vocabulary

INFERRED_BROADER = "inferredBroader"
# confidences are calibrated: below it a statement is more likely wrong than right
_LEAST_CONFIDENCE = 0.5
# what follows such a word does not say what the thing is ("battle of the backbones", "precision and recall")
_LINKING_WORDS = frozenset(
    "against and as at between beyond by for from in into of on or over per than through to toward towards under using"
    " versus via vs with within".split()
)
# what such a word stands before is not what the thing is
_ADVERSE_WORDS = frozenset("anti counter fake no non not pseudo quasi un without".split())
# alone they say nothing of a thing, and two names that differ by one at their end name the same thing
_EMPTY_WORDS = frozenset(
    "ability algorithm approach architecture component concept data dataset design family framework function layer"
    " learning mechanism method methodology model module network objective operation paradigm performance pipeline"
    " prediction problem procedure process property scheme setting step strategy structure study system task technique"
    " tool training".split()
)


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a name may end in: an entity of the graph, or a concept that the graph does not hold yet."""

    iri: str
    type: EntityType


def infer_broader(
    entities: Sequence[Entity], statements: Iterable[Statement], vocabulary: Vocabulary, iris: Iris
) -> list[Link]:
    """Infer what the entities that no vocabulary knows are kinds of.

    A name that ends in another thing's name makes its entity a kind of that thing, and so does an `isA` that papers
    affirm and that is more likely right than wrong. Both ends are of one type, or one of them is a Concept.

    Args:
        entities: all entities of the graph.
        statements: the affirmed statements between them.
        vocabulary: its concepts are things too, whether the graph holds them or not.
        iris: mints the IRIs of concepts that the graph does not hold.

    Returns:
        `inferredBroader` links, sorted; without circles, also together with the vocabulary's `broader` links, since
        only entities outside of the vocabulary have any. Of those that would close a circle head words come first,
        then what more papers state, then what is surer, then the lesser IRI.
    """
    by_iri = {entity.iri: entity for entity in entities}
    candidates = [
        *_from_head_words(entities, _KnownThings(entities, vocabulary, iris)),
        *_from_statements(statements, by_iri),
    ]
    return sorted(_without_circles(candidates), key=lambda link: (link.subject, link.object))


class _KnownThings:
    """Things by name: the vocabulary's concepts, and what papers name by several words."""

    def __init__(self, entities: Iterable[Entity], vocabulary: Vocabulary, iris: Iris) -> None:
        self._vocabulary, self._iris = vocabulary, iris
        self._concepts = {entity.concept: entity for entity in entities if entity.concept}
        self._found: dict[str, set[Entity]] = defaultdict(set)
        for entity in entities:
            if not entity.concept:
                for name in filter(_says_something, (entity.name, *entity.aliases)):
                    self._found[fold(name)].add(entity)

    def named(self, name: str) -> _Thing | None:
        """The one thing that bears a name; None where there is none, or several."""
        concepts = [c for c in self._vocabulary.lookup(name) if _is_same_name(name, c.name)]
        if concepts:
            known = self._concepts.get(concepts[0].id, concepts[0])
            return _Thing(self._iris.entity(concepts[0].id), known.type) if len(concepts) == 1 else None
        found = self._found.get(fold(name), set())
        return next((_Thing(entity.iri, entity.type) for entity in found), None) if len(found) == 1 else None


def _from_head_words(entities: Iterable[Entity], things: _KnownThings) -> Iterator[Link]:
    for entity in sorted(entities, key=lambda entity: entity.iri):
        thing = None if entity.concept else _head(entity, things)
        if thing and thing.iri != entity.iri and _fit(entity.type, thing.type):
            yield Link(entity.iri, INFERRED_BROADER, thing.iri, InferenceRule.FROM_HEAD_WORD)


def _from_statements(statements: Iterable[Statement], by_iri: Mapping[str, Entity]) -> Iterator[Link]:
    sure = (s for s in statements if s.predicate == RelationType.IS_A and s.confidence >= _LEAST_CONFIDENCE)
    for statement in sorted(sure, key=lambda s: (-s.support, -s.confidence, s.subject, s.object)):
        kind, above = by_iri[statement.subject], by_iri[statement.object]
        if not kind.concept and _fit(kind.type, above.type) and (above.concept or _says_something(above.name)):
            yield Link(kind.iri, INFERRED_BROADER, above.iri, InferenceRule.FROM_IS_A)


def _without_circles(candidates: Iterable[Link]) -> Iterator[Link]:
    above: dict[str, set[str]] = defaultdict(set)
    for link in candidates:
        if link.object not in above[link.subject] and not _leads_to(link.object, link.subject, above):
            above[link.subject].add(link.object)
            yield link


def _leads_to(start: str, end: str, above: Mapping[str, set[str]]) -> bool:
    seen, waiting = {start}, [start]
    while waiting and end not in seen:
        further = above.get(waiting.pop(), set()) - seen
        seen |= further
        waiting.extend(further)
    return end in seen


def _head(entity: Entity, things: _KnownThings) -> _Thing | None:
    """The thing that a name ends in; a short form is read as its long form."""
    names = (entity.name,) if " " in entity.name else sorted(alias for alias in entity.aliases if " " in alias)
    found = (things.named(end) for name in names for end in _ends(name.split(), entity.type))
    return next(filter(None, found), None)


def _ends(words: Sequence[str], type_: EntityType) -> Iterator[str]:
    """The ends of a name that may say what the thing is, longest first; hyphenated words are not taken apart."""
    # "fixing vulnerabilities" is no kind of vulnerability
    acts_on_it = type_ is EntityType.TASK and words[0].casefold().endswith("ing")
    if acts_on_it or not _is_common_noun(words[-1]):
        return
    for start in range(1, len(words)):
        before = words[start - 1].casefold()
        if before in _LINKING_WORDS or before.partition("-")[0] in _ADVERSE_WORDS:
            return
        yield " ".join(words[start:])


def _is_common_noun(word: str) -> bool:
    """Whether a word is written as one: acronyms and proper names ("CNN", "GPT-3") have variants rather than kinds."""
    return word[1:].islower()


def _says_something(name: str) -> bool:
    """Whether a name that only papers know says what kind of thing it is: of several words, and not all are empty."""
    return " " in name and not _EMPTY_WORDS.issuperset(fold(name).split("-"))


def _is_same_name(label: str, name: str) -> bool:
    """Whether a label differs from the preferred name by some words before its head only, empty ends aside.

    Other labels are often near it rather than the same ("identity mapping" of "skip connection").
    """
    short, long = sorted((_without_empty_end(label), _without_empty_end(name)), key=len)
    return short[-1] == long[-1] and set(short) <= set(long)


def _without_empty_end(name: str) -> list[str]:
    words = fold(name).split("-")
    while len(words) > 1 and words[-1] in _EMPTY_WORDS:
        words.pop()
    return words


def _fit(kind: EntityType, above: EntityType) -> bool:
    return kind is above or EntityType.CONCEPT in (kind, above)
