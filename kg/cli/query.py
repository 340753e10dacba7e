"""Commands that ask a built graph by SPARQL: query, queries, ask."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import main
from kg.cli.options import example, format_option, graph_option, min_confidence_option, show_table, show_warnings
from kg.tables import Table

if TYPE_CHECKING:
    from kg.query import Answer, Source


def _settings_of_query(_ctx: click.Context, _option: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if broken := [key for key, sign, _ in pairs if not sign]:
        raise click.BadParameter(f"takes KEY=VALUE, not {broken[0]!r}")
    return {key.strip(): value for key, _, value in pairs}


def _source(directory: Path, endpoint: str | None, min_confidence: float = 0.0) -> Source:
    from kg.query import Endpoint, open_dataset

    if endpoint is None:
        return open_dataset(directory, min_confidence=min_confidence)
    if min_confidence:
        raise click.UsageError("--min-confidence needs a graph on this machine; it does not go with --endpoint")
    return Endpoint(endpoint)


def _print_answer(answer: Answer, format_name: str) -> None:
    from kg.query import render_table

    show_warnings(answer.warnings)
    click.echo(render_table(answer, format_name), nl=False)


endpoint_option = click.option(
    "--endpoint", metavar="URL", help="A SPARQL 1.1 server that holds such a graph, instead of --graph."
)
result_format_option = click.option(
    "--format", "format_name", type=click.Choice(["table", "csv", "json", "xml", "ttl"]), default="table"
)


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
@endpoint_option
@result_format_option
def query_command(
    name: str, values: dict[str, str], min_confidence: float, directory: Path, endpoint: str | None, format_name: str
) -> None:
    """Ask the graph a question: a query's NAME, a FILE.rq or `-`."""
    from kg.query import load_query, run_query

    query = load_query(sys.stdin.read() if name == "-" else name)
    _print_answer(run_query(_source(directory, endpoint, min_confidence), query, values), format_name)


@main.command(name="ask", epilog=example('kg ask "which data sets are used with knowledge distillation?"'))
@click.argument("question")
@graph_option
@endpoint_option
@click.option("--sparql", is_flag=True, help="Print the SPARQL that is run on standard error too.")
@result_format_option
def ask_command(question: str, directory: Path, endpoint: str | None, sparql: bool, format_name: str) -> None:
    """Ask the graph in plain English: runs the query of the library that fits, and says which."""
    from kg.query import Asker, run_query, substitute

    source = _source(directory, endpoint)
    reading = Asker(source).read(question)
    settings = "".join(f' --set {name}="{value}"' for name, value in reading.parameters.items())
    click.echo(f"kg: {reading.query.summary} → kg query {reading.query.name}{settings}", err=True)
    if sparql:
        click.echo(substitute(source, reading.query, reading.parameters)[0], err=True)
    _print_answer(run_query(source, reading.query, reading.parameters), format_name)


@main.command(name="queries", epilog=example("kg queries"))
@format_option
def queries_command(format_name: str) -> None:
    """List the questions that `kg query` knows, with their parameters."""
    from kg.query import list_queries

    rows = [
        (query.tags[0], query.name, ", ".join(f"{p.name}={p.default}" for p in query.parameters), query.summary)
        for query in list_queries()
    ]
    show_table(Table(("group", "name", "parameters", "summary"), sorted(rows)), format_name)
