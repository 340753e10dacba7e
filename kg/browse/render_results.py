"""A table of results as text: records for programs, grids with notes for papers and pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from html import escape

from kg.graph.result_table import Axis, ReportedValue, ResultTable
from kg.names import clean_latex
from kg.tables import Table, Value, render_rows

_FIELDS = ("metric", "value", "number", "unit", "confidence", "paper", "sentence")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#])")
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1b1b1b; background: #fff }
table { border-collapse: collapse }
caption { text-align: left; font-weight: 600; padding-bottom: .5rem }
th, td { border: 1px solid #ccc; padding: .35rem .6rem; text-align: left; vertical-align: top }
thead th { background: #f3f3f3; position: sticky; top: 0 }
summary { cursor: pointer }
details p, details blockquote { margin: .3rem 0; max-width: 40rem }
blockquote { color: #444; border-left: 3px solid #ccc; padding-left: .6rem }
"""


def render_results(table: ResultTable, format_name: str) -> str:
    """Return a table of results as text that ends with a line end.

    Args:
        table: rows, columns and values.
        format_name: `csv` and `json` have one record per value with its paper and sentence; `table` is a grid of
            values; `markdown` a grid with numbered notes that hold paper and sentence; `html` a page without outside
            parts where each value unfolds to its paper and sentence.

    Raises:
        ValueError: there is no such form.
    """
    if format_name not in _RENDERERS:
        raise ValueError(f"unknown form {format_name!r}; known are {', '.join(RESULT_FORMATS)}")
    return _RENDERERS[format_name](table)


def _records(table: ResultTable) -> Table:
    axes = (table.row_axis.value, table.column_axis.value)
    fields = [name for name in _FIELDS if name not in axes]
    rows = [
        (row, column, *(_field(value, name) for name in fields))
        for row, column, values in _filled(table)
        for value in values
    ]
    return Table((*axes, *fields), rows)


def _field(value: ReportedValue, name: str) -> Value:
    found: Value = getattr(value, name)
    return clean_latex(found) if isinstance(found, str) else found


def _grid(table: ResultTable) -> str:
    rows = [(row, *(_cell_text(table, row, column) for column in table.columns)) for row in table.rows]
    return render_rows(Table((table.row_axis.value, *table.columns), rows), "table")


def _cell_text(table: ResultTable, row: str, column: str) -> str:
    values = table.cells.get((row, column), ())
    metrics = dict.fromkeys(value.metric for value in values)
    return "; ".join(_text(table, [value for value in values if value.metric == metric]) for metric in metrics)


def _markdown(table: ResultTable) -> str:
    notes: dict[tuple[str, str], int] = {}

    def cell(row: str, column: str) -> str:
        texts = []
        for values in _said_together(table, row, column):
            note = notes.setdefault((values[0].paper, values[0].sentence), len(notes) + 1)
            texts.append(f"{_plain(_text(table, values))} [{note}]")
        return "; ".join(texts)

    head = [_plain(table.row_axis.value), *map(_plain, table.columns)]
    lines = [_line(head), _line(["---"] * len(head))]
    lines += [_line([_plain(row), *(cell(row, column) for column in table.columns)]) for row in table.rows]
    sources = [f"{number}. *{_plain(paper)}*: “{_plain(clean_latex(text))}”" for (paper, text), number in notes.items()]
    return "\n".join([*lines, "", *sources]).rstrip() + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _page(table: ResultTable) -> str:
    title = escape(_title(table))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (table.row_axis.value, *table.columns))
    body = "\n".join(_page_row(table, row) for row in table.rows)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<table>\n<caption>{title}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</body>\n</html>\n"
    )


def _page_row(table: ResultTable, row: str) -> str:
    cells = (
        "".join(_page_values(table, values) for values in _said_together(table, row, column))
        for column in table.columns
    )
    return f'<tr><th scope="row">{escape(row)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _page_values(table: ResultTable, values: Sequence[ReportedValue]) -> str:
    sentence, paper = clean_latex(values[0].sentence), values[0].paper
    quote = f"<blockquote>{escape(sentence)}</blockquote>" if sentence else ""
    summary = escape(_text(table, values))
    return f"<details><summary>{summary}</summary><p>{escape(paper)}</p>{quote}</details>"


def _said_together(table: ResultTable, row: str, column: str) -> list[list[ReportedValue]]:
    """The values of a cell, those of one metric from one sentence together."""
    groups: dict[tuple[str, str, str | None], list[ReportedValue]] = defaultdict(list)
    for value in table.cells.get((row, column), ()):
        groups[value.paper, value.sentence, value.metric].append(value)
    return [*groups.values()]


def _title(table: ResultTable) -> str:
    of = f": {', '.join(table.metrics)}" if len(table.metrics) == 1 else ""
    return f"Results by {table.row_axis} and {table.column_axis}{of}"


def _text(table: ResultTable, values: Sequence[ReportedValue]) -> str:
    """Values of one metric as written, with the metric where the table does not say it."""
    texts = ", ".join(dict.fromkeys(value.value for value in values))
    told = Axis.METRIC in (table.row_axis, table.column_axis) or len(table.metrics) == 1
    return texts if told or values[0].metric is None else f"{texts} ({values[0].metric})"


def _filled(table: ResultTable) -> Iterator[tuple[str, str, tuple[ReportedValue, ...]]]:
    """The cells that hold values, row by row."""
    for row in table.rows:
        for column in table.columns:
            if values := table.cells.get((row, column)):
                yield row, column, values


_RENDERERS: dict[str, Callable[[ResultTable], str]] = {
    "table": _grid,
    "csv": lambda table: render_rows(_records(table), "csv"),
    "json": lambda table: render_rows(_records(table), "json"),
    "markdown": _markdown,
    "html": _page,
}
RESULT_FORMATS = tuple(_RENDERERS)
