"""How many sentences lie between two gold entities, which are given by their strings alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FAR = 99


@dataclass(frozen=True, slots=True)
class Places:
    """In which sentences the entities of a paper are named.

    Args:
        sentences: entity id → numbers of the sentences.
    """

    sentences: Mapping[str, frozenset[int]]

    def distance(self, one: str, other: str) -> int:
        """Return the least number of sentences from one entity to another, `FAR` where one is nowhere.

        Args:
            one: an entity's id.
            other: another's.
        """
        gaps = (abs(a - b) for a in self.sentences.get(one, ()) for b in self.sentences.get(other, ()))
        return min(gaps, default=FAR)


def gold_text(gold: Mapping[str, Any]) -> str:
    """Return the annotated text of a gold paper: title and abstract as `Paper.text` joins them.

    Args:
        gold: the paper.
    """
    title, abstract = gold.get("title") or "", gold.get("abstract") or ""
    return f"{title}\n\n{abstract}" if title else str(abstract)


def places_of(gold: Mapping[str, Any], sentences: Sequence[Sequence[int]]) -> Places:
    """Return where a gold paper names its entities.

    Args:
        gold: the paper.
        sentences: start and end of its sentences, as an annotation has them; none, and all are far apart.
    """
    text = gold_text(gold)
    starts = [start for start, _ in sentences]
    found = {
        entity["id"]: frozenset(
            bisect_right(starts, match.start())
            for surface in entity.get("surface", [])
            if surface.strip()
            for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)
        )
        for entity in gold["entities"]
    }
    return Places(found if starts else {})
