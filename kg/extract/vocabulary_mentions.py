"""Where a text uses labels of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.grouping import TokenSpan, name_key
from kg.extract.reading import Reading, read_document
from kg.model import Concept
from kg.vocabulary.lookup import Vocabulary

KNOWN = "vocabulary"
_PREFIX = 5
_NOT_A_LETTER = re.compile(r"[\W_]+")


class VocabularyMatcher:
    """A component that writes what the vocabulary knows to `doc.spans["vocabulary"]`, one span per concept.

    The label of a span is the concept's kind, its `kb_id_` the concept's id. Overlaps are kept.
    """

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._longest: dict[str, int] = {}

    def use(self, vocabulary: Vocabulary) -> None:
        """Take the vocabulary to match.

        Args:
            vocabulary: what knows the labels.
        """
        self._vocabulary = vocabulary
        self._longest = {}
        for label, _ in vocabulary.labels():
            key = name_key(label)
            self._longest[key[:_PREFIX]] = max(len(key), self._longest.get(key[:_PREFIX], 0))

    def __call__(self, doc: Doc) -> Doc:
        """Mark the labels that stand in a document."""
        doc.spans[KNOWN] = [
            Span(doc, start, end, label=concept.type.value, kb_id=concept.id)
            for (start, end), concepts in self.match(read_document(doc)).items()
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
        for start in range(len(reading.words)):
            longest = self._longest_from(reading, start)
            for end in range(start + 1, len(reading.words) + 1):
                surface = reading.slice(start, end)
                if len(surface) > 3 * longest or len(_NOT_A_LETTER.sub("", surface)) > longest + 3:
                    break
                if self._is_whole(reading, start, end) and (concepts := self._vocabulary.lookup(surface)):
                    found[start, end] = concepts
        return found

    def _longest_from(self, reading: Reading, start: int) -> int:
        """Return the length of the longest label that may start here, 0 where none does."""
        letters = _NOT_A_LETTER.sub("", reading.text[reading.starts[start] : reading.starts[start] + 16]).lower()
        return max(self._longest.get(letters[:size], 0) for size in range(1, _PREFIX + 1))

    @staticmethod
    def _is_whole(reading: Reading, start: int, end: int) -> bool:
        """Say whether a span starts and ends with a letter or digit, within one sentence."""
        same = reading.sentences[start] == reading.sentences[end - 1]
        return same and reading.words[start][0].isalnum() and reading.words[end - 1][-1].isalnum()


@Language.factory("kg_vocabulary")
def _make_vocabulary_matcher(nlp: Language, name: str) -> VocabularyMatcher:  # noqa: ARG001  spaCy names its arguments
    return VocabularyMatcher()
