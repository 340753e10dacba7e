"""Plain questions: which query of the library is meant, with which names; a rule, not a model, so it can be checked.

A question is compared with the phrasings in the headers of the query files, by the words beside the names. The neural
pipeline is not used: it takes seconds to load and is trained on abstracts; the names of the graph itself and the
vocabulary find what a question names.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

from kg.errors import UnansweredError
from kg.names import singular
from kg.query.files import QueryFile, list_queries
from kg.query.source import TripleSource
from kg.query.spotting import Names, Spot, question_words
from kg.vocabulary.load import load_vocabulary

THRESHOLD = 0.5
"""The least score of an answer; found on half of the questions in `tests/data/questions.tsv`."""

_NEAREST = 3
_MOST_NAMES = 2
_SLOT = "*"
_PLACE = re.compile(r"\{(\w+)\}")
_KINDS = {"method": "Method", "dataset": "Dataset", "task": "Task", "metric": "Metric"}
_OTHER_KIND, _CONCEPT = 0.7, 0.95
_PAIR = 0.5  # of the weight of its words, for two that stand side by side
_LEFT_OUT = frozenset(
    "a an the of in on for to with by at from as and or but is are was were be been being do does did has have had"
    " there it its this that these those any some all i me you we show list give tell find please ever can could will"
    " would one ones other others thing".split()
)
_SAME_WORDS = {
    same: word
    for word, others in {
        "paper": "article publication work literature study",
        "method": "model approach technique algorithm system architecture",
        "dataset": "data corpus",
        "evaluate": "evaluated evaluation test tested tried benchmarked",
        "train": "trained training",
        "use": "used uses using apply applied applies employed",
        "introduce": "introduced introduces introducing propose proposed proposes present presented invented",
        "measure": "measured measures measuring metric judge judged judging assess assessed",
        "result": "number score value performance",
        "outperform": "outperforms outperformed beat beats beaten better",
        "kind": "type subtype sort variety",
        "name": "called known synonym spelling",
        "person": "who people researcher author expert scientist",
        "cite": "cited cites citation",
        "state": "reported report reports given stated states",
        "improve": "improves improved increase increases",
        "reduce": "reduces reduced lower lowers",
        "build": "based builds building derived extend extends",
        "solve": "solved solves tackle tackles tackled addressed address",
        "review": "reviewed check checked",
        "contradict": "contradictory contradicts conflicting disagree disagrees",
        "together": "alongside along both",
        "name-in-text": "mention mentioned mentions appear appears occur occurs named",
        "publish": "published publishes",
        "year": "years time over",
        "change": "changed changes development trend history evolved",
    }.items()
    for same in others.split()
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question is taken to mean: a query, its parameters by name, and how well it fits, in [0, 1]."""

    query: QueryFile
    parameters: Mapping[str, str]
    score: float


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """A way to ask a query: its words with a sign where a name stands, and the parameters of these places."""

    query: QueryFile
    text: str
    words: tuple[str, ...]
    slots: tuple[str, ...]


class Asker:
    """Finds the query of the library that answers a plain question.

    Args:
        source: the graph, whose names may stand in questions.
    """

    def __init__(self, source: TripleSource) -> None:
        self._names = Names(source, load_vocabulary())

    def read(self, question: str) -> Reading:
        """Return what a question means.

        Args:
            question: plain English; names however they are spelled.

        Raises:
            UnansweredError: no query fits well enough; holds the nearest questions.
        """
        ranked = sorted(self._readings(question), key=lambda found: (-found[0].score, found[0].query.name, found[1]))
        best = ranked[0][0] if ranked else None
        if best is None or best.score < THRESHOLD:
            raise UnansweredError(_nearest(question_words(question), ranked))
        return best

    def _readings(self, question: str) -> Iterator[tuple[Reading, str]]:
        words = question_words(question)
        spots = sorted(self._names.spot(words), key=lambda spot: (spot.start, spot.end, spot.name))
        for chosen in _choices(spots):
            asked = _with_slots(words, chosen)
            for phrasing in _phrasings():
                if len(phrasing.slots) == len(chosen):
                    yield _reading(phrasing, asked, chosen), phrasing.text


