"""Which papers are like a paper, which entities like an entity, and what makes them so."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import GraphError
from kg.graph.network import PAPER, Network
from kg.graph.ranking import DAMPING

_DOUBT = 2  # observations at which a likeness counts half
_DIGITS = 6  # what is left of a score when rounding differs between machines


class Likeness(StrEnum):
    """How likeness is measured."""

    RARITY = "rarity"
    PAGERANK = "pagerank"


@dataclass(frozen=True, slots=True)
class Similar:
    """A node like another, and the entities that both stand beside, the most telling first."""

    iri: str
    score: float
    shared: tuple[str, ...]


def similar_nodes(network: Network, iri: str, by: Likeness = Likeness.RARITY) -> tuple[Similar, ...]:
    """Find the nodes of its kind that are like a node.

    Args:
        network: papers and entities.
        iri: a paper or an entity.
        by: `rarity` is the cosine of what stands beside both, each entity weighted by its inverse document frequency;
            it counts the less the fewer observations it rests on, and is symmetric. `pagerank` is the share of time
            that a walk which keeps returning to the node spends at the other (Haveliwala 2002); it also finds what is
            like it at one remove.

    Returns:
        The most alike first, then by IRI; none without score.

    Raises:
        GraphError: the node is no paper and no entity.
    """
    if iri not in network.kinds:
        raise GraphError(f"{iri} is no paper and no entity")
    profiles = _profiles(network, network.kinds[iri])
    own = profiles.get(iri, {})
    scores = _by_rarity(network, profiles, iri) if by is Likeness.RARITY else _by_pagerank(network, iri)
    found = [
        Similar(other, rounded, _shared(own, profiles.get(other, {})))
        for other, score in scores
        if other != iri and (rounded := round(score, _DIGITS)) > 0
    ]
    return tuple(sorted(found, key=lambda similar: (-similar.score, similar.iri)))


def _profiles(network: Network, kind: str) -> dict[str, dict[str, float]]:
    """What stands beside each node of a kind, and how much it tells."""
    if kind == PAPER:
        return {
            paper: {entity: network.rarity[entity] for entity in entities}
            for paper, entities in network.entities_of.items()
        }
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entities in network.entities_of.values():
        for entity in entities:
            if network.kinds[entity] == kind:
                _add(counts[entity], entities)
    for entity, others in network.related.items():
        if network.kinds[entity] == kind:
            _add(counts[entity], others)
    return {
        entity: {
            other: (1 + math.log(count)) * network.rarity.get(other, 0.0)
            for other, count in beside.items()
            if other != entity
        }
        for entity, beside in counts.items()
    }


def _add(counts: dict[str, int], entities: Iterable[str]) -> None:
    for entity in entities:
        counts[entity] += 1


def _by_rarity(network: Network, profiles: Mapping[str, Mapping[str, float]], iri: str) -> Iterator[tuple[str, float]]:
    own = profiles.get(iri, {})
    length = _length(own)
    for other, profile in profiles.items():
        common = own.keys() & profile.keys()
        product = math.fsum(own[entity] * profile[entity] for entity in common)
        if product > 0:
            yield other, product / (length * _length(profile)) * _significance(network, (iri, other), len(common))


def _significance(network: Network, ends: tuple[str, str], common: int) -> float:
    """How far a likeness can be trusted (significance weighting, Herlocker et al. 1999).

    Two papers may share one rare entity by chance, and all entities of one paper have the same company: what counts is
    how many entities two papers share, and how many papers name the rarer of two entities.
    """
    naming = [len(network.papers_of.get(end, ())) for end in ends]
    observations = common if network.kinds[ends[0]] == PAPER else min(naming)
    return observations / (observations + _DOUBT)


def _by_pagerank(network: Network, iri: str) -> Iterator[tuple[str, float]]:
    walk = network.undirected().personalized_pagerank(
        directed=False, damping=DAMPING, reset_vertices=[network.index[iri]]
    )
    kind = network.kinds[iri]
    return ((other, score) for other, score in zip(network.iris, walk, strict=True) if network.kinds[other] == kind)


def _length(profile: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(weight * weight for weight in profile.values()))


def _shared(own: Mapping[str, float], other: Mapping[str, float]) -> tuple[str, ...]:
    """What stands beside both, by its part in their likeness."""
    weights = {entity: own[entity] * other[entity] for entity in own.keys() & other.keys()}
    return tuple(sorted((e for e in weights if weights[e] > 0), key=lambda entity: (-weights[entity], entity)))
