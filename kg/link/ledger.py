"""The merge ledger as a file: every name that became part of an entity, by which rule and how sure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.iris import Iris
from kg.model import Merge
from kg.names import clean_latex

COLUMNS = ("entity", "surface", "rule", "score", "papers")


def write_ledger(merges: Iterable[Merge], path: Path, iris: Iris) -> None:
    """Write the ledger as tab-separated values.

    Args:
        merges: its lines, in order.
        path: where to; replaced if it exists.
        iris: mints the IRIs of the entities.
    """
    lines = ["\t".join(COLUMNS)]
    for merge in merges:
        surface = " ".join(clean_latex(merge.surface).split())
        lines.append("\t".join([iris.entity(merge.entity), surface, merge.rule, f"{merge.score:g}", str(merge.papers)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
