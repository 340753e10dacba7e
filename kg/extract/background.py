"""How often names occur in other papers: counts that tell terms of a field from phrases of one text."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_STEPS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies of names in a collection of abstracts.

    Args:
        counts: folded name → (papers that hold it, papers where it is no part of a longer noun phrase).
        own: 1 where the text at hand is itself part of the collection (in training), else 0.
    """

    counts: Mapping[str, tuple[int, int]]
    own: int = 0

    def documents(self, key: str) -> int:
        """Return how many other papers hold a name, on a rough logarithmic scale.

        Args:
            key: a folded name.
        """
        count = self.counts.get(key, (self.own, 0))[0] - self.own
        return sum(count >= step for step in _STEPS)

    def freedom(self, key: str) -> int:
        """Return in how many tenths of those papers the name stands free; -1 where fewer than three hold it.

        Args:
            key: a folded name.
        """
        papers, free = self.counts.get(key, (0, 0))
        return -1 if papers - self.own < 3 else 10 * free // papers


def load_background(path: Path) -> Background:
    """Read the counts that `save_background` wrote.

    Args:
        path: gzipped lines of name, papers, papers where it stands free.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return Background({key: (int(papers), int(free)) for key, papers, free in rows})


def save_background(counts: Mapping[str, tuple[int, int]], path: Path, *, least: int) -> None:
    """Write counts so that the same counts give the same bytes.

    Args:
        counts: folded name → (papers, papers where it stands free).
        path: where to; replaced if it exists.
        least: names of fewer papers are left out.
    """
    lines = [f"{key}\t{papers}\t{free}\n" for key, (papers, free) in sorted(counts.items()) if papers >= least]
    with path.open("wb") as out, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        packed.write("".join(lines).encode())