def _choices(spots: Sequence[Spot]) -> Iterator[tuple[Spot, ...]]:
    """No name, one, or two that do not overlap, in the order of the question."""
    yield ()
    for number in range(1, _MOST_NAMES + 1):
        for chosen in permutations(spots, number):
            if all(first.end <= second.start for first, second in pairwise(chosen)):
                yield chosen


def _with_slots(words: Sequence[str], chosen: Sequence[Spot]) -> tuple[str, ...]:
    starts = {spot.start: spot for spot in chosen}
    inside = {place for spot in chosen for place in range(spot.start, spot.end)}
    marked = [_SLOT if place in starts else "" if place in inside else word for place, word in enumerate(words)]
    return _content(filter(None, marked))


def _content(words: Iterable[str]) -> tuple[str, ...]:
    """The words that tell questions apart, each as one of those that mean the same."""
    folded = " ".join(words).casefold().replace("data set", "dataset").split()
    plain = (word if word == _SLOT else singular(word) for word in folded if word not in _LEFT_OUT)
    return tuple(_SAME_WORDS.get(word, word) for word in plain if word not in _LEFT_OUT)


@lru_cache(maxsize=1)
def _phrasings() -> tuple[_Phrasing, ...]:
    return tuple(
        _Phrasing(query, text, _content(_PLACE.sub(_SLOT, text).split()), tuple(_PLACE.findall(text)))
        for query in list_queries()
        for text in query.phrasings
    )


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    """How much a word tells: the fewer queries it stands in, the more (inverse document frequency)."""
    words_of: dict[str, set[str]] = {}
    for phrasing in _phrasings():
        words_of.setdefault(phrasing.query.name, set()).update(phrasing.words)
    spread = Counter(word for words in words_of.values() for word in words)
    return {word: math.log(1 + len(words_of) / queries) for word, queries in spread.items()}


def _features(words: Sequence[str]) -> dict[tuple[str, ...], float]:
    weights = _weights()
    strange = max(weights.values())
    found: dict[tuple[str, ...], float] = {(word,): weights.get(word, strange) for word in words if word != _SLOT}
    for pair in pairwise(words):
        found[pair] = _PAIR * sum(weights.get(word, strange) for word in pair if word != _SLOT) / len(pair)
    return found


def _likeness(asked: Sequence[str], phrasing: Sequence[str]) -> float:
    """The share of weight that two questions have in common (Dice 1945)."""
    left, right = _features(asked), _features(phrasing)
    total = sum(left.values()) + sum(right.values())
    return 2 * sum(left[feature] for feature in left.keys() & right.keys()) / total if total else 0.0


def _reading(phrasing: _Phrasing, asked: Sequence[str], chosen: Sequence[Spot]) -> Reading:
    fit = math.prod(_kind_fit(slot, spot) for slot, spot in zip(phrasing.slots, chosen, strict=True))
    parameters = {slot: spot.name for slot, spot in zip(phrasing.slots, chosen, strict=True)}
    return Reading(phrasing.query, parameters, round(fit * _likeness(asked, phrasing.words), 3))


def _kind_fit(slot: str, spot: Spot) -> float:
    """How well a kind of thing fits a place; papers and people fit their own places only."""
    named_otherwise = {"paper", "author"}
    if slot in named_otherwise:
        return float(slot in spot.kinds)
    if not spot.kinds - named_otherwise:
        return 0.0
    wanted = _KINDS.get(slot)
    if wanted is None or wanted in spot.kinds:
        return 1.0
    return _CONCEPT if "Concept" in spot.kinds else _OTHER_KIND


def _nearest(words: Sequence[str], ranked: Sequence[tuple[Reading, str]]) -> list[str]:
    """The questions that come nearest, names counted or not, each query once."""
    bare = _content(words)
    scores = {text: reading.score for reading, text in reversed(ranked)}
    best: dict[str, tuple[float, str]] = {}
    for phrasing in _phrasings():
        likeness = _likeness(bare, [word for word in phrasing.words if word != _SLOT])
        found = (max(scores.get(phrasing.text, 0.0), likeness), phrasing.text)
        best[phrasing.query.name] = max(best.get(phrasing.query.name, found), found)
    nearest = sorted(best.values(), key=lambda found: (-found[0], found[1]))[:_NEAREST]
    return [_PLACE.sub(lambda place: place[1].upper(), text) + "?" for score, text in nearest if score]
