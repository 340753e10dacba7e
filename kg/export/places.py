"""Where every picture of a graph has its nodes, computed once for all of them."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

from lxml import etree

from kg.errors import GraphError
from kg.generation import read_manifest
from kg.model import GraphReader, Link, Statement
from kg.settings import Settings
from kg.view.layout import Place, place_nodes

_FILE = "graph.gexf"  # of the files of a build, the one that other programs read places from too
_NODE = "{http://gexf.net/1.3}node"
_POSITION = "{http://gexf.net/1.3/viz}position"


def places_of(graph: GraphReader, settings: Settings) -> dict[str, Place]:
    """Return the place of every node.

    Args:
        graph: any graph.
        settings: the former build to stay near to, if one is given.

    Returns:
        IRI → (x, y) in picture units; the same in all formats.

    Raises:
        GraphError: the former build has no places.
    """
    nodes = tuple(node.iri for node in graph.nodes())
    number = {iri: i for i, iri in enumerate(nodes)}
    facts: list[Statement | Link] = [*graph.statements(), *graph.links()]
    # An inferred or recorded link counts as one paper.
    edges = tuple(
        (number[fact.subject], number[fact.object], float(fact.support) if isinstance(fact, Statement) else 1.0)
        for fact in facts
    )
    previous = read_places(settings.layout_from) if settings.layout_from else {}
    return dict(zip(nodes, _placed(nodes, edges, tuple(previous.items())), strict=True))


def read_places(directory: Path) -> dict[str, Place]:
    """Read where the nodes of a former build stand.

    Args:
        directory: the build's folder.

    Returns:
        IRI → (x, y) in picture units.

    Raises:
        GraphError: there is no build, or its GEXF file is missing or damaged.
    """
    read_manifest(directory)
    path = directory / _FILE
    if not path.is_file():
        raise GraphError(f"{directory} holds no {_FILE} to take places from; make it with: kg export gexf -o {path}")
    places: dict[str, Place] = {}
    try:
        for _, node in etree.iterparse(path, tag=_NODE, resolve_entities=False, huge_tree=True):
            for position in node.iter(_POSITION):
                places[node.get("id")] = (_coordinate(position.get("x")), _coordinate(position.get("y")))
            node.clear()
    except (etree.XMLSyntaxError, TypeError, ValueError) as error:
        raise GraphError(f"{path} is damaged ({error}); build again") from error
    return places


def _coordinate(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no place")
    return number


@lru_cache(maxsize=1)
def _placed(
    nodes: tuple[str, ...], edges: tuple[tuple[int, int, float], ...], previous: tuple[tuple[str, Place], ...]
) -> tuple[Place, ...]:
    """A build writes several pictures of one graph; all but the first find their places here."""
    return tuple(place_nodes(nodes, edges, previous=dict(previous)))
