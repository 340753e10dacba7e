"""CSV and TSV with a header row, whatever parts the cells."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from kg.model import Paper
from kg.read.generic import TEXT_NAMES, bare_name, to_paper
from kg.read.records import BadRecord, Head, Record, RecordError, numbered_lines

_DELIMITERS = (",", "\t", ";", "|")
_TABLE_SUFFIXES = (".csv", ".tsv", ".tab")
_HEAD = 1 << 16
Lines = Iterator[tuple[int, str | None]]


def recognise(delimiters: Sequence[str]) -> Callable[[Head], bool]:
    """Return what recognises a table: its first row names a title or an abstract.

    Args:
        delimiters: what may part the cells; the first row decides which one it is.
    """

    def recognise_head(head: Head) -> bool:
        delimiter = _delimiter(head.text, _DELIMITERS)
        if delimiter is None or delimiter not in delimiters:
            return False
        return len(_header(head.text, delimiter)) > 1 or head.name.lower().endswith(_TABLE_SUFFIXES)

    return recognise_head


def read(delimiters: Sequence[str] = _DELIMITERS) -> Callable[[TextIO], Iterator[Record | BadRecord]]:
    """Return what reads a table with a header row.

    Args:
        delimiters: what may part the cells.
    """

    def read_handle(handle: TextIO) -> Iterator[Record | BadRecord]:
        start = handle.read(_HEAD)
        handle.seek(0)
        escape = "\\" if '\\"' in start and '""' not in start else None
        yield from _records(_rows(numbered_lines(handle), _delimiter(start, delimiters) or delimiters[0], escape))

    return read_handle


def _records(rows: Iterator[tuple[int, list[str] | str]]) -> Iterator[Record | BadRecord]:
    header = next((cells for _, cells in rows if isinstance(cells, list)), [])
    needed = max((index for index, name in enumerate(header, start=1) if bare_name(name) in TEXT_NAMES), default=0)
    if not needed:
        yield BadRecord(1, "the first row names neither a title nor an abstract; add a header")
        return
    for line, cells in rows:
        try:
            yield Record(line, _paper(header, cells, needed))
        except RecordError as error:
            yield BadRecord(line, str(error))


def _paper(header: list[str], cells: list[str] | str, needed: int) -> Paper:
    if isinstance(cells, str):
        raise RecordError(cells)
    if len(cells) < needed or any(cells[len(header) :]):
        raise RecordError(f"has {len(cells)} cells where the header has {len(header)}; look for a missing quote")
    return to_paper(dict(zip(header, cells, strict=False)))


def _rows(lines: Lines, delimiter: str, escape: str | None) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each row's line and cells, or its line and what is wrong; a broken row swallows no other."""
    returned = deque[tuple[int, str | None]]()
    width = 0
    while True:
        taken = list[tuple[int, str]]()
        cells = _row(_taking(returned, lines, taken), delimiter, escape, strict=True)
        if not taken:
            return
        if len(taken) == 1 and isinstance(cells, str):
            cells = _row(iter([taken[0][1]]), delimiter, escape, strict=False)
        elif len(taken) > 1 and width and (isinstance(cells, str) or len(cells) != width):
            returned.extendleft(reversed(taken[1:]))
            cells = "has a quote that is never closed, or text behind a closing one"
        if cells:
            width = width or len(cells)
            yield taken[0][0], cells


def _row(lines: Iterator[str], delimiter: str, escape: str | None, *, strict: bool) -> list[str] | str:
    try:
        return next(csv.reader(lines, delimiter=delimiter, escapechar=escape, strict=strict), [])
    except csv.Error as error:
        return f"is no row of a table: {error}"


def _taking(returned: deque[tuple[int, str | None]], lines: Lines, taken: list[tuple[int, str]]) -> Iterator[str]:
    while item := returned.popleft() if returned else next(lines, None):
        taken.append((item[0], item[1] or ""))
        yield taken[-1][1]


def _delimiter(text: str, delimiters: Sequence[str]) -> str | None:
    """Return what parts the first row into the most cells of which one names a title or an abstract."""
    headers = {delimiter: _header(text, delimiter) for delimiter in delimiters}
    fitting = [each for each, header in headers.items() if TEXT_NAMES & {bare_name(name) for name in header}]
    return max(fitting, key=lambda each: len(headers[each]), default=None)


def _header(text: str, delimiter: str) -> list[str]:
    lines = (line for line in text.split("\n") if line.strip())
    cells = _row(lines, delimiter, None, strict=False)
    return cells if isinstance(cells, list) else []
