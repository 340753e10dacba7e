"""What the mention model looks at: names, the words around them, their places, the vocabulary and other papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kg.extract.background import Background
from kg.extract.candidates import is_name_shaped
from kg.extract.grouping import Candidate, TokenSpan, name_key
from kg.extract.reading import Reading
from kg.names import singular

EDGE = "^"
_NOMINAL = frozenset("NN NNS NNP NNPS JJ JJR JJS VBN VBG CD FW".split())
_COUNTS = ((1, "1"), (2, "2"), (4, "3-4"), (8, "5-8"))
_VERB_WINDOW = 5


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the features of all candidates of one text are read from.

    What holds of all spans that start or end at one place is found once.

    Args:
        reading: the text.
        known: token spans that the vocabulary knows, with the kinds it knows them as.
        inside_known: spans that are part of a longer one that the vocabulary knows.
        background: how often names occur in other papers.
    """

    reading: Reading
    known: Mapping[TokenSpan, tuple[str, ...]]
    inside_known: frozenset[TokenSpan]
    background: Background
    _before: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _after: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def before(self, start: int) -> tuple[str, ...]:
        """Return the features of what stands before a span that starts at a token."""
        if start not in self._before:
            self._before[start] = tuple(_before_features(self.reading, start))
        return self._before[start]

    def after(self, end: int) -> tuple[str, ...]:
        """Return the features of what stands behind a span that ends before a token."""
        if end not in self._after:
            self._after[end] = tuple(_after_features(self.reading, end))
        return self._after[end]


def candidate_features(candidate: Candidate, around: Surroundings) -> set[str]:
    """Return the names of the features that hold for a candidate.

    Args:
        candidate: one thing that the text may name.
        around: the text and what is known of it.
    """
    features = {"bias"}
    names: set[str] = set()
    for span in candidate.spans:
        key = name_key(around.reading.slice(*span))
        if key not in names:
            names.add(key)
            features.update(_name_features(span, key, around))
        features.update(around.before(span[0]), around.after(span[1]), _context_features(span, around.reading))
    features.update(_count_features(candidate, around))
    features.update(_vocabulary_features(candidate))
    return features


def _name_features(span: TokenSpan, key: str, around: Surroundings) -> Iterator[str]:
    reading = around.reading
    words = [_singular(word) for word in reading.lower[span[0] : span[1]]]
    tags = reading.tags[span[0] : span[1]]
    yield f"name={key}"
    yield f"first={words[0]}"
    yield f"last={words[-1]}"
    yield f"tags={' '.join(tags)}"
    yield f"firsttag={tags[0]}"
    yield f"lasttag={tags[-1]}"
    yield f"length={min(len(words), 6)}"
    yield f"suffix={words[-1][-3:]}"
    yield f"suffix4={words[-1][-4:]}"
    for word in words:
        yield f"word={word}"
    if len(words) > 1:
        yield f"lasttwo={' '.join(words[-2:])}"
        yield f"firsttwo={' '.join(words[:2])}"
    for word in reading.words[span[0] : span[1]]:
        if is_name_shaped(word):
            yield "nameshaped"
    yield f"shape={_shape(reading.slice(*span))}"
    yield f"seen={around.background.documents(key)}"
    yield f"free={around.background.freedom(key)}"
    for start in range(span[0] + 1, span[1]):
        for kind in around.known.get((start, span[1]), ()):
            yield f"head={kind}"
    for end in range(span[0] + 1, span[1]):
        for kind in around.known.get((span[0], end), ()):
            yield f"start={kind}"


def _before_features(reading: Reading, start: int) -> Iterator[str]:
    before, tag = _word(reading, start - 1), _tag(reading, start - 1)
    yield f"before={before}"
    yield f"before2={_word(reading, start - 2)} {before}"
    yield f"beforetag={tag}"
    yield f"beforetag+first={tag} {reading.tags[start]}"


def _after_features(reading: Reading, end: int) -> Iterator[str]:
    after, tag = _word(reading, end), _tag(reading, end)
    yield f"after={after}"
    yield f"after2={after} {_word(reading, end + 1)}"
    yield f"aftertag={tag}"
    yield f"last+aftertag={reading.tags[end - 1]} {tag}"


