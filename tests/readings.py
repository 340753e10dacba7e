"""Readings for tests: of a file of the test data, of bytes, of text."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg.model import Paper
from kg.read import Reading, read_papers

DATA = Path(__file__).parent / "read" / "data"


def read_file(name: str) -> Reading:
    """Read a file of the test data."""
    return read_papers([DATA / name])


def read_bytes(data: bytes, name: str = "papers.jsonl", input_format: str | None = None) -> Reading:
    """Read bytes as a file of some name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return read_papers([path], input_format=input_format)


def read_text(text: str, name: str = "papers.jsonl", input_format: str | None = None) -> Reading:
    """Read text as a file of some name."""
    return read_bytes(text.encode(), name, input_format)


def by_id(reading: Reading) -> dict[str, Paper]:
    """Return the papers of a reading by id."""
    return {paper.id: paper for paper in reading.papers}


def problems(reading: Reading) -> list[tuple[int | None, str]]:
    """Return line and reason of what was skipped."""
    return [(each.line, each.reason) for each in reading.skipped]
