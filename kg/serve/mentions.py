"""Every place where a paper names an entity: the graph keeps one for each role, the annotations beside it keep all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kg.generation import ANNOTATIONS
from kg.model import Span

_ID = b'{"id":'  # what a line begins with
_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that names an entity.

    Args:
        sentence: its span in the paper's text.
        names: where in the text the entity is named, in order.
        confidence: of the surest of them.
    """

    sentence: Span
    names: tuple[Span, ...]
    confidence: float


class MentionIndex:
    """The annotations of a build; a page reads the lines of its papers alone.

    Args:
        directory: the build's folder; without annotations in it, no place is known.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / ANNOTATIONS
        self._record = lru_cache(_REMEMBERED)(self._read)

    def places(self, paper: str, entity: str) -> tuple[Place, ...]:
        """Return the sentences of a paper that name an entity, in the order of the text.

        Args:
            paper: id of the paper.
            entity: IRI of the entity.
        """
        return self._record(paper).get(entity, ())

    @cached_property
    def _starts(self) -> Mapping[str, int]:
        """Where the line of each paper begins."""
        if not self._path.is_file():
            return {}
        found, start = {}, 0
        with self._path.open("rb") as lines:
            for line in lines:
                if line.startswith(_ID):
                    found[_first_text(line[len(_ID) :])] = start
                start += len(line)
        return found

    def _read(self, paper: str) -> Mapping[str, tuple[Place, ...]]:
        if paper not in self._starts:
            return {}
        with self._path.open("rb") as lines:
            lines.seek(self._starts[paper])
            record = json.loads(lines.readline())
        sentences = [Span(*ends) for ends in record["sentences"]]
        mentions: dict[str, list[dict[str, float]]] = {}
        for entity in record["entities"]:
            mentions.setdefault(entity["node"], []).extend(entity["mentions"])
        return {entity: tuple(_places(sentences, found)) for entity, found in mentions.items()}


def _places(sentences: list[Span], mentions: list[dict[str, float]]) -> Iterator[Place]:
    for sentence in sentences:
        inside = [m for m in mentions if sentence.start <= m["start"] and m["end"] <= sentence.end]
        if inside:
            names = sorted((int(m["start"]), int(m["end"])) for m in inside)
            yield Place(sentence, tuple(Span(*ends) for ends in names), max(m["confidence"] for m in inside))


def _first_text(line: bytes) -> str:
    text: str
    text, _ = json.JSONDecoder().raw_decode(line.decode("utf-8"))
    return text
