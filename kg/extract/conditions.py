"""What a comparison or a change holds on and in: the data sets and metrics that its own clause names.

Precision first. A data set or metric counts where a preposition ties it to the verb ("outperforms X on A and B in terms
of F1") or a number of its own does ("by 2.5 BLEU"), where the sentence opens with it ("On A, …", "Experiments on A show
that …"), or where the verb only continues what was achieved there ("achieves 34.3 AP on A, outperforming X").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.cues import cue_class
from kg.extract.relation_features import Scene
from kg.extract.view import Place, View
from kg.schema import EntityType, RelationType

_DATASET, _METRIC = EntityType.DATASET, EntityType.METRIC
_VERBS: dict[RelationType, frozenset[str]] = {
    RelationType.OUTPERFORMS: frozenset(("beat", "improve")),
    RelationType.IMPROVES: frozenset(("improve", "beat")),
    RelationType.REDUCES: frozenset(("reduce",)),
}
_RANKS = frozenset(("state-of-the-art", "sota", "best"))  # say how good the loser is, not who wins
_PREPOSITIONS = {
    _DATASET: frozenset(("on", "over", "across", "in", "for", "within")),
    _METRIC: frozenset(("on", "in", "across", "under", "regarding", "wrt", "w.r.t")),
}
# Prepositions of a metric that need a certain word in front: "in terms of F1", "measured by F1", "with respect to F1".
_PHRASES = {
    "of": frozenset(("terms",)),
    "by": frozenset(("measured", "judged", "assessed", "quantified", "indicated", "evaluated")),
    "to": frozenset(("respect", "regard", "according")),
}
# "trained on A", "based on A": the phrase belongs to that word, not to the verb of the clause.
_CAPTORS = re.compile(
    r"(?:pre-?)?train(?:ed|ing)?|(?:fine-?)?tun(?:ed|ing)|learn(?:ed|t|ing)|based|built|rel(?:y|ies|ying|iance)"
    r"|focus(?:ed|es|ing)?|depend(?:s|ing|ent)?|impact|effect"
)
_JOINERS = frozenset((",", "and", "or", "&", "/"))
_BORDERS = frozenset("; : ! ? while whilst whereas but however although though without despite unlike yet".split())
# What no list of names and no noun phrase runs across.
_BREAKS = frozenset(
    "is are was were be been has have had can could may will does do we it our this these they that which who whose"
    " than when if because since with from via through into using against between during after before at by to".split()
)
_SUBJECTS = frozenset("is are was were has have had can could may will does we it our this these they which".split())
_CHANGES = frozenset(("beat", "improve", "reduce"))
_NEW_CLAUSE = _CHANGES | {"achieve", "show", "propose"}
_OUTCOME = re.compile(r"achiev|attain|obtain|reach|yield")
_SETTING = re.compile(r"evaluat|experiment|results?$|validat|test(?:s|ed|ing)?$|benchmark(?:ed|ing)$|simulation|compar")
_DETERMINERS = frozenset(("a", "an", "the"))
# What may follow a metric that is no mere modifier: "in accuracy over X", not "in high accuracy settings".
_FOLLOWING = frozenset(
    ". ) ( ] score scores metric metrics measure measures value values point points rate rates respectively of as"
    " compared against over across on in for both".split()
)
_COST = re.compile(r".*(?:hour|day|minute|second|epoch|parameter|flop|step)s?")
_NUMBER = re.compile(r"[^a-z]*0[^a-z]*x?")
_UNITS = frozenset(("%", "\\%", "}", "$", "points", "point", "percent"))
_LONGEST_PHRASE = 9  # words from a preposition to a name that it governs, the rest of a list included
_LONGEST_SETTING = 10  # words from "experiments" to the preposition of what they were run on


@dataclass(frozen=True, slots=True)
class Conditions:
    """The local ids of data sets and metrics, in the order of the text."""

    datasets: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


def find_conditions(scene: Scene, kind: RelationType, head: Place, tail: Place) -> Conditions:
    """Find what a relation holds on and in, as far as the sentence that states it says so.

    Args:
        scene: the document.
        kind: the type of the relation; only comparisons and changes hold on something.
        head: where its head stands.
        tail: where its tail stands, in the same sentence or a neighbouring one; the later of the two is read.

    Returns:
        Nothing where the sentence has no verb of that kind, or where the one before, in which the tail stands, has
        one too. An end of the relation is never repeated, and what changes a metric holds in no other one.
    """
    classes = _VERBS.get(kind, frozenset())
    sentence = max(head.sentence, tail.sentence)
    end = tail if tail.sentence == sentence else head
    verb = _verb(scene.view, classes, sentence, end)
    if verb is None or (end is head and _verb(scene.view, classes, tail.sentence, tail) is not None):
        return Conditions()
    clause = _Clause(scene, sentence, verb, (head, tail))
    datasets = clause.held(_DATASET)
    metrics = [] if scene.view.entities[tail.entity].type == _METRIC else clause.held(_METRIC)
    return Conditions(_ids(scene, datasets), _ids(scene, metrics))


def _ids(scene: Scene, places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(scene.view.entities[place.entity].id for place in places))


def _verb(view: View, classes: frozenset[str], sentence: int, end: Place) -> int | None:
    """The word of some classes that stands nearest to an end of the relation, with no clause border in between."""
    words = view.words
    found = [i for i in range(*view.sentence_words(sentence)) if cue_class(words[i]) in classes]
    outside = [i for i in found if words[i] not in _RANKS and not end.first <= i < end.last]
    near = [i for i in outside if _BORDERS.isdisjoint(words[min(i, end.last) : max(i, end.first)])]
    return min(near, key=lambda i: (max(end.first - i, i - end.last), i), default=None)


@dataclass(slots=True)
class _Clause:
    """The clause of a verb, and what was found to hold in it: the word that governs each, by the words of its name."""

    scene: Scene
    sentence: int
    verb: int
    ends: tuple[Place, Place]
    governors: dict[int, int] = field(default_factory=dict)

    def held(self, kind: EntityType) -> list[Place]:
        """The places of a kind that the verb holds on or in: those behind it, else those in front of it."""
        return list(self._behind(kind)) or list(self._in_front(kind))

    def _behind(self, kind: EntityType) -> Iterator[Place]:
        later = [end.last for end in self.ends if end.sentence == self.sentence and end.first > self.verb]
        begin = max([self.verb + 1, *later])
        for place in self._places(kind, begin, self._border(begin)):
            if self._govern(place, kind, self.verb + 1) is not None:
                yield place

    def _in_front(self, kind: EntityType) -> Iterator[Place]:
        words, begin = self.scene.view.words, self.scene.view.sentence_words(self.sentence)[0]
        begin = max((i + 1 for i in range(begin, self.verb) if words[i] in _BORDERS), default=begin)
        continued = self._continues(begin)
        for place in self._places(kind, begin, self.verb):
            governor = self._govern(place, kind, begin)
            if governor is not None and (continued or self._opens(governor, begin)):
                yield place

    def _places(self, kind: EntityType, begin: int, stop: int) -> Iterator[Place]:
        """The places of a kind between two words that overlap no end, up to the next object of the verb."""
        for place in self.scene.view.places:
            own = any(end.entity == place.entity or _overlap(end, place) for end in self.ends)
            inside = begin <= place.first and place.last <= stop
            inside = inside and (kind == _DATASET or _is_measure(self.scene.view.words, place))
            if inside and not own and self.scene.view.entities[place.entity].type == kind:
                yield place

    def _border(self, begin: int) -> int:
        """Where what follows the verb ends: at the next clause, or at the next object with a phrase of its own."""
        words, stop = self.scene.view.words, self.scene.view.sentence_words(self.sentence)[1]
        objects = {p.first for p in self.scene.view.places if self._is_object(p)}
        prepositions = _PREPOSITIONS[_DATASET]
        governed = False
        for i in range(begin, stop):
            governed = governed or words[i] in prepositions
            if _starts_clause(words, i) or (governed and words[i - 1] in _JOINERS and self._has_own_phrase(i, objects)):
                return i
        return stop

    def _is_object(self, place: Place) -> bool:
        return self.scene.view.entities[place.entity].type in (_METRIC, EntityType.METHOD)

    def _has_own_phrase(self, word: int, objects: set[int]) -> bool:
        """Say whether an object starts at a word and is followed by "on …" before the next object."""
        if word not in objects:
            return False
        after = self.scene.view.words[word + 1 : word + 1 + _LONGEST_PHRASE]
        return not _PREPOSITIONS[_DATASET].isdisjoint(after)

    def _govern(self, place: Place, kind: EntityType, begin: int) -> int | None:
        """Find and note the word that ties a place to the clause: a preposition, a list that has one, a number."""
        governor = self._preposition(place, kind, begin)
        if governor is None and kind == _METRIC and _is_counted(self.scene.view.words, place):
            governor = place.first
        if governor is not None:
            self.governors |= dict.fromkeys(range(place.first, place.last), governor)
        return governor

    def _preposition(self, place: Place, kind: EntityType, begin: int) -> int | None:
        words, joined = self.scene.view.words, False
        for i in range(place.first - 1, max(begin, place.first - _LONGEST_PHRASE) - 1, -1):
            if i in self.governors:
                return None if joined and self._kind_at(i) != kind else self.governors[i]
            if _governs(words, i, kind):
                return i if not joined or kind == _DATASET or words[i] in _PHRASES else None
            if self._breaks(words, i, kind):
                return None
            joined = joined or words[i] in _JOINERS
        return None

    def _kind_at(self, word: int) -> EntityType:
        return self.scene.view.entities[self.scene.owners[word]].type

    def _breaks(self, words: Sequence[str], i: int, kind: EntityType) -> bool:
        """Say whether no phrase runs across a word, be it a method, a verb or another preposition."""
        named = i in self.scene.owners and self._kind_at(i) == EntityType.METHOD
        belongs = words[i] in _PREPOSITIONS[_DATASET] or (words[i] == "of" and kind == _METRIC)
        verb = words[i] in _BREAKS or cue_class(words[i]) in _CHANGES | {"show"}
        return named or belongs or verb or words[i] in _BORDERS

    def _opens(self, governor: int, begin: int) -> bool:
        """Say whether a phrase stands in what opens the clause, or tells what experiments were run on."""
        words = self.scene.view.words
        if words[begin] in _PREPOSITIONS[_DATASET] and "," not in words[begin:governor]:
            return True
        for word in reversed(words[max(begin, governor - _LONGEST_SETTING) : governor]):
            if _SETTING.match(word) or word == "that" or cue_class(word) == "show":
                return _SETTING.match(word) is not None
        return False

    def _continues(self, begin: int) -> bool:
        """Say whether the verb continues a clause that tells an outcome: ", outperforming X", ", which surpasses X"."""
        words = self.scene.view.words
        link = self.verb - 1
        while link > begin and _is_adverb(words[link]):
            link -= 1
        trails = words[link] == "which" or (words[link] == "," and words[self.verb].endswith("ing"))
        return trails and any(_OUTCOME.match(word) for word in words[begin:link])


def _overlap(first: Place, second: Place) -> bool:
    return first.start < second.end and second.start < first.end


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") or word in ("also", "thus", "thereby", "hence", "then", "even")


def _starts_clause(words: Sequence[str], i: int) -> bool:
    """Say whether a new clause starts at a word: at a border, or behind "and" or a comma with a verb or a subject."""
    if words[i] in _BORDERS:
        return True
    if words[i] not in (",", "and"):
        return False
    following = next((word for word in words[i + 1 : i + 4] if not _is_adverb(word) and word not in _DETERMINERS), "")
    if words[i] == ",":
        return following in _SUBJECTS or (cue_class(following) in _CHANGES and following.endswith("ing"))
    acts = cue_class(following) in _NEW_CLAUSE and words[i + 1] not in _DETERMINERS
    return following in _SUBJECTS or acts or cue_class(following) in _CHANGES


def _governs(words: Sequence[str], i: int, kind: EntityType) -> bool:
    """Say whether a word is a preposition that ties a name of a kind to the verb."""
    before = words[i - 1] if i else ""
    if words[i] in _PHRASES and kind == _METRIC:
        return before in _PHRASES[words[i]]
    if words[i] == "using":
        return kind == _DATASET and _SETTING.match(before) is not None
    compares = words[i] == "over" and cue_class(before) in _CHANGES | {"achieve"}
    return words[i] in _PREPOSITIONS[kind] and not compares and _CAPTORS.fullmatch(before) is None


def _is_measure(words: Sequence[str], place: Place) -> bool:
    """Say whether a metric is measured here: it is no modifier of what follows, and no amount ("12 GPU days")."""
    if _COST.fullmatch(words[place.last - 1]) and _has_number(words, place):
        return False
    following = words[place.last] if place.last < len(words) else "."
    known = following in _FOLLOWING or following in _JOINERS or following in _BREAKS or following in _BORDERS
    return known or _is_adverb(following) or cue_class(following) in _NEW_CLAUSE


def _is_counted(words: Sequence[str], place: Place) -> bool:
    """Say whether a number stands at a metric: "2.5 BLEU", "4.8% (AP", "accuracy of 83%"."""
    behind = words[place.last : place.last + 2]
    return _has_number(words, place) or (behind[:1] == ("of",) and _NUMBER.fullmatch(behind[-1]) is not None)


def _has_number(words: Sequence[str], place: Place) -> bool:
    before = [word for word in words[max(place.first - 4, 0) : place.first] if word not in _UNITS and word != "("]
    return bool(before) and _NUMBER.fullmatch(before[-1]) is not None
