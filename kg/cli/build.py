"""Commands that read papers: build, extract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg.cli.group import main
from kg.cli.options import example, input_options, layout_option, show_progress
from kg.iris import DEFAULT_BASE
from kg.model import Skipped
from kg.settings import Settings, TextPolicy

DONE_WITH_SKIPS = 3


@main.command(name="build", epilog=example("kg build seeds/ --out exports/"))
@input_options
@click.option("--out", type=click.Path(path_type=Path), default=Path("exports"), show_default=True)
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="What the IRIs of the graph start with.")
@click.option(
    "--text",
    type=click.Choice([policy.value for policy in TextPolicy]),
    default="full",
    help="How much text is published.",
)
@click.option("--curation", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A curation file.")
@layout_option
def build_command(
    inputs: Sequence[str],
    out: Path,
    input_format: str | None,
    strict: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Make a graph of papers and publish it in every format."""
    from kg.build import build

    settings = Settings(**{**options, "text": TextPolicy(options["text"])})
    report = build(inputs, out, settings, input_format=input_format, track=show_progress)
    counts = report.statistics
    click.echo(
        f"{counts.papers} papers, {counts.entities} entities, {counts.statements} statements → {out}/ "
        f"(open {out / 'explorer.html'}, read {out / 'report.md'})"
    )
    _finish(report.skipped, strict)


@main.command(name="extract", epilog=example("kg extract papers.bib -o annotations.jsonl"))
@input_options
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def extract_command(
    inputs: Sequence[str],
    output: Path,
    input_format: str | None,
    strict: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Annotate papers: entities, roles, relations and results, one paper a line."""
    from kg.annotate import extract

    reading, count = extract(inputs, output, Settings(**options), input_format=input_format, track=show_progress)
    click.echo(f"{count} papers → {output}", err=True)
    _finish(reading.skipped, strict)


def _finish(skipped: Sequence[Skipped], strict: bool) -> None:
    """Say what was skipped, and leave with the documented status."""
    if not skipped:
        return
    for item in skipped[:10]:
        click.echo(f"skipped {item.source}{f':{item.line}' if item.line else ''}: {item.reason}", err=True)
    if len(skipped) > 10:
        click.echo(f"… and {len(skipped) - 10} more; the report lists them", err=True)
    click.get_current_context().exit(1 if strict else DONE_WITH_SKIPS)
