"""Rows of plain values, and how they are printed: for reading, for pipes, for programs."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

Value = str | int | float | bool | None
FORMATS = ("table", "csv", "json")
_WIDEST = 60  # of a column in the aligned form, the last one excepted; other forms are never cut


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of plain values."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    warnings: tuple[str, ...] = field(default=())


def render_rows(table: Table, format_name: str) -> str:
    """Return a table as text that ends with a line end.

    Args:
        table: columns and rows.
        format_name: `table` (aligned, for reading), `csv` (quoted as in RFC 4180) or `json` (a list of objects).

    Raises:
        ValueError: there is no such form.
    """
    match format_name:
        case "table":
            return _aligned(table)
        case "csv":
            return _csv(table)
        case "json":
            records = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            return json.dumps(records, ensure_ascii=False, indent=1) + "\n"
        case _:
            raise ValueError(f"unknown form {format_name!r}; known are {', '.join(FORMATS)}")


def _csv(table: Table) -> str:
    return "".join(map(_csv_line, (table.columns, *table.rows)))


def _csv_line(row: Sequence[Value]) -> str:
    out = io.StringIO()
    # the writer quotes a lone carriage return only where it is part of the line end
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _aligned(table: Table) -> str:
    cells = [list(table.columns), *(_cells(row) for row in table.rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["─" * min(width, _WIDEST) for width in widths])
    lines = ("  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cells(row: Sequence[Value]) -> list[str]:
    texts = [_cell(value) for value in row]
    return [text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…" for text in texts[:-1]] + texts[-1:]


def _cell(value: Value) -> str:
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    # control characters would move the cursor or colour the terminal
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * max(0, width - _width(text))


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)
