"""Counts of what a graph holds."""

from kg.graph.stats import graph_statistics, unusual_ends


def test_counts_of_the_tiny_graph(tiny_graph):
    statistics = graph_statistics(tiny_graph)
    assert statistics.papers == 5
    assert sum(statistics.nodes.values()) == len(list(tiny_graph.nodes()))
    assert sum(statistics.edges.values()) == tiny_graph.network.number_of_edges()
    assert statistics.unaffirmed == 2  # what one paper hopes for, and what one denies
    assert statistics.entities < sum(
        statistics.nodes[kind] for kind in ("Method", "Dataset", "Task", "Metric", "Concept")
    )


def test_the_top_lists_entities_of_most_papers_first(tiny_graph):
    papers = [top.papers for top in graph_statistics(tiny_graph).top]
    assert papers == sorted(papers, reverse=True)
    assert min(papers) > 0


def test_usual_ends_are_not_listed(tiny_graph):
    assert unusual_ends(tiny_graph) == ()
