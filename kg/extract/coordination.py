"""Coordinated names: in "convolutional and recurrent neural networks" the first word names a thing of its own.

Words that share the last words of the mention behind them are a mention too, where both together are a name that the
vocabulary knows: "accuracy and inference time" names no "accuracy time".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.document import MENTIONS
from kg.extract.grouping import KIND_WORDS, TokenSpan
from kg.extract.reading import Reading, reading_of
from kg.extract.resources import Resources
from kg.model import BY_COORDINATION, Concept
from kg.schema import EntityType
from kg.vocabulary.lookup import Vocabulary

_CONJUNCTIONS = (("and",), ("or",), ("and/or",), ("&",), ("/",), ("as", "well", "as"))
_MOST_TOKENS = 5
# Behind these a word says less than what it ends: "strongly labeled and …", "training data and …".
_DEPENDS_ON = frozenset(["RB", "NN"])
# Types whose members texts coordinate: what is a Method to one reader is a Concept to the next.
_FAMILIES = (
    frozenset([EntityType.METHOD, EntityType.TASK, EntityType.CONCEPT]),
    frozenset([EntityType.METRIC, EntityType.CONCEPT]),
    frozenset([EntityType.DATASET]),
)

Lookup = Callable[[str], Concept | None]


@dataclass(frozen=True, slots=True)
class Elided:
    """A name whose last words stand only in the mention behind it.

    Args:
        span: its own words.
        spelled_out: the name with the words that it shares.
        concept: what the vocabulary knows under that name.
    """

    span: TokenSpan
    spelled_out: str
    concept: Concept


def elided_names(reading: Reading, mention: TokenSpan, taken: Sequence[TokenSpan], lookup: Lookup) -> Iterator[Elided]:
    """Yield the names that share the last words of a mention, from right to left.

    Args:
        reading: the text.
        mention: the last name of a coordination, which has the shared words.
        taken: the spans of all mentions; nothing in them is found again.
        lookup: what a string names in this text, if anything.
    """
    end = _before_conjunction(reading, mention[0])
    while end is not None:
        spans = ((start, end) for start in range(max(end - _MOST_TOKENS, 0), end))
        names = (_longest(reading, span, mention, lookup) for span in spans if _may_name(reading, span, mention, taken))
        found = next((name for name in names if name), None)
        if found is None or lookup(reading.slice(*found.span)):  # what names a thing alone has no words left out
            return
        yield found
        end = _before(reading, found.span[0], (",",))


def _before_conjunction(reading: Reading, start: int) -> int | None:
    """Return the index after the words that a conjunction joins to what starts here."""
    end = next((end for words in _CONJUNCTIONS if (end := _before(reading, start, words))), None)
    return end - 1 if end and reading.words[end - 1] == "," else end


def _before(reading: Reading, start: int, words: tuple[str, ...]) -> int | None:
    begin = start - len(words)
    return begin if begin > 0 and reading.lower[begin:start] == words else None


def _may_name(reading: Reading, span: TokenSpan, mention: TokenSpan, taken: Iterable[TokenSpan]) -> bool:
    start, end = span
    if any(start < other_end and other_start < end for other_start, other_end in taken):
        return False
    if reading.sentences[start] != reading.sentences[mention[0]] or not reading.words[start][0].isalnum():
        return False
    if not all(word == "-" or word.replace("-", "").isalnum() for word in reading.words[start:end]):
        return False
    return start == 0 or not _belongs_to_last(reading, start)


def _belongs_to_last(reading: Reading, i: int) -> bool:
    last = reading.words[i - 1]
    return (last == "-" and reading.glued[i]) or (last.isalpha() and reading.tags[i - 1] in _DEPENDS_ON)


def _longest(reading: Reading, span: TokenSpan, mention: TokenSpan, lookup: Lookup) -> Elided | None:
    """Return the name that words make with as many words of a mention as the vocabulary knows them with."""
    for head in range(mention[0] + 1, mention[1]):
        name = _spelled_out(reading, span, head, mention[1])
        concept = lookup(name) if name else None
        if name and concept and not _stands_alone(reading, span, head, mention[1]):
            return Elided(span, name, concept)
    return None


def _spelled_out(reading: Reading, span: TokenSpan, head: int, end: int) -> str | None:
    """Return words with those from `head` on, or None where no word and no part of a compound starts there."""
    own, shared = reading.slice(*span), reading.slice(head, end)
    if reading.words[head] == "-":
        return own.removesuffix("-") + shared
    return None if reading.glued[head] or own.endswith("-") else f"{own} {shared}"


def _stands_alone(reading: Reading, span: TokenSpan, head: int, end: int) -> bool:
    """Say whether words name a thing beside another: "code and pre-trained models", "the model and data size"."""
    if KIND_WORDS.issuperset(reading.lower[span[0] : span[1]]):
        return True
    unlike = reading.tags[span[1] - 1].startswith("NN") and not reading.tags[head - 1].startswith("NN")
    return unlike and KIND_WORDS.issuperset(reading.lower[head:end])


class CoordinationFinder:
    """A component that adds coordinated names to the mentions."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None

    def use(self, resources: Resources) -> None:
        """Take the vocabulary.

        Args:
            resources: hold it.
        """
        self._vocabulary = resources.vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Add to the mentions of a document."""
        assert self._vocabulary is not None, "the component was given no vocabulary"
        vocabulary, reading = self._vocabulary, reading_of(doc)
        mentions: list[Span] = list(doc.spans[MENTIONS])
        taken = [(span.start, span.end) for span in mentions]

        def lookup(surface: str) -> Concept | None:
            return vocabulary.resolve(surface, doc.text)

        found = [
            (elided, mention)
            for mention, place in zip(mentions, taken, strict=True)
            for elided in elided_names(reading, place, taken, lookup)
            if any({elided.concept.type, EntityType(mention.label_)} <= family for family in _FAMILIES)
        ]
        if found:
            added = _spans(doc, found, lookup)
            doc.spans[MENTIONS] = sorted([*mentions, *added], key=lambda span: (span.start, span.end))
        return doc


def _spans(doc: Doc, found: Iterable[tuple[Elided, Span]], lookup: Lookup) -> Iterator[Span]:
    """Yield the mentions of elided names, each of the thing that the paper names in full elsewhere, if any."""
    named = {concept.id: span for span in doc.spans[MENTIONS] if (concept := lookup(span.text))}
    for elided, mention in found:
        concept = elided.concept
        span = Span(doc, *elided.span, label=concept.type.value, span_id=f"concept:{concept.id}")
        if same := named.get(concept.id):
            span = Span(doc, *elided.span, label=same.label_, span_id=same.id_)
        span._.confidence = mention._.confidence
        span._.producer = BY_COORDINATION
        span._.spelled_out = elided.spelled_out
        yield span


@Language.factory("kg_coordination", requires=["doc.spans"], assigns=["doc.spans"])
def _make_coordination_finder(nlp: Language, name: str) -> CoordinationFinder:  # noqa: ARG001  spaCy names its arguments
    return CoordinationFinder()
