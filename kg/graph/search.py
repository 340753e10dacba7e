"""Searching papers and entities by name: while somebody types, and to match the names of a table with them."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.graph.explorable import ExplorableGraph
from kg.names import compact, fold

EXACT, EXACT_ALIAS = 100.0, 95.0
"""Scores of a name that is the preferred one, and of one that is an alias, however they are spelled."""

_SPELLED_APART = 1.0  # what a spelling loses that is not the graph's own
_MOST_ALIKE = 90.0  # of a name that is not the same
_LEAST_ALIKE = 0.6
_COMPARED = 60  # names that share most letters with what is looked for are compared in full
_GRAM = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper or an entity that was found.

    Args:
        iri: of it.
        label: what it is called.
        kind: `Paper`, or the type of the entity.
        papers: how many papers name it; 0 for a paper.
        matched: the name that fits.
    """

    iri: str
    label: str
    kind: str
    papers: int
    matched: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a name may mean, with a score in [0, 100] and whether there is no doubt about it."""

    hit: Hit
    score: float
    certain: bool


@dataclass(frozen=True, slots=True)
class _Name:
    iri: str
    text: str
    preferred: bool
    plain: str  # in small letters
    words: str  # each after a space
    key: str  # the same for all spellings


@dataclass(frozen=True, slots=True)
class _Typed:
    plain: str
    words: str
    key: str

    def fit(self, name: _Name) -> int | None:
        """How well a name fits what was typed: 0 the same, 3 has such words; None not at all."""
        if name.plain == self.plain or name.key == self.key:
            return 0
        if name.plain.startswith(self.plain):
            return 1
        if self.words in name.words or name.key.startswith(self.key):
            return 2
        return 3 if all(f" {word}" in name.words for word in self.words.split()) else None


class NameIndex:
    """All names of the papers and entities of a graph, ready to be searched.

    Args:
        graph: any graph; it is read once.
        papers_of: the papers that name each entity.
    """

    def __init__(self, graph: ExplorableGraph, papers_of: Mapping[str, Collection[str]]) -> None:
        self._kinds = graph.kinds()
        self._papers = {iri: len(papers) for iri, papers in papers_of.items()}
        found = {
            (name.iri, name.name): name.preferred or name.name == name.iri
            for name in sorted(graph.names(), key=lambda name: (name.iri, name.name, name.preferred))
            if name.iri in self._kinds
        }
        self._names = tuple(
            _Name(iri, text, preferred, _plain(text), _words(_plain(text)), compact(fold(text)))
            for (iri, text), preferred in found.items()
        )
        self._labels = {name.iri: name.text for name in reversed(self._names) if name.preferred}

    def search(self, text: str, kinds: Collection[str] = (), limit: int = 10) -> list[Hit]:
        """Find what a person may be looking for who typed so much.

        Args:
            text: the beginning of a name or of its words, a name however it is spelled, or an IRI.
            kinds: only these; all where none is given.
            limit: how many at most.

        Returns:
            Names that are the same, then those that begin so, then those with such words, the best known first; where
            there are none, names spelled alike.
        """
        if identified := self._identified(text, kinds):
            return [identified]
        typed = _Typed(_plain(text), _words(_plain(text)), compact(fold(text)))
        if not typed.plain:
            return []
        ranked = ((fit, name) for name in self._of_kinds(kinds) if (fit := typed.fit(name)) is not None)
        best: dict[str, tuple[int, _Name]] = {}
        for fit, name in ranked:
            if name.iri not in best or (fit, not name.preferred) < (best[name.iri][0], not best[name.iri][1].preferred):
                best[name.iri] = (fit, name)
        if not best:
            return [candidate.hit for candidate in self.candidates(text, kinds, limit)]
        return [self._hit(name) for _, name in sorted(best.values(), key=self._order)[:limit]]

    def candidates(self, text: str, kinds: Collection[str] = (), limit: int = 10) -> list[Candidate]:
        """Find what a name may mean.

        Args:
            text: a name, however it is spelled, or an IRI.
            kinds: only these; all where none is given.
            limit: how many at most.

        Returns:
            The best first. Certain is what alone bears the name, as label or alias in any spelling. Names that are only
            alike are scored by the longest parts they share (Ratcliff and Obershelp 1988) and never certain.
        """
        if identified := self._identified(text, kinds):
            return [Candidate(identified, EXACT, True)]
        if not text.strip():
            return []
        scored = self._same(text, kinds)
        certain = len(scored) == 1
        exact = set(scored)
        for iri, found in self._alike(text, kinds).items():
            scored.setdefault(iri, found)
        ordered = sorted(scored.items(), key=lambda pair: (-pair[1][0], -self._papers.get(pair[0], 0), pair[0]))
        return [Candidate(self._hit(name), score, certain and iri in exact) for iri, (score, name) in ordered[:limit]]

    def hit(self, iri: str) -> Hit | None:
        """Return a paper or entity by its IRI; None where there is none.

        Args:
            iri: of it.
        """
        if iri not in self._kinds:
            return None
        label = self._labels.get(iri, iri)
        return Hit(iri, label, self._kinds[iri], self._papers.get(iri, 0), label)

    def count(self, kind: str) -> int:
        """Return how many things of a kind there are.

        Args:
            kind: `Paper`, or a type of entity.
        """
        return sum(found == kind for found in self._kinds.values())

    def best_known(self, kind: str, limit: int) -> list[Hit]:
        """Return what most papers name of a kind.

        Args:
            kind: a type of entity.
            limit: how many at most.
        """
        named = (iri for iri, papers in self._papers.items() if papers and self._kinds[iri] == kind)
        best = sorted(named, key=lambda iri: (-self._papers[iri], iri))[:limit]
        return [hit for iri in best if (hit := self.hit(iri))]

    def _identified(self, text: str, kinds: Collection[str]) -> Hit | None:
        hit = self.hit(text.strip())
        return hit if hit and (not kinds or hit.kind in kinds) else None

    def _of_kinds(self, kinds: Collection[str]) -> Iterator[_Name]:
        return (name for name in self._names if not kinds or self._kinds[name.iri] in kinds)

    def _order(self, ranked: tuple[int, _Name]) -> tuple[int, bool, int, int, str, str]:
        fit, name = ranked
        return fit, not name.preferred, -self._papers.get(name.iri, 0), len(name.text), name.plain, name.iri

    def _hit(self, name: _Name) -> Hit:
        iri = name.iri
        return Hit(iri, self._labels.get(iri, name.text), self._kinds[iri], self._papers.get(iri, 0), name.text)

    def _same(self, text: str, kinds: Collection[str]) -> dict[str, tuple[float, _Name]]:
        """What bears this name in any spelling, each with its best score."""
        plain = _plain(text)
        found: dict[str, tuple[float, _Name]] = {}
        for name in (self._names[place] for place in self._by_key.get(compact(fold(text)), ())):
            score = (EXACT if name.preferred else EXACT_ALIAS) - (_SPELLED_APART if name.plain != plain else 0)
            if (not kinds or self._kinds[name.iri] in kinds) and score > found.get(name.iri, (0.0, name))[0]:
                found[name.iri] = (score, name)
        return found

    def _alike(self, text: str, kinds: Collection[str]) -> dict[str, tuple[float, _Name]]:
        key = compact(fold(text))
        shared = Counter(place for gram in _grams(key) for place in self._by_gram.get(gram, ()))
        fitting = ((n, p) for p, n in shared.items() if not kinds or self._kinds[self._names[p].iri] in kinds)
        # many shared letters in a short name first
        nearest = sorted(fitting, key=lambda pair: (-pair[0] / (len(self._names[pair[1]].key) + len(key)), pair[1]))
        found: dict[str, tuple[float, _Name]] = {}
        matcher = difflib.SequenceMatcher(b=key, autojunk=False)
        for _, place in nearest[:_COMPARED]:
            name = self._names[place]
            matcher.set_seq1(name.key)
            alike = matcher.ratio()
            score = round(_MOST_ALIKE * alike, 1)
            if alike >= _LEAST_ALIKE and score > found.get(name.iri, (0.0, name))[0]:
                found[name.iri] = (score, name)
        return found

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            found[name.key].append(place)
        return found

    @cached_property
    def _by_gram(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for gram in _grams(name.key):
                found[gram].append(place)
        return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _words(plain: str) -> str:
    return " " + plain.replace("-", " ")


def _grams(key: str) -> set[str]:
    padded = f" {key} "
    return {padded[start : start + _GRAM] for start in range(max(1, len(padded) - _GRAM + 1))}
