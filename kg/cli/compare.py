"""Commands that set things side by side: compare, table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.group import main
from kg.cli.options import (
    example,
    format_option,
    graph_option,
    limit_option,
    min_confidence_option,
    show_table,
    show_warnings,
)

_AXES = click.Choice(["method", "dataset", "metric", "paper", "task"])
_FORMATS = click.Choice(["table", "csv", "json", "markdown", "html"])


@main.command(name="compare", epilog=example("kg compare BERT RoBERTa --format csv"))
@click.argument("first")
@click.argument("second")
@graph_option
@format_option
def compare_command(first: str, second: str, directory: Path, format_name: str) -> None:
    """Show what two methods or papers share and what not, and their results side by side."""
    from kg.browse import compare_nodes

    show_table(compare_nodes(directory, first, second), format_name)


@main.command(
    name="table",
    epilog=example("kg table --rows method --columns dataset --metric accuracy --format html"),
)
@click.option("--rows", type=_AXES, default="method", show_default=True, help="What the rows are.")
@click.option("--columns", type=_AXES, default="dataset", show_default=True, help="What the columns are.")
@click.option(
    "--metric", "metrics", multiple=True, help="Only this metric and narrower ones, however spelled; may be repeated."
)
@min_confidence_option
@limit_option(30)
@graph_option
@click.option("--format", "format_name", type=_FORMATS, default="table", show_default=True, help="Output form.")
def table_command(
    rows: str,
    columns: str,
    metrics: Sequence[str],
    min_confidence: float,
    limit: int,
    directory: Path,
    format_name: str,
) -> None:
    """Arrange the results of all papers as a table, each value with its paper and sentence."""
    from kg.browse import render_results, results_table

    table, warnings = results_table(
        directory, rows=rows, columns=columns, metrics=metrics, min_confidence=min_confidence, limit=limit
    )
    show_warnings(warnings)
    click.echo(render_results(table, format_name), nl=False)
