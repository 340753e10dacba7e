"""Files of annotated papers as plain data, checked line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import AnnotationError

Record = Mapping[str, Any]


def check_scored_fields(record: Record) -> None:
    """Look up every field that scoring needs.

    Args:
        record: an annotated paper.

    Raises:
        KeyError: one is missing.
    """
    _ = [record["id"], *(entity["type"] for entity in record["entities"])]
    _ = [relation[name] for relation in record.get("relations", []) for name in ("head", "type", "tail")]
    _ = [result["value"] for result in record.get("results", [])]


def read_records(path: Path, check: Callable[[Record], None] = check_scored_fields) -> Iterator[Record]:
    """Yield annotated papers.

    Args:
        path: JSON Lines, a paper a line.
        check: raises ValueError, KeyError, TypeError or AttributeError where a paper lacks what the caller needs.

    Raises:
        AnnotationError: a line is not usable; says which, and why.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _record(line, f"{path}:{number}", check)


def _record(line: str, place: str, check: Callable[[Record], None]) -> Record:
    try:
        record: Record = json.loads(line)
        ids = [entity["id"] for entity in record["entities"]]
        check(record)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnnotationError(f"{place}: not an annotated paper ({error!r})") from error
    if len(set(ids)) < len(ids):
        raise AnnotationError(f"{place}: two entities bear the same id")
    return record
