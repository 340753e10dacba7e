"""What the page knows of every node, edge and sentence, as plain JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.export.marks import marked_sentence
from kg.export.places import places_of
from kg.graph.find import node_name
from kg.graph.stats import node_kind
from kg.model import (
    Entity,
    Evidence,
    GraphReader,
    Link,
    Node,
    Paper,
    PaperNode,
    Result,
    Statement,
)
from kg.names import clean_latex
from kg.schema import InferenceRule, RelationType
from kg.settings import Settings, TextPolicy
from kg.view.layout import Place
from kg.view.style import COLOURS
from kg.view.web_links import links_of
from kg.view.wording import WORDING

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]

_OPENING_KINDS = frozenset({"Paper", "Method", "Dataset", "Task", "Metric", "Concept"})
# How fast each kind uses up the places of the opening view: three entities to one paper, few of the rest.
_PACE = {"Paper": 4.0, "Entity": 4 / 3, "Other": 8.0}


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the picture: both ends as places in the list of nodes, and the table row of its predicate."""

    source: int
    target: int
    predicate: int
    support: int
    confidence: float
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageData:
    """Nodes by IRI with degree, rank (0 = most important) and place, edges, and all that the side panel shows."""

    nodes: tuple[Node, ...]
    degrees: tuple[int, ...]
    ranks: tuple[int, ...]
    places: tuple[Place, ...]
    edges: tuple[Edge, ...]
    details: tuple[Mapping[str, Json], ...]
    evidence: tuple[Json, ...]
    kinds: tuple[Mapping[str, Json], ...]
    predicates: tuple[Mapping[str, Json], ...]


def collect_page_data(graph: GraphReader, settings: Settings) -> PageData:
    """Gather what the page shows.

    Args:
        graph: the graph, wherever it is kept.
        settings: how much text is published.

    Returns:
        Plain data in an order that depends on the graph alone.
    """
    nodes = tuple(graph.nodes())
    places = {node.iri: i for i, node in enumerate(nodes)}
    stands = places_of(graph, settings)
    facts: list[Statement | Link] = [*graph.statements(), *graph.links()]
    used = [name for name in WORDING if any(fact.predicate == name for fact in facts)]
    sentences = _sentences(graph, facts, nodes, places, settings)
    evidence_places = {found.id: i for i, (found, _) in enumerate(sentences)}
    edges = tuple(_edges(graph, facts, places, used, evidence_places))
    degrees = _degrees(len(nodes), edges)
    results = {
        node.iri: [evidence_places[e.id] for e in graph.evidence(node.iri)] for node in nodes if _is_result(node)
    }
    return PageData(
        nodes=nodes,
        degrees=degrees,
        ranks=_ranks(nodes, edges, degrees),
        places=tuple(stands[node.iri] for node in nodes),
        edges=edges,
        details=tuple(_describe(node, results.get(node.iri, []), settings) for node in nodes),
        evidence=tuple(value for _, value in sentences),
        kinds=tuple(_kinds(nodes)),
        predicates=tuple(_predicates(used, edges)),
    )


def _is_result(node: Node) -> bool:
    return isinstance(node, Result)


def _sentences(
    graph: GraphReader,
    facts: Iterable[Statement | Link],
    nodes: Iterable[Node],
    places: Mapping[str, int],
    settings: Settings,
) -> list[tuple[Evidence, Json]]:
    """All evidence, ordered by its place in the papers, so that equal sentences lie together and compress well."""
    claims = [fact.claim for fact in facts if isinstance(fact, Statement)]
    results = [node.iri for node in nodes if isinstance(node, Result)]
    found = {evidence.id: evidence for claim in [*claims, *results] for evidence in graph.evidence(claim)}
    ordered = sorted(found.values(), key=lambda e: (e.paper, e.start, e.end, e.id))
    published = settings.text is not TextPolicy.NONE
    return [
        (
            e,
            [
                places[e.paper],
                e.confidence,
                e.polarity.value,
                marked_sentence(e) if published else [],
                *_held(e, places),
            ],
        )
        for e in ordered
    ]


def _held(evidence: Evidence, places: Mapping[str, int]) -> Iterator[Json]:
    """What the claim holds on and in by this evidence, as places in the list of nodes."""
    for iris in (evidence.datasets, evidence.metrics):
        yield [places[iri] for iri in iris]


