"""Where nodes stand: the laws, and what becomes of a picture when a graph changes a little."""

from __future__ import annotations

import math
import random
import statistics
import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.layout import place_nodes

names = st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True, max_size=30)


@st.composite
def networks(draw):
    nodes = sorted(draw(names))
    ends = st.integers(0, len(nodes) - 1)
    edges = draw(st.lists(st.tuples(ends, ends, st.sampled_from((1.0, 2.0, 0.1))), max_size=60)) if nodes else []
    return nodes, edges


def make_papers(papers=104, communities=5, seed=4):
    """Papers that each name things of their field, a few that every field names, and some of their own."""
    chance = random.Random(seed)
    edges = {}
    for paper in range(papers):
        field = paper % communities
        shared = {f"field{field}-{int(chance.paretovariate(0.7)) % 40}" for _ in range(9)}
        everywhere = {f"common{int(chance.paretovariate(0.9)) % 12}" for _ in range(3)}
        for thing in sorted(shared | everywhere | {f"own{paper}-{i}" for i in range(chance.randrange(6))}):
            edges[f"paper{paper:02}", thing] = float(chance.randrange(1, 3))
    return edges


def places_of(edges, previous=None, alone=()):
    nodes = sorted({node for pair in edges for node in pair} | set(alone))
    number = {node: i for i, node in enumerate(nodes)}
    numbered = [(number[a], number[b], weight) for (a, b), weight in edges.items()]
    return dict(zip(nodes, place_nodes(nodes, numbered, previous=previous), strict=True))


def size_of(places):
    """Root mean square distance from the middle."""
    middle = [statistics.fmean(axis) for axis in zip(*places.values(), strict=True)]
    return math.sqrt(statistics.fmean(math.dist(place, middle) ** 2 for place in places.values()))


def moved(before, after):
    """Median displacement of what both pictures hold, in relation to their size; the pictures are not fitted."""
    return statistics.median(math.dist(before[n], after[n]) for n in before.keys() & after.keys()) / size_of(before)


def without(edges, paper):
    return {pair: weight for pair, weight in edges.items() if paper not in pair}


# ---------------------------------------------------------------- laws


@settings(deadline=None, max_examples=40)
@given(networks(), st.data())
def test_places_do_not_depend_on_any_order(network, data):
    nodes, edges = network
    places = dict(zip(nodes, place_nodes(nodes, edges), strict=True))
    mixed = data.draw(st.permutations(nodes))
    number = [mixed.index(node) for node in nodes]
    turned = [
        (number[b], number[a], weight) if data.draw(st.booleans()) else (number[a], number[b], weight)
        for a, b, weight in data.draw(st.permutations(edges))
    ]
    assert dict(zip(mixed, place_nodes(mixed, turned), strict=True)) == places


@settings(deadline=None, max_examples=40)
@given(networks(), networks())
def test_no_two_nodes_share_a_place_and_all_places_have_one_decimal(network, former):
    previous = dict(zip(former[0], place_nodes(*former), strict=True))
    for places in (place_nodes(*network), place_nodes(*network, previous=previous)):
        assert len(set(places)) == len(network[0])
        assert all(math.isfinite(axis) and round(axis, 1) == axis for place in places for axis in place)


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param([], id="no edges"),
        pytest.param(list(pairwise(range(200))), id="chain"),
        pytest.param([(0, i) for i in range(1, 200)], id="star"),
        pytest.param(list(combinations(range(30), 2)), id="clique and loners"),
        pytest.param([(i, i + 1) for i in range(0, 200, 2)], id="pairs"),
    ],
)
def test_nodes_stand_apart_and_none_is_flung_away_whatever_the_shape(edges):
    places = place_nodes([f"{i:03}" for i in range(200)], [(a, b, 1.0) for a, b in edges])
    nearest = [min(math.dist(a, b) for b in places if b != a) for a in places]
    assert min(nearest) >= 6
    middle = [statistics.fmean(axis) for axis in zip(*places, strict=True)]
    distances = [math.dist(place, middle) for place in places]
    assert max(distances) < 2.5 * statistics.median(distances)


def test_neighbours_stand_nearer_than_strangers():
    places = places_of(make_papers())
    papers = [node for node in places if node.startswith("paper")]
    field = {paper: int(paper[5:]) % 5 for paper in papers}
    within = [math.dist(places[a], places[b]) for a, b in combinations(papers, 2) if field[a] == field[b]]
    across = [math.dist(places[a], places[b]) for a, b in combinations(papers, 2) if field[a] != field[b]]
    assert statistics.fmean(within) < 0.7 * statistics.fmean(across)


