"""Commands that check and measure: validate, evaluate."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.group import main
from kg.cli.options import (
    example,
    format_option,
    graph_option,
    model_option,
    show_progress,
    show_table,
    show_warnings,
    vocabulary_option,
)
from kg.settings import Part, Settings
from kg.tables import Table


@main.command(name="validate", epilog=example("kg validate"))
@graph_option
@format_option
def validate_command(directory: Path, format_name: str) -> None:
    """Check a built graph against the SHACL shapes; exit with 1 on findings."""
    from kg.validate import validate_directory

    report = validate_directory(directory)
    rows = [(f.severity, f.shape, f.focus, f.message) for f in report.findings]
    show_table(Table(("severity", "shape", "node", "message"), rows), format_name)
    if not report.conforms:
        sys.exit(1)


@main.command(name="evaluate", epilog=example("kg evaluate gold.jsonl --errors 5"))
@click.argument("gold", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--annotations",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score these; else annotate anew.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Other annotations: print how much better than these it is, and how sure that is.",
)
@model_option
@vocabulary_option
@click.option(
    "--without",
    multiple=True,
    type=click.Choice([part.value for part in Part]),
    help="Switch a part of the extraction off, to see what it is worth; may be repeated.",
)
@click.option("--errors", type=click.IntRange(0), default=0, help="List what so many papers missed and got wrong.")
@format_option
def evaluate_command(
    gold: Path | None,
    annotations: Path | None,
    against: Path | None,
    model: Path | None,
    vocabularies: Sequence[Path],
    without: Sequence[str],
    errors: int,
    format_name: str,
) -> None:
    """Measure extraction on papers that you annotated, or on the annotated seed papers that ship."""
    from kg.evaluate import SEED, compare, evaluate_gold

    if annotations and (model or vocabularies or without):
        raise click.UsageError("--model, --vocabulary and --without say how to annotate; --annotations are annotated")
    parts = tuple(Part(name) for name in without)
    settings = Settings(processes=0, model=model, vocabularies=tuple(vocabularies), without=parts)
    evaluation = evaluate_gold(gold or SEED, annotations, settings=settings, track=show_progress)
    other = evaluate_gold(gold or SEED, against) if against else None
    show_warnings((*evaluation.warnings, *(other.warnings if other else ())))
    for line in evaluation.error_lines(errors):
        click.echo(line, err=True)
    show_table(compare(evaluation, other) if other else evaluation.table(), format_name)
