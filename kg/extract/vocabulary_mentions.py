"""Where a text uses labels of the vocabulary."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.grouping import TokenSpan, name_key
from kg.extract.reading import Reading, reading_of
from kg.extract.resources import Resources
from kg.model import Concept
from kg.vocabulary.lookup import Vocabulary

KNOWN = "vocabulary"
_BEGINNING = 16  # letters that are compared before a whole name is folded
_LONGEST = 100
_ENDING = 4  # letters that a plural may end in where the name that it is folded to ends otherwise: "indices", "index"
# British and American spelling differ in these letters; folded one by one, so that words can be put together.
_SPELLING = str.maketrans({"s": "z", "l": None, "u": None})


class VocabularyMatcher:
    """A component that writes what the vocabulary knows to `doc.spans["vocabulary"]`, one span per concept.

    The label of a span is the concept's kind, its `kb_id_` the concept's id. Overlaps are kept.
    """

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._keys: frozenset[str] = frozenset()
        self._beginnings: frozenset[str] = frozenset()

    def use(self, resources: Resources) -> None:
        """Take the vocabulary to match.

        Args:
            resources: holds what knows the labels.
        """
        vocabulary = resources.vocabulary
        if vocabulary is self._vocabulary:
            return
        self._vocabulary = vocabulary
        self._keys = frozenset(name_key(label) for label, _ in vocabulary.labels())
        beginnings = {_letters(key)[:_BEGINNING] for key in self._keys}
        self._beginnings = frozenset(text[:size] for text in beginnings for size in range(len(text) + 1))

    def __call__(self, doc: Doc) -> Doc:
        """Mark the labels that stand in a document."""
        doc.spans[KNOWN] = [
            Span(doc, start, end, label=concept.type.value, kb_id=concept.id)
            for (start, end), concepts in self.match(reading_of(doc)).items()
            for concept in concepts
        ]
        return doc

    def match(self, reading: Reading) -> Mapping[TokenSpan, tuple[Concept, ...]]:
        """Return the token spans that are labels, with their concepts.

        Args:
            reading: the text.
        """
        found: dict[TokenSpan, tuple[Concept, ...]] = {}
        if self._vocabulary is None:
            return found
        for span in self._possible_spans(reading):
            surface = reading.slice(*span)
            if name_key(surface) in self._keys and (concepts := self._vocabulary.lookup(surface)):
                found[span] = concepts
        return found

    def _possible_spans(self, reading: Reading) -> Iterator[TokenSpan]:
        """Yield the spans within a sentence that begin as some label does."""
        letters = [_letters(word) for word in reading.words]
        spoken = [any(map(str.isalnum, word)) for word in reading.words]
        for start, first in enumerate(spoken):
            end, so_far = start, ""
            while first and end < len(letters) and reading.sentences[end] == reading.sentences[start]:
                so_far += letters[end]
                end += 1
                if so_far[:-_ENDING][:_BEGINNING] not in self._beginnings or len(so_far) > _LONGEST:
                    break
                if spoken[end - 1]:
                    yield start, end


@lru_cache(maxsize=1 << 15)
def _letters(word: str) -> str:
    """Return letters and digits in lower case, without what British and American spelling differ in."""
    plain = word if word.isascii() else unicodedata.normalize("NFKD", word)
    return "".join(filter(str.isalnum, plain.casefold())).translate(_SPELLING)


@Language.factory("kg_vocabulary")
def _make_vocabulary_matcher(nlp: Language, name: str) -> VocabularyMatcher:  # noqa: ARG001  spaCy names its arguments
    return VocabularyMatcher()
