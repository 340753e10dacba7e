"""Names in a plain question: what stands in the graph, however spelled, and what kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF

from kg.query.names import ENTITY_NAMING, NAMING, spelling_key
from kg.query.source import TripleSource, subjects_and_objects
from kg.rdf.namespace import KG
from kg.schema import EntityType
from kg.vocabulary.lookup import Vocabulary

_WORD = re.compile(r"[^\s,;?!\"“”()]+")
_MOST_WORDS = 16
"""Longer than nearly all names and most titles; bounds the work for a long question."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in a question: its words from `start` to `end`, what to look up, and which kinds of thing bear it.

    A kind is the value of an entity type, or the parameter that such things are named by: `paper`, `author`.
    """

    start: int
    end: int
    name: str
    kinds: frozenset[str]


class Names:
    """All names of a graph, by what their spellings share.

    Args:
        source: the graph.
        vocabulary: finds names by labels that the graph does not publish.
    """

    def __init__(self, source: TripleSource, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kinds: dict[str, set[str]] = {}
        types: dict[str, str] = {}
        for kind in EntityType:
            types |= {thing: kind.value for thing, _ in subjects_and_objects(source, RDF.type, KG[kind.value])}
        for naming in ENTITY_NAMING:
            for thing, label in subjects_and_objects(source, naming):
                if thing in types:
                    self._kinds.setdefault(spelling_key(label), set()).add(types[thing])
        for kind_name, properties in NAMING.items():
            for naming in properties:
                for _, label in subjects_and_objects(source, naming):
                    self._kinds.setdefault(spelling_key(label), set()).add(kind_name)

    def spot(self, words: list[str]) -> Iterator[Spot]:
        """Yield every name that stands in a question, longer ones too that hold shorter ones.

        Args:
            words: of the question, as `question_words` returns them.
        """
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + _MOST_WORDS) + 1):
                surface = " ".join(words[start:end])
                if kinds := self._kinds.get(spelling_key(surface)):
                    yield Spot(start, end, surface, frozenset(kinds))
                else:
                    yield from self._by_vocabulary(start, end, surface)

    def _by_vocabulary(self, start: int, end: int, surface: str) -> Iterator[Spot]:
        for concept in self._vocabulary.lookup(surface):
            if kinds := self._kinds.get(spelling_key(concept.name)):
                yield Spot(start, end, concept.name, frozenset(kinds))


def question_words(question: str) -> list[str]:
    """Cut a question into words; hyphens and dots inside of names stay.

    Args:
        question: as a person writes it.
    """
    return [word for found in _WORD.findall(question) if (word := found.strip(".:'‘’"))]
