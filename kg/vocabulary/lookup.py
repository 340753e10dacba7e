"""The vocabulary in memory: concepts found by any label, homographs told apart by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from kg.model import Concept
from kg.names import compact, fold, singular
from kg.vocabulary.capitals import has_capitals

DEFAULT_CUE = "*"
_Item = TypeVar("_Item")
_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"\w+|[^\w\s]")
_PLURAL_ACRONYM = re.compile(r"[A-Z0-9]s$")


@dataclass(frozen=True, slots=True)
class HomographSense:
    """One sense of a name that means several things.

    `cues` are words or phrases that select the sense where they stand in the text; `*` among them makes it the sense
    that is meant where no cue of any sense stands there.
    """

    surface: str
    concept: str
    cues: tuple[str, ...]


class IndexedLabel(NamedTuple):
    """A label, the key it folds to and the id of its concept."""

    key: str
    label: str
    concept: str


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """Where labels are found.

    `labels` maps the key of a label to pairs of label and concept id; `joined` maps a key without separators to the
    keys that have them ("codebert" to "code-bert"); `max_words` is the largest number of words and punctuation marks in
    a label.
    """

    labels: Mapping[str, Sequence[Sequence[str]]]
    joined: Mapping[str, Sequence[str]]
    max_words: int

    def find(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield the labels with a key, each with the id of its concept."""
        return ((label, concept) for label, concept in self.labels.get(key, ()))

    def find_joined(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield the labels whose keys differ from a key only by separators."""
        joined = compact(key)
        for other in (joined, *self.joined.get(joined, ())):
            if other != key:
                yield from self.find(other)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Concepts and what finds them. Make one with `make_vocabulary` or `load_vocabulary`.

    `content_hash` is the SHA-256 of all that was loaded; `warnings` say what was left out of the files that the user
    added.
    """

    concepts: Mapping[str, Concept]
    homographs: Mapping[str, tuple[HomographSense, ...]]
    content_hash: str
    warnings: tuple[str, ...]
    _index: LabelIndex
    _narrower: Mapping[str, tuple[str, ...]]

    @property
    def max_words(self) -> int:
        """The largest number of words and punctuation marks in a label."""
        return self._index.max_words

    def lookup(self, surface: str) -> tuple[Concept, ...]:
        """Return the concepts that a surface may name, by id; several where it is a homograph.

        Args:
            surface: a string as it stands in a text; spelling variants are folded, capitals matter for names.
        """
        return tuple(self.concepts[concept] for concept in sorted({concept for _, concept in self._matches(surface)}))

    def resolve(self, surface: str, text: str) -> Concept | None:
        """Return the concept that a surface means in a text, or None where it has none or cannot be told.

        A sense whose long form stands in the text wins; else the one with most cues there; else the default sense.

        Args:
            surface: a string as it stands in the text.
            text: the paper's text.
        """
        matches = self._matches(surface)
        candidates = sorted({concept for _, concept in matches})
        if not candidates:
            return None
        senses = tuple(sense for label, _ in matches for sense in self.homographs.get(label, ()))
        if len(candidates) == 1 and not senses:
            return self.concepts[candidates[0]]
        return self._choose(candidates, senses, cue_form(text))

    def ancestors(self, concept: str) -> tuple[str, ...]:
        """Return the ids of all broader concepts, however far up, sorted, without the concept itself.

        Args:
            concept: an id of this vocabulary.
        """
        found: set[str] = set()
        waiting = list(self.concepts[concept].broader)
        while waiting:
            broader = waiting.pop()
            if broader not in found:
                found.add(broader)
                waiting.extend(self.concepts[broader].broader)
        return tuple(sorted(found))

    def narrower(self, concept: str) -> tuple[str, ...]:
        """Return the ids of the directly narrower concepts, sorted.

        Args:
            concept: an id of this vocabulary.
        """
        return self._narrower.get(concept, ())

    def labels(self) -> Iterator[tuple[str, Concept]]:
        """Yield every label with its concept, hidden labels among them, sorted by label's key, label and concept."""
        for key in sorted(self._index.labels):
            for label, concept in self._index.find(key):
                yield label, self.concepts[concept]

    def _matches(self, surface: str) -> list[tuple[str, str]]:
        key = fold(surface)
        found = self._fitting(surface, self._index.find(key))
        if not found and _PLURAL_ACRONYM.search(surface):
            found = self._fitting(surface, self._index.find(fold(surface[:-1])))
        return found or self._fitting(surface, self._index.find_joined(key))

    def _fitting(self, surface: str, labels: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        fitting = [
            (label, concept)
            for label, concept in labels
            if has_capitals(surface, label, self.concepts[concept].type) and not _is_adjective(surface, label)
        ]
        return [match for match in fitting if match[0] == surface] or fitting

    def _choose(self, candidates: Sequence[str], senses: Sequence[HomographSense], text: str) -> Concept | None:
        spelled_out = [concept for concept in candidates if self._is_spelled_out(concept, text)]
        if len(spelled_out) == 1:
            return self.concepts[spelled_out[0]]
        scores = dict.fromkeys(spelled_out or candidates, 0)
        for sense in senses:
            if sense.concept in scores:
                scores[sense.concept] = sum(f" {cue_form(cue).strip()} " in text for cue in _plain_cues(sense))
        best = _single_best(scores)
        if best is None and not any(scores.values()):
            best = next(
                (sense.concept for sense in senses if DEFAULT_CUE in sense.cues and sense.concept in scores), None
            )
        return self.concepts[best] if best is not None else None

    def _is_spelled_out(self, concept: str, text: str) -> bool:
        entry = self.concepts[concept]
        long_forms = (label for label in (entry.name, *entry.labels) if " " in label or "-" in label)
        return any(f" {cue_form(label).strip()} " in text for label in long_forms)


def make_vocabulary(
    concepts: Iterable[Concept],
    labels: Iterable[IndexedLabel],
    homographs: Iterable[HomographSense],
    content_hash: str,
    warnings: Iterable[str] = (),
) -> Vocabulary:
    """Make the vocabulary of some concepts and labels.

    Args:
        concepts: the concepts, ids unique, broader ids among them and without cycles.
        labels: every label that finds one of them.
        homographs: the senses of the names that mean several things.
        content_hash: SHA-256, in hexadecimal digits, of what all of this was read from.
        warnings: what the user should know of it.
    """
    return make_indexed_vocabulary(concepts, index_labels(labels), homographs, content_hash, warnings)


def make_indexed_vocabulary(
    concepts: Iterable[Concept],
    index: LabelIndex,
    homographs: Iterable[HomographSense],
    content_hash: str,
    warnings: Iterable[str] = (),
) -> Vocabulary:
    """Make the vocabulary of some concepts whose labels are indexed already; else as `make_vocabulary`.

    Args:
        concepts: the concepts.
        index: every label that finds one of them.
        homographs: the senses of the names that mean several things.
        content_hash: SHA-256 of what all of this was read from.
        warnings: what the user should know of it.
    """
    by_id = {concept.id: concept for concept in sorted(concepts, key=lambda concept: concept.id)}
    senses = sorted(homographs, key=lambda sense: (sense.surface, sense.concept))
    return Vocabulary(
        concepts=by_id,
        homographs=_grouped((sense.surface, sense) for sense in senses),
        content_hash=content_hash,
        warnings=tuple(warnings),
        _index=index,
        _narrower=_grouped((broader, concept.id) for concept in by_id.values() for broader in concept.broader),
    )


def index_labels(labels: Iterable[IndexedLabel]) -> LabelIndex:
    """Make the index of some labels; the order in which they come does not matter.

    Args:
        labels: labels with their keys and concepts.
    """
    ordered = sorted(set(labels))
    keys = sorted({label.key for label in ordered if "-" in label.key})
    return LabelIndex(
        labels=_grouped((label.key, (label.label, label.concept)) for label in ordered),
        joined=_grouped((compact(key), key) for key in keys),
        max_words=max((len(_PIECE.findall(label.label)) for label in ordered), default=0),
    )


def cue_form(text: str) -> str:
    """Return a text as lower-case singular words between single spaces, a space at both ends.

    Args:
        text: any text, or a cue.
    """
    return f" {' '.join(singular(word) for word in _WORD.findall(text.casefold()))} "


def _is_adjective(surface: str, label: str) -> bool:
    """Say whether a surface is the adjective of a field ("semantic" of "semantics"), which folds to the same key."""
    return label.casefold().endswith("ics") and not surface.casefold().endswith("ics")


def _grouped(pairs: Iterable[tuple[str, _Item]]) -> dict[str, tuple[_Item, ...]]:
    groups: dict[str, list[_Item]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}


def _plain_cues(sense: HomographSense) -> Iterator[str]:
    return (cue for cue in sense.cues if cue != DEFAULT_CUE)


def _single_best(scores: Mapping[str, int]) -> str | None:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] == 0 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]
