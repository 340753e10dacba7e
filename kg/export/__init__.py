"""Every file format a graph is published in: one table, one module per format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.export.csv_tables import write_csv
from kg.export.explorer import write_explorer
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.html import write_html
from kg.export.neo4j import write_neo4j
from kg.export.rdf import write_jsonld, write_nquads, write_store, write_trig, write_turtle
from kg.model import GraphReader
from kg.settings import Settings

Writer = Callable[[GraphReader, Path, Settings], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: the file or folder it is called in a build, what writes it, and what it is for."""

    target: str
    write: Writer
    description: str


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter("csv", write_csv, "plain tables of nodes, edges and evidence"),
    "explorer": Exporter("explorer.html", write_explorer, "one page to search, filter and read, with all evidence"),
    "gexf": Exporter("graph.gexf", write_gexf, "GEXF 1.3 for Gephi and Gephi Lite"),
    "graphml": Exporter("graph.graphml", write_graphml, "GraphML for yEd, Cytoscape, igraph"),
    "html": Exporter("graph.html", write_html, "one small interactive page that needs no network"),
    "jsonld": Exporter("graph.jsonld", write_jsonld, "JSON-LD with its context, all graphs"),
    "neo4j": Exporter("neo4j", write_neo4j, "tables for neo4j-admin and a Cypher script"),
    "nquads": Exporter("graph.nq", write_nquads, "N-Quads, all graphs"),
    "store": Exporter("store", write_store, "the SPARQL store that queries read"),
    "trig": Exporter("graph.trig", write_trig, "TriG, all graphs"),
    "turtle": Exporter("graph.ttl", write_turtle, "Turtle, the plain facts and claims"),
}

BUILD_FORMATS = ("turtle", "trig", "nquads", "jsonld", "gexf", "graphml", "neo4j", "html", "explorer", "store")


def export_graph(graph: GraphReader, format_name: str, path: Path, settings: Settings) -> None:
    """Write a graph in one format.

    Args:
        graph: any graph.
        format_name: a key of `EXPORTERS`.
        path: the file or folder to write; replaced if it exists.
        settings: base IRI and how much text is published.

    Raises:
        KgError: there is no such format.
    """
    if format_name not in EXPORTERS:
        raise KgError(f"unknown format {format_name!r}; known are {', '.join(EXPORTERS)}")
    EXPORTERS[format_name].write(graph, path, settings)
