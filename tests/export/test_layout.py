from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.layout import layout

names = st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True, max_size=12)


@st.composite
def networks(draw):
    nodes = draw(names)
    edges = draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)), max_size=20)) if nodes else []
    return nodes, edges


@settings(deadline=None, max_examples=50)
@given(networks(), st.data())
def test_places_do_not_depend_on_any_order(network, data):
    nodes, edges = network
    turned = [edge if data.draw(st.booleans()) else edge[::-1] for edge in data.draw(st.permutations(edges))]
    assert layout(nodes, edges) == layout(data.draw(st.permutations(nodes)), [*turned, *edges])


@settings(deadline=None, max_examples=50)
@given(networks())
def test_no_two_nodes_stand_in_one_place(network):
    nodes, edges = network
    places = layout(nodes, edges)
    assert set(places) == set(nodes)
    assert len(set(places.values())) == len(nodes)


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param([], id="no edges"),
        pytest.param(list(pairwise(map(str, range(200)))), id="chain"),
        pytest.param([("0", str(i)) for i in range(1, 200)], id="star"),
        pytest.param(list(combinations(map(str, range(30)), 2)), id="clique and loners"),
    ],
)
def test_nodes_stand_apart_whatever_the_shape(edges):
    places = layout([str(i) for i in range(200)], edges)
    assert len(set(places.values())) == 200


def test_neighbours_stand_nearer_than_strangers():
    clusters = [[f"{cluster}{i}" for i in range(10)] for cluster in "ab"]
    edges = [pair for cluster in clusters for pair in combinations(cluster, 2)] + [("a0", "b0")]
    places = layout([node for cluster in clusters for node in cluster], edges)
    within = [math.dist(places[a], places[b]) for cluster in clusters for a, b in combinations(cluster, 2)]
    across = [math.dist(places[a], places[b]) for a in clusters[0] for b in clusters[1]]
    assert sum(within) / len(within) < sum(across) / len(across)


def test_a_graph_without_nodes_has_no_places():
    assert layout([], []) == {}


def test_places_have_one_decimal():
    assert all(round(axis, 1) == axis for place in layout(["a", "b", "c"], [("a", "b")]).values() for axis in place)
