"""The global pass: keys that are attached to a centre, each scored against the centre and never through a chain."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.link.merge import KeyTable
from kg.names import compact
from kg.vocabulary.lookup import Vocabulary

# A short form that papers leave unexplained takes the one long form that nearly all defining papers agree on.
_DEFINING_PAPERS = 3
_AGREEMENT = 0.9

# Words that only say what sort of thing a name names ("ImageNet dataset", "BERT model").
_SORT_WORDS = frozenset(
    "dataset benchmark corpus database model network algorithm method framework architecture task loss metric score"
    " technique approach system".split()
)
# The one of them that says nothing about a common noun either: "humor detection task" is "humor detection".
_TASK = "task"
_PROPER = re.compile(r"\d|.[A-Z]")


@dataclass(frozen=True, slots=True)
class Attachment:
    """The centre that a key was attached to, by which rule, and how sure."""

    centre: str
    rule: str
    score: float


def attach_keys(table: KeyTable, vocabulary: Vocabulary) -> dict[str, Attachment]:
    """Attach keys to centres: vocabulary concepts, else the key that most papers use.

    Args:
        table: the merged counts of all papers.
        vocabulary: its concepts are centres before anything else.

    Returns:
        Key → attachment, for the keys that move; no centre is itself attached.
    """
    attached = _attach_spacing(table, vocabulary)
    attached = _moved(attached, _attach_short_forms(table, attached))
    return _moved(attached, _attach_sorts(table, attached, vocabulary))


def _moved(attached: Mapping[str, Attachment], later: Mapping[str, Attachment]) -> dict[str, Attachment]:
    """Add later attachments; what was attached to a key that now moves goes with it, so that no centre is attached."""

    def follow(earlier: Attachment) -> Attachment:
        on = later.get(earlier.centre)
        return Attachment(on.centre, f"{earlier.rule}; {on.rule}", min(earlier.score, on.score)) if on else earlier

    return {key: follow(attachment) for key, attachment in attached.items()} | dict(later)


def _attach_spacing(table: KeyTable, vocabulary: Vocabulary) -> dict[str, Attachment]:
    """Names that differ only in where words are joined ("code bert", "CodeBERT")."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key in table.keys:
        groups[compact(key)].append(key)
    attached: dict[str, Attachment] = {}
    for group in groups.values():
        centre = min(group, key=lambda key: (key not in vocabulary.concepts, -table.keys[key], key))
        others = [key for key in group if key != centre and key not in vocabulary.concepts]
        attached |= {key: Attachment(centre, "spacing", 1.0) for key in others}
    return attached


def _attach_short_forms(table: KeyTable, attached: Mapping[str, Attachment]) -> dict[str, Attachment]:
    spelling = {key: attachment.centre for key, attachment in attached.items()}
    candidates = {key: _attach_short_form(key, table, spelling) for key in sorted(set(table.keys) - set(attached))}
    found = {key: attachment for key, attachment in candidates.items() if attachment}
    return {key: attachment for key, attachment in found.items() if attachment.centre not in found}


def _attach_sorts(table: KeyTable, attached: Mapping[str, Attachment], vocabulary: Vocabulary) -> dict[str, Attachment]:
    centres = set(table.keys) - set(attached)
    proper = {compact(key): key for key in centres & _proper_names(table)}
    names = {compact(key): key for key in sorted(centres)}
    found: dict[str, Attachment] = {}
    for key in sorted(centres - set(vocabulary.concepts)):
        name, _, last = key.rpartition("-")
        known = names if last == _TASK else proper
        if last in _SORT_WORDS and (centre := known.get(compact(name))):
            found[key] = Attachment(centre, "sort of thing left out", 0.9)
    return {key: attachment for key, attachment in found.items() if attachment.centre not in found}


def _attach_short_form(key: str, table: KeyTable, spelling: Mapping[str, str]) -> Attachment | None:
    if not table.bare[key]:
        return None
    long_forms: Counter[str] = Counter()
    for (short, long), papers in table.definitions.items():
        if short == key:
            long_forms[spelling.get(long, long)] += papers
    papers = long_forms.total()
    if papers < _DEFINING_PAPERS:
        return None
    centre = min(long_forms, key=lambda long: (-long_forms[long], long))
    share = round(long_forms[centre] / papers, 3)
    return Attachment(centre, "short form", share) if share >= _AGREEMENT and centre != key else None


def _proper_names(table: KeyTable) -> set[str]:
    """Keys that are written as proper names wherever they stand: inner capitals or digits, one word."""
    surfaces: dict[str, list[str]] = defaultdict(list)
    for key, surface, _, _ in table.surfaces:
        surfaces[key].append(surface)
    return {key for key, names in surfaces.items() if "-" not in key and all(map(_PROPER.search, names))}
