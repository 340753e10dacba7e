"""Options that several commands share, and the progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.tables import FORMATS, Table, render_rows

T = TypeVar("T")


def show_progress(items: Iterable[T], label: str, total: int) -> Iterator[T]:
    """Yield the items and show a bar on standard error, where that is a terminal."""
    with click.progressbar(items, total, label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield from bar


def example(text: str) -> str:
    """An epilog that click does not rewrap."""
    return f"\b\nExample:\n  {text}"


Command = Callable[..., Any]


def graph_option(command: Command) -> Command:
    """Where a built graph lies."""
    return click.option(
        "--graph",
        "directory",
        type=click.Path(path_type=Path),
        default=Path("exports"),
        show_default=True,
        help="Folder of a build.",
    )(command)


def format_option(command: Command) -> Command:
    """How rows are printed."""
    return click.option(
        "--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True, help="Output form."
    )(command)


def layout_option(command: Command) -> Command:
    """Which former pictures the new ones resemble."""
    return click.option(
        "--layout-from",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of a former build; what it holds stays near its place in the pictures.",
    )(command)


def model_option(command: Command) -> Command:
    """Which trained model extracts."""
    return click.option(
        "--model",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of a model that `kg train` wrote; the shipped one otherwise.",
    )(command)


def vocabulary_option(command: Command) -> Command:
    """Which concepts are known beside the shipped ones."""
    return click.option(
        "--vocabulary",
        "vocabularies",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A SKOS file to add to the shipped vocabulary; may be repeated.",
    )(command)


def min_confidence_option(command: Command) -> Command:
    """How sure a mention or a relation has to be."""
    return click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        default=0.0,
        show_default=True,
        help="Leave out what is less sure than this.",
    )(command)


def predicates_option(command: Command) -> Command:
    """Which relations and roles count."""
    return click.option(
        "--predicate", "predicates", multiple=True, help="Only these relations and roles; may be repeated."
    )(command)


def limit_option(number: int) -> Callable[[Command], Command]:
    """How many rows are shown at most."""
    return click.option("--limit", type=click.IntRange(1), default=number, show_default=True, help="Rows at most.")


def show_warnings(warnings: Iterable[str]) -> None:
    """Print warnings on standard error, one a line."""
    for warning in warnings:
        click.echo(f"kg: {warning}", err=True)


def show_table(table: Table, format_name: str) -> None:
    """Print a table, and its warnings on standard error."""
    show_warnings(table.warnings)
    click.echo(render_rows(table, format_name), nl=False)


def input_options(command: Command) -> Command:
    """What the commands that read papers share."""
    options: list[Callable[[Command], Command]] = [
        click.argument("inputs", nargs=-1, required=True),
        click.option("--input-format", help="Form of the input, where it is not to be found by content."),
        vocabulary_option,
        model_option,
        min_confidence_option,
        click.option("--processes", type=click.IntRange(0), default=0, help="Processes; 0 is one per core."),
        click.option("--strict", is_flag=True, help="Exit with 1 where input was skipped."),
    ]
    for option in reversed(options):
        command = option(command)
    return command
