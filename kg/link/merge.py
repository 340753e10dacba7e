"""The merge by key: counts that add up the same way in any order, any batch and any number of processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.link.keys import EntityKey
from kg.names import fold


@dataclass(slots=True)
class KeyTable:
    """What the global pass may see: keys, names and counts, each per number of papers' entities.

    Addition is associative and commutative (all parts are counters).
    """

    keys: Counter[str] = field(default_factory=Counter)
    surfaces: Counter[tuple[str, str, str, float]] = field(default_factory=Counter)  # key, surface, rule, score
    definitions: Counter[tuple[str, str]] = field(default_factory=Counter)  # folded short form, key of its long form
    bare: Counter[str] = field(default_factory=Counter)  # keys of short forms that no long form explains

    def count(self, found: EntityKey) -> None:
        """Add one entity of one paper.

        Args:
            found: its key.
        """
        self.keys[found.key] += 1
        for surface in found.surfaces:
            self.surfaces[found.key, surface, found.rule, found.score] += 1
        if found.short_form and found.long_form:
            self.definitions[fold(found.short_form), found.key] += 1
        if not found.long_form and found.rule == "name" and all(map(_is_acronym, found.surfaces)):
            self.bare[found.key] += 1

    def __add__(self, other: KeyTable) -> KeyTable:
        return KeyTable(
            self.keys + other.keys,
            self.surfaces + other.surfaces,
            self.definitions + other.definitions,
            self.bare + other.bare,
        )


def merge_keys(tables: Iterable[KeyTable]) -> KeyTable:
    """Add up the tables of several batches.

    Args:
        tables: one per batch, in any order.
    """
    return sum(tables, KeyTable())


def _is_acronym(surface: str) -> bool:
    letters = [c for c in surface.rstrip("s") if c.isalpha()]
    return 2 <= len(letters) <= 8 and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)