def _context_features(span: TokenSpan, reading: Reading) -> Iterator[str]:
    start, end = span
    yield f"aroundtags={_tag(reading, start - 1)} {_tag(reading, end)}"
    left, right = is_open_left(reading, start), is_open_right(reading, end)
    yield f"open={left:d}{right:d}"
    if not left and not right:
        for i in range(max(0, start - _VERB_WINDOW), start):
            if reading.tags[i].startswith("VB") and reading.sentences[i] == reading.sentences[start]:
                yield f"verb={reading.lower[i]}"


def _count_features(candidate: Candidate, around: Surroundings) -> Iterator[str]:
    reading = around.reading
    free = [span for span in candidate.spans if is_free(reading, span)]
    yield f"count={_bucket(len(candidate.spans))}"
    yield f"freecount={_bucket(len(free))}"
    last = reading.sentences[-1] + 1
    for where in {_part(reading, span, last) for span in free}:
        yield f"part={where}"
    if candidate.short_form:
        yield "abbreviated"
    if any(_in_brackets(reading, span) for span in candidate.spans):
        yield "inbrackets"
    if free and _title_prefix(reading, free[0]):
        yield "titleprefix"
    share = 4 * len(free) // len(candidate.spans)
    yield f"freeshare={share}"
    if any(span in around.inside_known for span in candidate.spans):
        yield "insideknown"


def _vocabulary_features(candidate: Candidate) -> Iterator[str]:
    kinds = {concept.type.value for concept in candidate.concepts}
    for kind in kinds:
        yield f"known={kind}"
    if not kinds:
        yield "unknown"
    for concept in candidate.concepts:
        yield f"concept={concept.id}"
        for broader in concept.broader:
            yield f"broader={broader}"
        yield f"top={not concept.broader:d}"


def is_open_left(reading: Reading, start: int) -> bool:
    """Say whether the noun phrase goes on to the left of a span."""
    if start == 0 or reading.sentences[start - 1] != reading.sentences[start]:
        return False
    return reading.tags[start - 1] in _NOMINAL or (reading.words[start - 1] == "-" and reading.glued[start])


def is_open_right(reading: Reading, end: int) -> bool:
    """Say whether the noun phrase goes on to the right of a span."""
    if end >= len(reading.words) or reading.sentences[end] != reading.sentences[end - 1]:
        return False
    return reading.tags[end] in {"NN", "NNS", "NNP", "NNPS"} or (reading.words[end] == "-" and reading.glued[end])


def is_free(reading: Reading, span: TokenSpan) -> bool:
    """Say whether a span is no part of a longer noun phrase."""
    return not is_open_left(reading, span[0]) and not is_open_right(reading, span[1])


_singular = lru_cache(maxsize=1 << 15)(singular)


@lru_cache(maxsize=1 << 15)
def _shape(surface: str) -> str:
    shape = "".join("X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c for c in surface)
    squeezed = [c for i, c in enumerate(shape) if i == 0 or c != shape[i - 1]]
    return "".join(squeezed)[:8]


def _part(reading: Reading, span: TokenSpan, sentences: int) -> str:
    if reading.starts[span[0]] < reading.title_end:
        return "title"
    sentence = reading.sentences[span[0]] - bool(reading.title_end)
    return "first" if sentence == 0 else "last" if reading.sentences[span[0]] == sentences - 1 else "middle"


def _title_prefix(reading: Reading, span: TokenSpan) -> bool:
    """Say whether the span is what stands before the colon of a title."""
    return span[0] == 0 and reading.title_end > 0 and _word(reading, span[1]) == ":"


def _in_brackets(reading: Reading, span: TokenSpan) -> bool:
    return _word(reading, span[0] - 1) == "(" and _word(reading, span[1]) == ")"


def _bucket(count: int) -> str:
    return next((name for most, name in _COUNTS if count <= most), "9+") if count else "0"


def _word(reading: Reading, i: int) -> str:
    return reading.lower[i] if 0 <= i < len(reading.words) else EDGE


def _tag(reading: Reading, i: int) -> str:
    return reading.tags[i] if 0 <= i < len(reading.words) else EDGE
