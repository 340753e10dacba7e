"""How kinds of nodes look in every picture: one table of colours, and sizes by degree; the colours of pages."""

from __future__ import annotations

import math
from importlib.resources import files

# Tol's bright and muted schemes, darkened where needed: told apart by colour-blind readers, 3:1 and more on white.
COLOURS: dict[str, str] = {
    "Paper": "#5b6770",
    "Method": "#2f6db5",
    "Dataset": "#1a7f4b",
    "Task": "#b8437a",
    "Metric": "#a66a00",
    "Concept": "#6a4ca3",
    "Result": "#c0392b",
    "Person": "#00798c",
    "Venue": "#7a5c3e",
    "Reference": "#808080",
}

_SMALLEST, _LARGEST = 6.0, 40.0


def theme() -> str:
    """Return the style sheet that names the colours of pages, by day and by night."""
    return (files("kg.view") / "theme.css").read_text(encoding="utf-8")


def node_size(degree: int, highest: int) -> float:
    """Return the diameter of a node, growing with the square root of its degree.

    Args:
        degree: number of edges at the node.
        highest: the largest degree in the graph.

    Returns:
        A diameter between 6 and 40, rounded to one decimal.
    """
    share = math.sqrt(degree / highest) if highest else 0.0
    return round(_SMALLEST + (_LARGEST - _SMALLEST) * share, 1)
