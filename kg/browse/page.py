"""Where the page of a built graph lies."""

from __future__ import annotations

from pathlib import Path

from kg.errors import GraphError
from kg.generation import read_manifest

_EXPLORER = "explorer.html"


def page_address(page: Path, min_confidence: float = 0.0) -> str:
    """Return the address that opens a page.

    Args:
        page: what `page_of` returned.
        min_confidence: relations below it are hidden at first, in [0, 1].
    """
    if not min_confidence:
        return page.as_uri()
    asked = "#confidence" if page.name == _EXPLORER else "?min-confidence"
    return f"{page.as_uri()}{asked}={min_confidence:g}"


def page_of(directory: Path, *, light: bool = False) -> Path:
    """Return the page of a built graph.

    Args:
        directory: the build's folder.
        light: the small page rather than the explorer.

    Raises:
        GraphError: the build has no page.
    """
    from kg.export import EXPORTERS  # loads what writes every format, which no other question needs

    read_manifest(directory)
    name = "html" if light else "explorer"
    page = (directory / EXPORTERS[name].target).resolve()
    if not page.is_file():
        raise GraphError(f"{directory} holds no {page.name}; make one with: kg export {name} -o {page.name}")
    return page
