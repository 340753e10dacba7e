"""Groups of papers and entities that belong together, and what tells each from the rest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from kg.graph.leiden import leiden_groups
from kg.graph.network import PAPER, Network

_ROUNDS = 4  # after which modularity grows by less than a hundredth
_DIGITS = 9  # what is left of a score when rounding differs between machines
_WEIGHT_OF_COMMON = 0.05  # of an edge to an entity that every paper names, so that no edge weighs nothing


@dataclass(frozen=True, slots=True)
class Community:
    """A group, largest first from 1.

    `papers` and `entities` are its members, `telling` the entities whose naming tells its papers from the others, each
    the most telling first: papers by how many of the group's telling entities they name.
    """

    number: int
    papers: tuple[str, ...]
    entities: tuple[str, ...]
    telling: tuple[str, ...]


def find_communities(network: Network) -> tuple[Community, ...]:
    """Group papers and entities (Leiden, Traag, Waltman and van Eck 2019, optimising modularity).

    Args:
        network: papers and entities; an edge weighs the more the rarer its entity. Entities of a single paper hold
            nothing together: they go where their paper goes.

    Returns:
        The groups with a paper that names something, most papers first; the same for the same network in any order.
    """
    lone = {iri for iri, papers in network.papers_of.items() if len(papers) == 1}
    groups = _with_lone_entities(network, lone, _leiden(network, lone))
    with_papers = [group for group in groups if any(iri in network.entities_of for iri in group)]
    ordered = sorted(with_papers, key=lambda group: (-_papers(network, group), group))
    return tuple(_community(network, number, group) for number, group in enumerate(ordered, start=1))


def _leiden(network: Network, lone: Set[str]) -> list[list[str]]:
    apart = {network.index[iri] for iri in lone}
    pairs = [pair for pair in network.undirected_pairs if apart.isdisjoint(pair)]
    weights = [_weight(network, network.iris[a], network.iris[b]) for a, b in pairs]
    found = leiden_groups(len(network.iris), pairs, rounds=_ROUNDS, weights=weights)
    return [[network.iris[place] for place in sorted(group)] for group in found]


def _with_lone_entities(network: Network, lone: Set[str], groups: Iterable[Sequence[str]]) -> list[list[str]]:
    found = [[iri for iri in group if iri not in lone] for group in groups]
    at = {iri: place for place, group in enumerate(found) for iri in group}
    for iri in sorted(lone):
        found[at[network.papers_of[iri][0]]].append(iri)
    return found


def _weight(network: Network, *ends: str) -> float:
    rarest = math.log(max(len(network.entities_of), 2))
    rarities = [network.rarity.get(end, 0.0) for end in ends if network.kinds[end] != PAPER]
    return _WEIGHT_OF_COMMON + sum(rarities) / len(rarities) / rarest


def _papers(network: Network, group: Sequence[str]) -> int:
    return sum(network.kinds[iri] == PAPER for iri in group)


def _community(network: Network, number: int, group: Sequence[str]) -> Community:
    papers = [iri for iri in group if network.kinds[iri] == PAPER]
    scores = _telling(network, papers)
    shared = _named_twice(network, papers)
    telling = [entity for entity in scores if scores[entity] > 0 and (entity in shared or not shared)]
    depth = {paper: math.fsum(scores.get(e, 0.0) for e in network.entities_of.get(paper, ())) for paper in papers}
    return Community(
        number,
        tuple(sorted(papers, key=lambda paper: (-depth[paper], paper))),
        tuple(sorted(set(group) - set(papers), key=lambda entity: (-scores.get(entity, 0.0), entity))),
        tuple(sorted(telling, key=lambda entity: (-scores[entity], entity))),
    )


def _telling(network: Network, papers: Sequence[str]) -> dict[str, float]:
    """Share of the group's papers that name an entity, times how much more often they do than all papers (as ln)."""
    inside = Counter(entity for paper in papers for entity in network.entities_of.get(paper, ()))
    everywhere = len(network.entities_of)
    scores = {}
    for entity, count in inside.items():
        share, share_of_all = count / len(papers), len(network.papers_of[entity]) / everywhere
        scores[entity] = round(share * math.log(share / share_of_all), _DIGITS)
    return scores


def _named_twice(network: Network, papers: Sequence[str]) -> set[str]:
    """What two of the papers name: what one alone names says nothing of a group."""
    counts = Counter(entity for paper in papers for entity in network.entities_of.get(paper, ()))
    return {entity for entity, count in counts.items() if count > 1}
