"""Looking around in a built graph: one function per question, each returning values."""

from kg.browse.comparing import compare_nodes, results_table
from kg.browse.counting import count_graph
from kg.browse.measuring import find_similar, list_communities, rank_nodes
from kg.browse.opening import load_graph, open_built
from kg.browse.page import page_address, page_of
from kg.browse.render_results import RESULT_FORMATS, render_results
from kg.browse.walking import find_neighbors, find_paths

__all__ = [
    "RESULT_FORMATS",
    "compare_nodes",
    "count_graph",
    "find_neighbors",
    "find_paths",
    "find_similar",
    "list_communities",
    "load_graph",
    "open_built",
    "page_address",
    "page_of",
    "rank_nodes",
    "render_results",
    "results_table",
]
