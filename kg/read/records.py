"""What travels inside this room: one record of a source, one that cannot be used, and how a format is described."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TextIO

from kg.model import Paper

RECORD_LIMIT = 16 * 1024 * 1024  # characters; no description of one paper is longer
CHUNK_LIMIT = 1024 * 1024  # the same, for formats whose parsers are slower


class RecordError(ValueError):
    """One record cannot be used; the message says why."""


class SourceError(Exception):
    """A whole source, or the rest of it, cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One usable record: its line and the paper as it tells it; the id is empty where the source has none."""

    line: int | None
    paper: Paper


@dataclass(frozen=True, slots=True)
class BadRecord:
    """One record that cannot be used, where it starts (from 1) and why."""

    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a format is recognised by: the name of the source and its first characters (all of them if it is short)."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: how it is recognised, how its records are read, and what it is, for people.

    Args:
        recognise: whether a head is of this format.
        read: yields the records of an open source one by one; never raises for what a file may hold.
        description: one line for help texts and documentation.
    """

    recognise: Callable[[Head], bool]
    read: Callable[[TextIO], Iterator[Record | BadRecord]]
    description: str


def numbered_lines(handle: TextIO) -> Iterator[tuple[int, str | None]]:
    """Yield the lines of a source with their numbers from 1; None stands for a line too long to be a record.

    Args:
        handle: an open source.
    """
    number = 0
    while line := handle.readline(RECORD_LIMIT):
        number += 1
        yield number, line if _ends(line) else None
        while not _ends(line):
            line = handle.readline(RECORD_LIMIT)


def chunks(handle: TextIO, border: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield what stands from one line that matches to the next, and the number of that line; much too long ones cut.

    Args:
        handle: an open source.
        border: matches the start of a line that opens a chunk; what stands before the first is a chunk too.
    """
    start, lines, size = 1, list[str](), 0
    for number, line in numbered_lines(handle):
        if border.match(line or "") and lines:
            yield start, "".join(lines)
            start, lines, size = number, [], 0
        size += len(line or "")
        if not lines or size <= 2 * CHUNK_LIMIT:
            lines.append(line or "")
    yield start, "".join(lines)


def _ends(line: str) -> bool:
    return line.endswith("\n") or len(line) < RECORD_LIMIT