def _edges(
    graph: GraphReader,
    facts: Sequence[Statement | Link],
    places: Mapping[str, int],
    used: Sequence[str],
    evidence_places: Mapping[str, int],
) -> Iterator[Edge]:
    statements = [fact for fact in facts if isinstance(fact, Statement)]
    found = {s.claim: tuple(evidence_places[e.id] for e in graph.evidence(s.claim)) for s in statements}
    kinds = {(s.subject, s.object): s for s in statements if s.predicate == RelationType.IS_A}
    for fact in facts:
        ends = places[fact.subject], places[fact.object], used.index(fact.predicate)
        if isinstance(fact, Statement):
            yield Edge(*ends, fact.support, fact.confidence, found[fact.claim])
        elif fact.rule is InferenceRule.FROM_IS_A:
            source = kinds[fact.subject, fact.object]
            yield Edge(*ends, 0, source.confidence, found[source.claim])
        else:
            yield Edge(*ends, 0, 1.0, ())


def _degrees(count: int, edges: Iterable[Edge]) -> tuple[int, ...]:
    counted = Counter(end for edge in edges for end in (edge.source, edge.target))
    return tuple(counted[i] for i in range(count))


def _ranks(nodes: Sequence[Node], edges: Iterable[Edge], degrees: Sequence[int]) -> tuple[int, ...]:
    """Rank nodes so that every head of the ranking mixes the widest-known entities with the papers that hold them."""
    weight = [node.papers if isinstance(node, Entity) else 0 for node in nodes]
    reach = Counter[int]()
    for edge in edges:
        reach[edge.source] += weight[edge.target]
        reach[edge.target] += weight[edge.source]
    best_first = sorted(range(len(nodes)), key=lambda i: (-weight[i], -reach[i], -degrees[i], nodes[i].iri))
    turn: list[tuple[float, int]] = []
    seen = Counter[str]()
    for i in best_first:
        group = "Entity" if isinstance(nodes[i], Entity) else "Paper" if isinstance(nodes[i], PaperNode) else "Other"
        seen[group] += 1
        turn.append((seen[group] * _PACE[group], i))
    ranks = [0] * len(nodes)
    for rank, (_, i) in enumerate(sorted(turn)):
        ranks[i] = rank
    return tuple(ranks)


def _kinds(nodes: Iterable[Node]) -> Iterator[Mapping[str, Json]]:
    counted = Counter(map(node_kind, nodes))
    for kind, colour in COLOURS.items():
        if counted[kind]:
            yield {"name": kind, "colour": colour, "count": counted[kind], "shown": kind in _OPENING_KINDS}


def _predicates(used: Iterable[str], edges: Iterable[Edge]) -> Iterator[Mapping[str, Json]]:
    counted = Counter(edge.predicate for edge in edges)
    for i, name in enumerate(used):
        words = WORDING[name]
        yield {
            "name": name,
            "forward": words.forward,
            "backward": words.backward,
            "group": words.group,
            "count": counted[i],
        }


# ---------------------------------------------------------------- what the side panel shows of a node


def _describe(node: Node, evidence: Sequence[int], settings: Settings) -> Mapping[str, Json]:
    about: dict[str, Json] = {"iri": node.iri, "name": node_name(node), "links": links_of(node)}
    match node:
        case PaperNode():
            about |= _describe_paper(node.paper, settings)
        case Entity():
            about |= {"aliases": _other_names(node), "papers": node.papers, "mentions": node.mentions}
        case Result():
            about |= {"evidence": list(evidence), "confidence": node.confidence}
        case _:
            pass
    return {key: value for key, value in about.items() if value not in (None, "", [])}


def _other_names(entity: Entity) -> list[str]:
    """Aliases that differ by more than capitals, from the name and from each other."""
    spellings = {alias.casefold(): alias for alias in sorted(entity.aliases, reverse=True)}
    return sorted(alias for folded, alias in spellings.items() if folded != entity.name.casefold())


def _describe_paper(paper: Paper, settings: Settings) -> Mapping[str, Json]:
    return {
        "authors": [author.name for author in paper.authors],
        "year": paper.year,
        "venue": paper.venue,
        "keywords": list(paper.keywords),
        "abstract": clean_latex(paper.abstract) if settings.text is TextPolicy.FULL else "",
    }