def test_picture_is_filled_evenly():
    places = places_of(make_papers())
    middle = [statistics.fmean(axis) for axis in zip(*places.values(), strict=True)]
    distances = sorted(math.dist(place, middle) for place in places.values())
    # In an even disc half of the nodes stand within 0.71 of its radius.
    assert 0.6 < distances[len(distances) // 2] / distances[-1] < 0.8


def test_a_graph_without_nodes_has_no_places():
    assert place_nodes([], []) == []


# ---------------------------------------------------------------- small changes


@pytest.mark.parametrize("paper", ["paper00", "paper17", "paper42"])
def test_one_paper_less_or_more_moves_little(paper):
    edges = make_papers()
    assert moved(places_of(edges), places_of(without(edges, paper))) < 0.1


def test_all_components_but_those_beside_a_lost_one_stay_where_they_are():
    edges = {("centre", f"leaf{i}"): 1.0 for i in range(30)}
    alone = [f"alone{i}" for i in range(40)]
    before, after = places_of(edges, alone=alone), places_of(edges, alone=alone[1:])
    assert sum(before[node] != after[node] for node in after) <= 5


@pytest.mark.parametrize("paper", ["paper00", "paper17", "paper42"])
def test_what_stood_in_a_former_picture_stays_near_its_place(paper):
    edges = make_papers()
    full, less = places_of(edges), places_of(without(edges, paper))
    assert moved(full, places_of(without(edges, paper), previous=full)) < 0.01
    assert moved(less, places_of(edges, previous=less)) < 0.01


def test_a_former_picture_counts_for_more_than_the_graph():
    edges = make_papers()
    mirrored = {node: (-x, y) for node, (x, y) in places_of(edges).items()}
    assert moved(mirrored, places_of(edges, previous=mirrored)) < 0.01


def test_a_new_node_stands_near_its_neighbours():
    edges = make_papers()
    before = places_of(edges)
    after = places_of({**edges, ("paper07", "new"): 1.0}, previous=before)
    nearest = sorted(after, key=lambda node: math.dist(after[node], after["paper07"]))
    assert "new" in nearest[:12]


def test_former_places_of_other_nodes_change_nothing():
    edges = make_papers()
    assert places_of(edges, previous={"gone": (1e6, 1e6)}) == places_of(edges)


# ---------------------------------------------------------------- load


def make_large(nodes=10_000, edges=50_000, communities=40, seed=7):
    """Planted communities of very different sizes and degrees by a power law."""
    chance = random.Random(seed)
    member = chance.choices(range(communities), [(i + 1) ** -0.7 for i in range(communities)], k=nodes)
    fitness = [min(60.0, chance.paretovariate(1.6)) for _ in range(nodes)]
    groups = [[i for i in range(nodes) if member[i] == group] for group in range(communities)]
    weights = [[fitness[i] for i in group] for group in groups]
    starts = iter(chance.choices(range(nodes), fitness, k=2 * edges))
    anywhere = iter(chance.choices(range(nodes), fitness, k=2 * edges))
    inside = [iter(chance.choices(group, weight, k=2 * edges)) for group, weight in zip(groups, weights, strict=True)]
    pairs = set()
    while len(pairs) < edges:
        start = next(starts)
        end = next(inside[member[start]] if chance.random() < 0.8 else anywhere)
        if start != end:
            pairs.add((min(start, end), max(start, end)))
    return {(f"n{a:05}", f"n{b:05}"): 1.0 for a, b in sorted(pairs)}


@pytest.mark.heavy
def test_ten_thousand_nodes(capsys):
    """Prints what it took, and how much a lost node moves the others without and with the former picture."""
    edges = make_large()
    started = time.perf_counter()
    places = places_of(edges)
    took = time.perf_counter() - started
    less = without(edges, "n00017")
    free, near = moved(places, places_of(less)), moved(places, places_of(less, previous=places))
    lengths = [math.dist(places[a], places[b]) / size_of(places) for a, b in list(edges)[::50]]
    with capsys.disabled():
        print(f"\n{len(places)} nodes, {len(edges)} edges: {took:.1f} s")  # noqa: T201
        print(f"edges: {statistics.median(lengths):.3f} of the size; a node less: {free:.4f}, {near:.4f}")  # noqa: T201
    assert len(set(places.values())) == len(places)
    assert near < free < 0.1
