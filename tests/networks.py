"""Small networks for the tests of measures: `p1`, `p2` … are papers, everything else is a method."""

from __future__ import annotations

import re

import networkx as nx
from hypothesis import settings
from hypothesis import strategies as st

from kg.graph.network import PAPER, Network, make_network


def network(*pairs: tuple[str, str], kinds: dict[str, str] | None = None) -> Network:
    """Make a network of the ends of some pairs; `kinds` names those that are no method."""
    ends = {end for pair in pairs for end in pair}
    named = {end: PAPER if re.fullmatch(r"p\d+", end) else "Method" for end in ends}
    return make_network({**named, **(kinds or {})}, pairs)


def naming(**papers: str) -> list[tuple[str, str]]:
    """Pairs of papers and the entities they name, given as words."""
    return [(paper, entity) for paper, entities in papers.items() for entity in entities.split()]


def as_networkx(of: Network) -> nx.Graph:
    """The same network without direction, for the oracle."""
    graph = nx.Graph()
    graph.add_nodes_from(of.iris)
    graph.add_edges_from(of.pairs)
    return graph


PAIRS = st.lists(
    st.tuples(st.sampled_from(["p1", "p2", "p3", "p4", "a", "b", "c"]), st.sampled_from("abcdefg")).filter(
        lambda pair: pair[0] != pair[1]
    ),
    min_size=1,
    max_size=20,
    unique=True,
)
"""Papers that name entities, and entities that stand in a relation."""

few = settings(max_examples=40, deadline=None)
"""Small networks repeat themselves soon."""
