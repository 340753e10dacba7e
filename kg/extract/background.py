"""How often names occur in other papers: counts that tell terms of a field from phrases of one text."""

from __future__ import annotations

import gzip
import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

NAMES, TEXTS = "background.tsv.gz", "background-texts.txt"
_STEPS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies of names in a collection of abstracts.

    Args:
        counts: folded name → (papers that hold it, papers where it is no part of a longer noun phrase).
        texts: digests of the abstracts.
        own: 1 where the text at hand is itself part of the collection (in training), else 0.
    """

    counts: Mapping[str, tuple[int, int]]
    texts: frozenset[str] = frozenset()
    own: int = 0

    def of_text(self, text: str) -> Background:
        """Return the counts for a text of training, which must not count its own names.

        Args:
            text: an annotated text.
        """
        return replace(self, own=int(text_digest(text) in self.texts))

    def documents(self, key: str) -> int:
        """Return how many other papers hold a name, on a rough logarithmic scale.

        Args:
            key: a folded name.
        """
        count = self.counts.get(key, (self.own, 0))[0] - self.own
        return bisect_right(_STEPS, count)

    def freedom(self, key: str) -> int:
        """Return in how many tenths of those papers the name stands free; -1 where fewer than three hold it.

        Args:
            key: a folded name.
        """
        papers, free = self.counts.get(key, (0, 0))
        return -1 if papers - self.own < 3 else 10 * free // papers


def text_digest(text: str) -> str:
    """Return what tells a text of the collection.

    Args:
        text: an annotated text.
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_background(folder: Path) -> Background:
    """Read the counts that `save_background` wrote.

    Args:
        folder: holds `background.tsv.gz`, gzipped lines of name, papers, papers where it stands free, and
            `background-texts.txt`, a digest a line.
    """
    with gzip.open(folder / NAMES, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        counts = {key: (int(papers), int(free)) for key, papers, free in rows}
    return Background(counts, frozenset((folder / TEXTS).read_text(encoding="utf-8").split()))


def save_background(background: Background, folder: Path, *, least: int) -> None:
    """Write counts so that the same counts give the same bytes.

    Args:
        background: what was counted.
        folder: where to; the two files are replaced if they exist.
        least: names of fewer papers are left out.
    """
    counts = background.counts
    lines = [f"{key}\t{papers}\t{free}\n" for key, (papers, free) in sorted(counts.items()) if papers >= least]
    (folder / TEXTS).write_text("".join(f"{digest}\n" for digest in sorted(background.texts)), encoding="utf-8")
    with (folder / NAMES).open("wb") as out, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        packed.write("".join(lines).encode())
