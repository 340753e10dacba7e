"""Commands that publish a built graph: export, view."""

from __future__ import annotations

import webbrowser
from dataclasses import replace
from pathlib import Path

import click

from kg.cli.group import main
from kg.cli.options import example, graph_option, layout_option, min_confidence_option


@main.command(name="export", epilog=example("kg export gexf -o papers.gexf"))
@click.argument("format_name", metavar="FORMAT")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@layout_option
@graph_option
def export_command(format_name: str, output: Path, layout_from: Path | None, directory: Path) -> None:
    """Write a built graph in one FORMAT.

    They are csv, explorer, gexf, graphml, html, jsonld, neo4j, nquads, store, trig and turtle.
    """
    from kg.browse import load_graph
    from kg.export import export_graph

    graph, settings = load_graph(directory)
    export_graph(graph, format_name, output, replace(settings, layout_from=layout_from))
    click.echo(f"{output}", err=True)


@main.command(name="view", epilog=example("kg view"))
@click.option("--light", is_flag=True, help="The small page (graph.html) rather than the explorer.")
@min_confidence_option
@graph_option
def view_command(directory: Path, light: bool, min_confidence: float) -> None:
    """Open the graph's explorer in the browser."""
    from kg.browse import page_address, page_of

    page = page_of(directory, light=light)
    click.echo(str(page))
    if not webbrowser.open(page_address(page, min_confidence)):
        click.echo("kg: no browser was found; open the file yourself", err=True)
