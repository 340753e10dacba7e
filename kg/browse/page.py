"""Where the page of a built graph lies."""

from __future__ import annotations

from pathlib import Path

from kg.errors import GraphError
from kg.generation import read_manifest


def page_address(page: Path, min_confidence: float = 0.0) -> str:
    """Return the address that opens a page.

    Args:
        page: what `page_of` returned.
        min_confidence: relations below it are hidden at first, in [0, 1].
    """
    address = page.as_uri()
    return f"{address}?min-confidence={min_confidence:g}" if min_confidence else address


def page_of(directory: Path) -> Path:
    """Return the page of a built graph.

    Args:
        directory: the build's folder.

    Raises:
        GraphError: the build has no page.
    """
    from kg.export import EXPORTERS  # loads what writes every format, which no other question needs

    read_manifest(directory)
    page = (directory / EXPORTERS["html"].target).resolve()
    if not page.is_file():
        raise GraphError(f"{directory} holds no page; make one with: kg export html -o {page.name}")
    return page
