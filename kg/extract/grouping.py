"""Candidate spans of one thing, brought together: spelling variants, abbreviations, synonyms of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.candidates import is_name_shaped
from kg.extract.reading import Reading
from kg.model import Concept
from kg.names import compact, fold

TokenSpan = tuple[int, int]

# Words that name only the kind of a thing whose own name stands before them: "the COCO dataset", "BERT models".
KIND_WORDS = frozenset(
    "model models method methods approach approaches algorithm algorithms architecture architectures framework"
    " frameworks system systems technique techniques dataset datasets corpus corpora benchmark benchmarks task tasks"
    " score scores metric metrics challenge challenges community library toolkit baseline baselines data set sets"
    " family variant variants encoder network networks problem problems".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a text may name.

    Args:
        key: the folded name that the group goes by: of the long form, else of the first span.
        spans: token spans, by start and then by end.
        concepts: what the vocabulary knows under the names.
        long_form: the spelled-out form, where the text defines an abbreviation.
        short_form: the abbreviation.
    """

    key: str
    spans: tuple[TokenSpan, ...]
    concepts: tuple[Concept, ...] = ()
    long_form: str | None = None
    short_form: str | None = None


@lru_cache(maxsize=1 << 16)
def name_key(surface: str) -> str:
    """Return what the spelling variants of a name share.

    Args:
        surface: a string as it stands in a text.
    """
    plural_acronym = len(surface) > 2 and surface[-1] == "s" and surface[-2].isupper()
    return compact(fold(surface[:-1] if plural_acronym else surface))


def group_spans(
    reading: Reading,
    spans: Iterable[TokenSpan],
    abbreviations: Sequence[tuple[str, str]],
    known: Mapping[TokenSpan, tuple[Concept, ...]],
) -> list[Candidate]:
    """Bring the candidate spans of one thing together.

    Args:
        reading: the text.
        spans: candidate spans.
        abbreviations: (short form, long form) pairs that the text defines.
        known: the concepts of those spans that the vocabulary knows.

    Returns:
        The candidates by their first span.
    """
    by_key: dict[str, list[TokenSpan]] = {}
    for span in spans:
        by_key.setdefault(name_key(reading.slice(*span)), []).append(span)
    concepts = {key: _known_as(found, known) for key, found in by_key.items()}
    parent = {key: key for key in by_key}
    for one, other in _same_things(reading, by_key, abbreviations, concepts):
        if one in parent and other in parent:
            parent[_root(parent, other)] = _root(parent, one)
    groups: dict[str, list[str]] = {}
    for key in by_key:
        groups.setdefault(_root(parent, key), []).append(key)
    forms = {name_key(form): pair for pair in abbreviations for form in pair}
    candidates = [_candidate(reading, root, keys, by_key, concepts, forms) for root, keys in groups.items()]
    return sorted(candidates, key=lambda candidate: candidate.spans[0])


def _same_things(
    reading: Reading,
    by_key: Mapping[str, Sequence[TokenSpan]],
    abbreviations: Sequence[tuple[str, str]],
    concepts: Mapping[str, tuple[Concept, ...]],
) -> Iterable[tuple[str, str]]:
    """Yield pairs of keys that name one thing; the first is the better name."""
    yield from ((name_key(long), name_key(short)) for short, long in abbreviations)
    named: dict[str, str] = {}
    for key, found in concepts.items():
        if len(found) == 1:
            yield named.setdefault(found[0].id, key), key
    for key, spans in by_key.items():
        start, end = spans[0]
        if end - start > 1 and reading.lower[end - 1] in KIND_WORDS and is_name_shaped(reading.words[end - 2]):
            yield name_key(reading.slice(start, end - 1)), key


def _tight(reading: Reading, spans: Sequence[TokenSpan]) -> tuple[TokenSpan, ...]:
    """Return the spans without those that only add the kind of the thing: "COCO dataset" where "COCO" is one too."""
    own = set(spans)
    return tuple(
        span for span in spans if reading.lower[span[1] - 1] not in KIND_WORDS or (span[0], span[1] - 1) not in own
    )


def _known_as(spans: Iterable[TokenSpan], known: Mapping[TokenSpan, tuple[Concept, ...]]) -> tuple[Concept, ...]:
    return next((known[span] for span in spans if span in known), ())


def _root(parent: Mapping[str, str], key: str) -> str:
    while parent[key] != key:
        key = parent[key]
    return key


def _candidate(
    reading: Reading,
    root: str,
    keys: Sequence[str],
    by_key: Mapping[str, Sequence[TokenSpan]],
    concepts: Mapping[str, tuple[Concept, ...]],
    forms: Mapping[str, tuple[str, str]],
) -> Candidate:
    known = {concept.id: concept for key in keys for concept in concepts[key]}
    short, long = next((forms[key] for key in keys if key in forms), (None, None))
    return Candidate(
        key=root,
        spans=_tight(reading, sorted(span for key in keys for span in by_key[key])),
        concepts=tuple(known[concept] for concept in sorted(known)),
        long_form=long,
        short_form=short,
    )
