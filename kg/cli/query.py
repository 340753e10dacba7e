"""Commands that ask a built graph by SPARQL: query, queries."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.group import main
from kg.cli.options import example, format_option, graph_option, min_confidence_option
from kg.tables import Table, render_rows


def _settings_of_query(_ctx: click.Context, _option: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if broken := [key for key, sign, _ in pairs if not sign]:
        raise click.BadParameter(f"takes KEY=VALUE, not {broken[0]!r}")
    return {key.strip(): value for key, _, value in pairs}


@main.command(name="query", epilog=example('kg query papers-by-concept --set concept="knowledge distillation"'))
@click.argument("name")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_settings_of_query,
    help="Value of a parameter; may be repeated.",
)
@min_confidence_option
@graph_option
@click.option("--format", "format_name", type=click.Choice(["table", "csv", "json", "xml", "ttl"]), default="table")
def query_command(name: str, values: dict[str, str], min_confidence: float, directory: Path, format_name: str) -> None:
    """Ask the graph a question: a query's NAME, a FILE.rq or `-`."""
    from kg.query import load_query, open_dataset, render_table, run_query

    query = load_query(sys.stdin.read() if name == "-" else name)
    table = run_query(open_dataset(directory, min_confidence=min_confidence), query, values)
    for warning in table.warnings:
        click.echo(f"kg: {warning}", err=True)
    click.echo(render_table(table, format_name), nl=False)


@main.command(name="queries", epilog=example("kg queries"))
@format_option
def queries_command(format_name: str) -> None:
    """List the questions that `kg query` knows, with their parameters."""
    from kg.query import list_queries

    rows = [
        (query.name, ", ".join(f"{p.name}={p.default}" for p in query.parameters), query.summary)
        for query in list_queries()
    ]
    click.echo(render_rows(Table(("name", "parameters", "summary"), rows), format_name), nl=False)
