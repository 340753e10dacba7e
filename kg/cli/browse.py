"""Commands that walk and count a built graph: path, neighbors, stats."""

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
    predicates_option,
    show_table,
)


@main.command(name="path", epilog=example('kg path BERT "question answering" --count 3'))
@click.argument("source")
@click.argument("target")
@click.option("--count", type=click.IntRange(1, 50), default=1, help="How many paths at most.")
@predicates_option
@min_confidence_option
@graph_option
@format_option
def path_command(
    source: str,
    target: str,
    count: int,
    predicates: Sequence[str],
    min_confidence: float,
    directory: Path,
    format_name: str,
) -> None:
    """Show how two things are connected, with the sentence behind each step."""
    from kg.browse import find_paths

    table = find_paths(directory, source, target, count=count, predicates=predicates, min_confidence=min_confidence)
    if not table.rows:
        click.echo(f"kg: nothing connects {source!r} and {target!r}", err=True)
    show_table(table, format_name)


@main.command(name="neighbors", epilog=example('kg neighbors "knowledge distillation" --limit 20'))
@click.argument("name")
@predicates_option
@min_confidence_option
@limit_option(50)
@graph_option
@format_option
def neighbors_command(
    name: str, predicates: Sequence[str], min_confidence: float, limit: int, directory: Path, format_name: str
) -> None:
    """Show what stands beside a thing, with the sentence behind each edge."""
    from kg.browse import find_neighbors

    table = find_neighbors(directory, name, predicates=predicates, min_confidence=min_confidence, limit=limit)
    if not table.rows:
        click.echo(f"kg: nothing of that kind stands beside {name!r}", err=True)
    show_table(table, format_name)


@main.command(name="stats", epilog=example("kg stats --format json"))
@graph_option
@format_option
def stats_command(directory: Path, format_name: str) -> None:
    """Count what the graph holds."""
    from kg.browse import count_graph

    show_table(count_graph(directory), format_name)
