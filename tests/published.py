"""A graph as questions meet it: a folder with a store and a manifest."""

from __future__ import annotations

from pathlib import Path

from kg.export.rdf import write_store
from kg.generation import STORE, new_generation
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.settings import Settings


def publish_store(graph: KnowledgeGraph, folder: Path) -> Path:
    """Write the store of a graph into a folder, as a build does, and nothing else."""
    settings = Settings()
    with new_generation(folder, {"options": {"base": settings.base, "text": settings.text.value}}) as staging:
        write_store(graph, staging / STORE, settings)
    return folder
