"""What a build writes beside its graph and a page shows with it: every mention, and why names were merged."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import GraphError
from kg.generation import ANNOTATIONS, LEDGER
from kg.model import Span


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place in a paper's text that names an entity (`node` is its IRI)."""

    span: Span
    node: str


@dataclass(frozen=True, slots=True)
class MergedName:
    """A name that became part of an entity: by which rule, how sure in [0, 1], and in how many papers."""

    surface: str
    rule: str
    score: float
    papers: int


@dataclass(frozen=True, slots=True)
class Companions:
    """Mentions by the id of their paper, and merged names by the IRI of their entity; None where not at hand."""

    mentions: Mapping[str, tuple[NamedPlace, ...]] | None = None
    merges: Mapping[str, tuple[MergedName, ...]] | None = None

    def mentions_in(self, paper: str) -> tuple[NamedPlace, ...]:
        """Return the known mentions of a paper, by its id."""
        return (self.mentions or {}).get(paper, ())

    def names_of(self, entity: str) -> tuple[MergedName, ...]:
        """Return the known merged names of an entity, by its IRI."""
        return (self.merges or {}).get(entity, ())


def read_companions(folder: Path) -> Companions:
    """Read what lies beside a graph.

    Args:
        folder: where `annotations.jsonl` and `merges.tsv` may lie.

    Raises:
        GraphError: one of them is there and damaged.
    """
    annotations, ledger = folder / ANNOTATIONS, folder / LEDGER
    return Companions(
        dict(_mentions(annotations)) if annotations.is_file() else None,
        read_ledger(ledger) if ledger.is_file() else None,
    )


def _mentions(path: Path) -> Iterator[tuple[str, tuple[NamedPlace, ...]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                record = json.loads(line)
                found = {
                    NamedPlace(Span(mention["start"], mention["end"]), entity["node"])
                    for entity in record["entities"]
                    for mention in entity["mentions"]
                    if entity.get("node")
                }
                paper = record["id"]
            except (ValueError, KeyError, TypeError) as error:
                raise GraphError(f"{path}:{number} is no annotated paper ({error}); build again") from error
            yield paper, tuple(sorted(found, key=lambda place: (place.span, place.node)))


def read_ledger(path: Path) -> dict[str, tuple[MergedName, ...]]:
    """Read why names became part of each entity, by its IRI.

    Args:
        path: the merge ledger of a build.

    Raises:
        GraphError: it is damaged.
    """
    merges: dict[str, list[MergedName]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                merged = MergedName(row["surface"], row["rule"], float(row["score"]), int(row["papers"]))
                merges[row["entity"]].append(merged)
        except (ValueError, KeyError, TypeError) as error:
            raise GraphError(f"{path} is no merge ledger ({error}); build again") from error
    return {entity: tuple(names) for entity, names in merges.items()}
