"""The explorer: one page to search, filter, read and take away from, with the evidence of everything it shows."""

from __future__ import annotations

from pathlib import Path

from kg.export.places import places_of
from kg.export.rdf import generate_dataset
from kg.model import GraphReader
from kg.settings import Settings
from kg.shipped_queries import queries_folder
from kg.text_file import write_text
from kg.view.companions import read_companions
from kg.view.data import collect_facts, collect_payload
from kg.view.page import render_page


def write_explorer(graph: GraphReader, path: Path, settings: Settings) -> None:
    """Write the graph as one self-contained page.

    Args:
        graph: the graph, wherever it is kept.
        path: the file to write; replaced if it exists. The annotations and the merge ledger that a build puts beside
            it are shown too.
        settings: base IRI, how much text is published, and which former build the places are to be near to.
    """
    facts = collect_facts(graph)
    payload = collect_payload(facts, places_of(graph, settings), read_companions(path.parent), settings)
    write_text(path, [render_page(payload, _questions(), generate_dataset(graph, settings))])


def _questions() -> list[tuple[str, str]]:
    paths = sorted(queries_folder().glob("*.rq"), key=lambda path: path.stem)
    return [(path.stem, path.read_text(encoding="utf-8")) for path in paths]
