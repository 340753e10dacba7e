"""The compiled form of the shipped vocabulary: JSON that loads in milliseconds, one concept a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from kg.model import Concept
from kg.names import fold
from kg.schema import EntityType
from kg.vocabulary.lookup import HomographSense, IndexedLabel


class _Row(TypedDict):
    id: str
    name: str
    type: str
    labels: list[str]
    abbreviations: list[str]
    broader: list[str]
    exactMatch: list[str]
    hidden: list[str]
    keys: list[str]


@dataclass(frozen=True, slots=True)
class CompiledVocabulary:
    """Everything that the shipped vocabulary holds, read back from its compiled form."""

    concepts: tuple[Concept, ...]
    labels: tuple[IndexedLabel, ...]
    homographs: tuple[HomographSense, ...]


def index_labels(concept: Concept, hidden: Iterable[str] = ()) -> Iterator[IndexedLabel]:
    """Yield every label of a concept with the key it folds to.

    Args:
        concept: a concept.
        hidden: labels that find it, but are never shown.
    """
    for label in dict.fromkeys((concept.name, *concept.labels, *hidden)):
        yield IndexedLabel(fold(label), label, concept.id)


def encode(concepts: Iterable[tuple[Concept, tuple[str, ...]]], homographs: Iterable[HomographSense]) -> bytes:
    """Return the compiled form.

    Args:
        concepts: each concept with its hidden labels, by id.
        homographs: the senses of the names that mean several things, by surface and concept.
    """
    rows = ",\n".join(_dump(_to_row(concept, hidden)) for concept, hidden in concepts)
    senses = ",\n".join(_dump([sense.surface, sense.concept, list(sense.cues)]) for sense in homographs)
    return f'{{"concepts":[\n{rows}\n],"homographs":[\n{senses}\n]}}\n'.encode()


def decode(compiled: bytes) -> CompiledVocabulary:
    """Return what a compiled form holds.

    Args:
        compiled: what `encode` returned.
    """
    document = json.loads(compiled)
    rows: list[_Row] = document["concepts"]
    return CompiledVocabulary(
        concepts=tuple(_from_row(row) for row in rows),
        labels=tuple(label for row in rows for label in _indexed_labels(row)),
        homographs=tuple(
            HomographSense(surface, concept, tuple(cues)) for surface, concept, cues in document["homographs"]
        ),
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _to_row(concept: Concept, hidden: tuple[str, ...]) -> _Row:
    return {
        "id": concept.id,
        "name": concept.name,
        "type": concept.type.value,
        "labels": list(concept.labels),
        "abbreviations": list(concept.abbreviations),
        "broader": list(concept.broader),
        "exactMatch": list(concept.exact_match),
        "hidden": list(hidden),
        "keys": [indexed.key for indexed in index_labels(concept, hidden)],
    }


def _from_row(row: _Row) -> Concept:
    return Concept(
        id=row["id"],
        name=row["name"],
        type=EntityType(row["type"]),
        labels=tuple(row["labels"]),
        abbreviations=tuple(row["abbreviations"]),
        broader=tuple(row["broader"]),
        exact_match=tuple(row["exactMatch"]),
    )


def _indexed_labels(row: _Row) -> Iterator[IndexedLabel]:
    labels = dict.fromkeys((row["name"], *row["labels"], *row["hidden"]))
    for label, key in zip(labels, row["keys"], strict=True):
        yield IndexedLabel(key, label, row["id"])
