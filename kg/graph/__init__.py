"""The graph: assembled from annotations and links, kept in networkx, measured and walked."""

from kg.graph.assemble import assemble_graph
from kg.graph.knowledge_graph import KnowledgeGraph

__all__ = ["KnowledgeGraph", "assemble_graph"]
