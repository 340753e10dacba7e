"""The compiled form of the shipped vocabulary: JSON that loads in milliseconds, one concept a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from kg.model import Concept
from kg.names import fold
from kg.schema import EntityType
from kg.vocabulary.lookup import HomographSense, IndexedLabel, LabelIndex

_Row = tuple[str, str, str, list[str], list[str], list[str], list[str]]


class _Document(TypedDict):
    concepts: list[_Row]
    labels: dict[str, list[list[str]]]
    joined: dict[str, list[str]]
    maxWords: int
    homographs: list[tuple[str, str, list[str]]]


@dataclass(frozen=True, slots=True)
class CompiledVocabulary:
    """Everything that the shipped vocabulary holds."""

    concepts: tuple[Concept, ...]
    index: LabelIndex
    homographs: tuple[HomographSense, ...]


def label_keys(concept: Concept, hidden: Iterable[str] = ()) -> Iterator[IndexedLabel]:
    """Yield every label of a concept with the key it folds to.

    Args:
        concept: a concept.
        hidden: labels that find it, but are never shown.
    """
    for label in (concept.name, *concept.labels, *hidden):
        yield IndexedLabel(fold(label), label, concept.id)


def encode(vocabulary: CompiledVocabulary) -> bytes:
    """Return the compiled form.

    Args:
        vocabulary: everything that it shall hold.
    """
    concepts = ",\n".join(_dump(_to_row(concept)) for concept in vocabulary.concepts)
    labels = ",\n".join(f"{_dump(key)}:{_dump(found)}" for key, found in vocabulary.index.labels.items())
    senses = ",\n".join(_dump([sense.surface, sense.concept, sense.cues]) for sense in vocabulary.homographs)
    return (
        f'{{"concepts":[\n{concepts}\n],\n"labels":{{\n{labels}\n}},\n"joined":{_dump(vocabulary.index.joined)},\n'
        f'"maxWords":{vocabulary.index.max_words},\n"homographs":[\n{senses}\n]}}\n'
    ).encode()


def decode(compiled: bytes) -> CompiledVocabulary:
    """Return what a compiled form holds.

    Args:
        compiled: what `encode` returned.
    """
    document: _Document = json.loads(compiled)
    return CompiledVocabulary(
        concepts=tuple(_from_row(row) for row in document["concepts"]),
        index=LabelIndex(document["labels"], document["joined"], document["maxWords"]),
        homographs=tuple(
            HomographSense(surface, concept, tuple(cues)) for surface, concept, cues in document["homographs"]
        ),
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _to_row(concept: Concept) -> _Row:
    return (
        concept.id,
        concept.name,
        concept.type.value,
        list(concept.labels),
        list(concept.abbreviations),
        list(concept.broader),
        list(concept.exact_match),
    )


def _from_row(row: _Row) -> Concept:
    key, name, kind, labels, abbreviations, broader, exact_match = row
    return Concept(key, name, EntityType(kind), tuple(labels), tuple(abbreviations), tuple(broader), tuple(exact_match))
