"""A document as the relation half of the pipeline sees it: words, sentences, and mentions placed among them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from spacy.tokens import Doc

from kg.extract.reading import Reading, reading_of
from kg.model import PaperEntity, Span

_DIGIT = re.compile(r"\d")
_START = attrgetter("start")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where one mention of an entity stands.

    Args:
        start: offset of its first character, in code points.
        end: offset after its last character.
        entity: index of the entity in the view.
        mention: index of the mention in its entity; -1 for a reference that is no mention ("we", "our method").
        sentence: index of its sentence.
        first: index of its first word.
        last: index after its last word.
    """

    start: int
    end: int
    entity: int
    mention: int
    sentence: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class View:
    """Words, sentences and mentions of one document, by index.

    Args:
        text: the annotated text.
        words: the words in lower case, digits folded to 0.
        offsets: where each word starts.
        sentences: spans of the sentences; the title is one of them.
        title_end: where the title ends; 0 where there is none.
        entities: the entities of the paper.
        places: every mention of every entity, by offset.
    """

    text: str
    words: tuple[str, ...]
    offsets: tuple[int, ...]
    sentences: tuple[Span, ...]
    title_end: int
    entities: tuple[PaperEntity, ...]
    places: tuple[Place, ...]

    def place(self, start: int, end: int, entity: int, mention: int) -> Place:
        """Place a stretch of text among words and sentences."""
        first = max(bisect_right(self.offsets, start) - 1, 0)
        last = max(bisect_right(self.offsets, end - 1), first + 1)
        return Place(start, end, entity, mention, self.sentence_at(start), first, last)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds an offset."""
        return max(bisect_right(self.sentences, offset, key=_START) - 1, 0)

    def sentence_words(self, sentence: int) -> tuple[int, int]:
        """Return the index of a sentence's first word and the index after its last."""
        span = self.sentences[sentence]
        return bisect_right(self.offsets, span.start - 1), bisect_right(self.offsets, span.end - 1)

    def in_title(self, place: Place) -> bool:
        """Tell whether a place lies in the title."""
        return place.start < self.title_end


def view_of(doc: Doc) -> View:
    """Read a document for the components that need words and mentions by index, once as long as its entities stand.

    Args:
        doc: a document with sentences and `doc._.entities`.
    """
    view: View = doc._.view or _without_entities(reading_of(doc))
    if view.entities is not doc._.entities:
        places = sorted(
            view.place(mention.start, mention.end, i, j)
            for i, entity in enumerate(doc._.entities)
            for j, mention in enumerate(entity.mentions)
        )
        view = replace(view, entities=doc._.entities, places=tuple(places))
    doc._.view = view
    return view


def _without_entities(reading: Reading) -> View:
    tokens = [(word, start) for word, start in zip(reading.lower, reading.starts, strict=True) if not word.isspace()]
    words = tuple(_DIGIT.sub("0", word) for word, _ in tokens)
    offsets = tuple(start for _, start in tokens)
    return View(reading.text, words, offsets, tuple(sentence_spans(reading)), reading.title_end, (), ())


def sentence_spans(reading: Reading) -> Iterator[Span]:
    """Yield the place of each sentence, without the white space around it; one of white space alone is none.

    Args:
        reading: the text.
    """
    for _, tokens in groupby(range(len(reading.words)), key=reading.sentences.__getitem__):
        own = [token for token in tokens if not reading.words[token].isspace()]
        if own:
            yield Span(reading.starts[own[0]], reading.ends[own[-1]])
