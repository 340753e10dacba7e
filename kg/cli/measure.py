"""Commands that measure a built graph: similar, rank, communities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.group import main
from kg.cli.options import example, format_option, graph_option, limit_option, min_confidence_option, show_table
from kg.schema import EntityType

_KINDS = ("Paper", *(kind.value for kind in EntityType))


@main.command(name="similar", epilog=example("kg similar BERT --by pagerank"))
@click.argument("name")
@click.option(
    "--by",
    type=click.Choice(["rarity", "pagerank"]),
    default="rarity",
    show_default=True,
    help="By shared entities, the rare ones first, or by a walk that keeps returning.",
)
@min_confidence_option
@limit_option(10)
@graph_option
@format_option
def similar_command(name: str, by: str, min_confidence: float, limit: int, directory: Path, format_name: str) -> None:
    """Show the papers like a paper, or the entities like an entity, and what makes them so."""
    from kg.browse import find_similar

    show_table(find_similar(directory, name, by=by, min_confidence=min_confidence, limit=limit), format_name)


@main.command(name="rank", epilog=example("kg rank --by betweenness --kind method"))
@click.option(
    "--by",
    type=click.Choice(["pagerank", "degree", "betweenness"]),
    default="pagerank",
    show_default=True,
    help="What stands beside what matters, what has most neighbours, or what joins the rest.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS, case_sensitive=False),
    help="Only these kinds; may be repeated.",
)
@min_confidence_option
@limit_option(20)
@graph_option
@format_option
def rank_command(
    by: str, kinds: Sequence[str], min_confidence: float, limit: int, directory: Path, format_name: str
) -> None:
    """Show which papers and entities matter most."""
    from kg.browse import rank_nodes

    show_table(rank_nodes(directory, by=by, kinds=kinds, min_confidence=min_confidence, limit=limit), format_name)


@main.command(name="communities", epilog=example("kg communities --format csv"))
@min_confidence_option
@limit_option(20)
@graph_option
@format_option
def communities_command(min_confidence: float, limit: int, directory: Path, format_name: str) -> None:
    """Show which papers and entities belong together, and what tells each group from the rest."""
    from kg.browse import list_communities

    show_table(list_communities(directory, min_confidence=min_confidence, limit=limit), format_name)
