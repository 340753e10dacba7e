"""Reading of JSON in any wrapping, where each record may be of any known kind."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from kg.model import Paper
from kg.read import arxiv_metadata, csl_json, generic, openalex, own_annotations, semantic_scholar
from kg.read.json_text import JsonValue, is_line_delimited, read_lines, read_stream, unwrapped
from kg.read.records import BadRecord, Head, Record, RecordError

_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\[\]])')
_HEAD = 1 << 16  # characters that tell JSON Lines from other JSON


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of JSON record: whether a record is of it, and the paper that it tells of."""

    matches: Callable[[Mapping[str, object]], bool]
    to_paper: Callable[[Mapping[str, object]], Paper]


# The first that matches a record reads it; the last matches every record.
KINDS: dict[str, Kind] = {
    "annotations": Kind(own_annotations.matches, own_annotations.to_paper),
    "openalex": Kind(openalex.matches, openalex.to_paper),
    "semantic-scholar": Kind(semantic_scholar.matches, semantic_scholar.to_paper),
    "arxiv": Kind(arxiv_metadata.matches, arxiv_metadata.to_paper),
    "csl-json": Kind(csl_json.matches, csl_json.to_paper),
    "generic": Kind(generic.matches, generic.to_paper),
}


def is_json(head: Head) -> bool:
    """Return whether a head is JSON: it starts an object or an array."""
    return bool(_START.match(head.text))


def is_json_lines(head: Head) -> bool:
    """Return whether a head is JSON Lines."""
    return is_line_delimited(head.text)


def starts_with(kind: str) -> Callable[[Head], bool]:
    """Return what recognises JSON whose first record is of a kind.

    Args:
        kind: a key of `KINDS`.
    """

    def recognise(head: Head) -> bool:
        first = next(_first_records(head), None) if is_json(head) or is_json_lines(head) else None
        return first is not None and next(name for name, each in KINDS.items() if each.matches(first)) == kind

    return recognise


def read_json_lines(handle: TextIO) -> Iterator[Record | BadRecord]:
    """Yield the records of JSON Lines, each of whatever kind it is."""
    return _records(read_lines(handle), "generic")


def read_json(handle: TextIO) -> Iterator[Record | BadRecord]:
    """Yield the records of a JSON array, wrapper or row of objects, each of whatever kind it is."""
    return _records(read_stream(handle), "generic")


def read_kind(kind: str) -> Callable[[TextIO], Iterator[Record | BadRecord]]:
    """Return what reads JSON in any wrapping; a record that is plainly of another kind is read as that.

    Args:
        kind: a key of `KINDS`, for records that could be of several.
    """
    return lambda handle: _records(_values(handle), kind)


def _values(handle: TextIO) -> Iterator[JsonValue | BadRecord]:
    start = handle.read(_HEAD)
    handle.seek(0)
    return read_lines(handle) if is_line_delimited(start) else read_stream(handle)


def _records(values: Iterator[JsonValue | BadRecord], kind: str) -> Iterator[Record | BadRecord]:
    for item in values:
        if isinstance(item, BadRecord):
            yield item
        else:
            yield from (_record(item.line, inner, kind) for inner in unwrapped(item.value))


def _record(line: int, value: object, kind: str) -> Record | BadRecord:
    if not isinstance(value, dict):
        return BadRecord(line, "is no JSON object")
    found = next(name for name, each in KINDS.items() if each.matches(value))
    try:
        return Record(line, KINDS[kind if found == "generic" else found].to_paper(value))
    except RecordError as error:
        return BadRecord(line, str(error))


def _first_records(head: Head) -> Iterator[Mapping[str, object]]:
    values = read_lines if is_line_delimited(head.text) else read_stream
    for item in values(io.StringIO(head.text)):
        if isinstance(item, JsonValue):
            yield from (inner for inner in unwrapped(item.value) if isinstance(inner, dict))
