"""From a graph to what the explorer knows of it: columns of plain JSON values, nodes named by their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.graph.communities import Community, find_communities
from kg.graph.find import node_name
from kg.graph.network import Network, make_network
from kg.graph.stats import node_kind
from kg.iris import ONTOLOGY
from kg.model import Entity, Evidence, GraphReader, Link, Node, PaperNode, Result, Span, Statement
from kg.rdf.claims import LINK_TERMS
from kg.schema import InferenceRule, RelationType
from kg.settings import Settings, TextPolicy
from kg.view.companions import Companions, NamedPlace
from kg.view.style import COLOURS
from kg.view.texts import ShownText, show_text
from kg.view.web_links import links_of
from kg.view.wording import WORDING

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Place = tuple[float, float]

_OPENING_KINDS = frozenset({"Paper", "Method", "Dataset", "Task", "Metric", "Concept"})
_NOWHERE = -1  # a column of numbers has no null
_LABELS = 5  # entities that label a community, as many as `kg communities` names


@dataclass(frozen=True, slots=True)
class Facts:
    """What is drawn: nodes by IRI, their places in that order, edges, and the evidence in the order of the papers."""

    nodes: tuple[Node, ...]
    places: Mapping[str, int]
    edges: tuple[Statement | Link, ...]
    evidence: tuple[Evidence, ...]
    evidence_of: Mapping[str, tuple[int, ...]]

    def pairs(self) -> list[tuple[int, int]]:
        """Both ends of each edge, as places in the list of nodes."""
        return [(self.places[edge.subject], self.places[edge.object]) for edge in self.edges]

    def network(self) -> Network:
        """Papers and entities alone, as measures read them."""
        kinds = {node.iri: node_kind(node) for node in self.nodes if isinstance(node, PaperNode | Entity)}
        return make_network(kinds, ((e.subject, e.object) for e in self.edges if isinstance(e, Statement)))


def collect_facts(graph: GraphReader) -> Facts:
    """Gather what a page draws and quotes.

    Args:
        graph: the graph, wherever it is kept.
    """
    nodes = tuple(graph.nodes())
    edges: tuple[Statement | Link, ...] = (*graph.statements(), *graph.links())
    claims = [edge.claim for edge in edges if isinstance(edge, Statement)]
    claims += [node.iri for node in nodes if isinstance(node, Result)]
    found = {evidence.id: evidence for claim in claims for evidence in graph.evidence(claim)}
    # by place in the papers, so that neighbouring numbers are alike and compress well
    ordered = tuple(sorted(found.values(), key=lambda e: (e.paper, e.start, e.end, e.id)))
    number = {evidence.id: i for i, evidence in enumerate(ordered)}
    evidence_of = {claim: tuple(number[e.id] for e in graph.evidence(claim)) for claim in claims}
    return Facts(nodes, {node.iri: i for i, node in enumerate(nodes)}, edges, ordered, evidence_of)


def collect_payload(
    facts: Facts, positions: Mapping[str, Place], companions: Companions, settings: Settings
) -> Mapping[str, Json]:
    """Put together all that the page shows.

    Args:
        facts: what is drawn.
        positions: where each node stands, by IRI.
        companions: every mention and the merge ledger, as far as they are at hand.
        settings: base IRI, and how much text is published.

    Returns:
        Values in an order that depends on the graph alone; offsets count code points of the texts in `papers`.
    """
    texts = _show_texts(facts, companions, settings)
    communities = find_communities(facts.network())
    predicates = [name for name in WORDING if any(edge.predicate == name for edge in facts.edges)]
    return {
        "base": settings.base,
        "ontology": ONTOLOGY,
        "text": settings.text.value,
        "beside": {"mentions": companions.mentions is not None, "merges": companions.merges is not None},
        "kinds": [
            {"name": kind, "colour": colour, "opening": kind in _OPENING_KINDS} for kind, colour in COLOURS.items()
        ],
        "predicates": [
            {
                "name": name,
                "iri": str(LINK_TERMS.get(name, ONTOLOGY + name)),
                "forward": WORDING[name].forward,
                "backward": WORDING[name].backward,
                "group": WORDING[name].group,
            }
            for name in predicates
        ],
        "nodes": {**_nodes(facts, positions, settings.base), "community": _community_of(facts, communities)},
        "communities": [_community(community, facts) for community in communities],
        "papers": list(_papers(facts, texts, companions)),
        "entities": [_entity(node, companions) for node in facts.nodes if isinstance(node, Entity)],
        "results": [_result(node, facts) for node in facts.nodes if isinstance(node, Result)],
        "links": {str(facts.places[n.iri]): links for n in facts.nodes if (links := links_of(n))},
        "edges": _edges(facts, predicates),
        **_evidence(facts, texts),
    }


def _nodes(facts: Facts, positions: Mapping[str, Place], base: str) -> Mapping[str, Json]:
    kinds = list(COLOURS)
    places = [positions[node.iri] for node in facts.nodes]
    return {
        "iri": [node.iri.removeprefix(base) for node in facts.nodes],
        "name": [" ".join(node_name(node).split()) for node in facts.nodes],
        "kind": [kinds.index(node_kind(node)) for node in facts.nodes],
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
    }


def _community_of(facts: Facts, communities: Sequence[Community]) -> list[int]:
    group = {iri: i for i, found in enumerate(communities) for iri in (*found.papers, *found.entities)}
    return [group.get(node.iri, _NOWHERE) for node in facts.nodes]


def _community(community: Community, facts: Facts) -> Json:
    return {
        "papers": len(community.papers),
        "entities": len(community.entities),
        "typical": facts.places[community.papers[0]],
        "telling": [facts.places[iri] for iri in community.telling[:_LABELS]],
    }


def _show_texts(facts: Facts, companions: Companions, settings: Settings) -> dict[str, ShownText]:
    quoted: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in facts.evidence:
        quoted[evidence.paper].append(evidence)
    return {
        node.iri: _show(node, quoted[node.iri], companions, settings)
        for node in facts.nodes
        if isinstance(node, PaperNode)
    }


def _show(node: PaperNode, quoted: Iterable[Evidence], companions: Companions, settings: Settings) -> ShownText:
    text, title = node.paper.text, Span(0, len(node.paper.title))
    sentences = [Span(evidence.start, evidence.end) for evidence in quoted]
    kept = {
        TextPolicy.FULL: [Span(0, len(text))],
        TextPolicy.SENTENCE: [title, *sentences],
        TextPolicy.NONE: [title],
    }[settings.text]
    ends = [span for evidence in quoted for span in (evidence.head, evidence.tail) if span]
    named = [place.span for place in companions.mentions_in(node.paper.id)]
    return show_text(text, kept, [title, *sentences, *ends, *named])


def _papers(facts: Facts, texts: Mapping[str, ShownText], companions: Companions) -> Iterator[Json]:
    quoted = _quoted_mentions(facts)
    for node in facts.nodes:
        if isinstance(node, PaperNode):
            read: Sequence[NamedPlace] = companions.mentions_in(node.paper.id)
            yield _paper(node, texts[node.iri], read or quoted.get(node.iri, ()), facts)


def _paper(node: PaperNode, shown: ShownText, mentions: Iterable[NamedPlace], facts: Facts) -> Json:
    paper = node.paper
    title = shown.span(Span(0, len(paper.title)))
    return _without_empty(
        {
            "node": facts.places[node.iri],
            "text": shown.text,
            "title": title.end if title else 0,
            "authors": [author.name for author in paper.authors],
            "year": paper.year,
            "venue": paper.venue,
            "keywords": list(paper.keywords),
            "mentions": _mentions(mentions, shown, facts),
        }
    )


def _mentions(places: Iterable[NamedPlace], shown: ShownText, facts: Facts) -> list[Json]:
    """Start, end and entity of each place that names one, one after the other."""
    numbers: list[Json] = []
    for place in places:
        span = shown.span(place.span)
        if span and span.start < span.end and place.node in facts.places:
            numbers += [span.start, span.end, facts.places[place.node]]
    return numbers


def _quoted_mentions(facts: Facts) -> dict[str, list[NamedPlace]]:
    """Where evidence shows entities, by paper: not every place that names them, but all that the graph knows."""
    found: dict[str, set[NamedPlace]] = defaultdict(set)
    for edge in facts.edges:
        for number in facts.evidence_of.get(edge.claim, ()) if isinstance(edge, Statement) else ():
            evidence = facts.evidence[number]
            ends = ((evidence.head, edge.subject), (evidence.tail, edge.object))
            found[evidence.paper] |= {NamedPlace(span, iri) for span, iri in ends if span}
    return {paper: sorted(places, key=lambda place: (place.span, place.node)) for paper, places in found.items()}


def _entity(entity: Entity, companions: Companions) -> Json:
    merges = companions.names_of(entity.iri)
    return _without_empty(
        {
            "names": _other_names(entity),
            "papers": entity.papers,
            "mentions": entity.mentions,
            "listed": entity.concept is not None,
            "merges": [[merged.surface, merged.rule, merged.score, merged.papers] for merged in merges],
        }
    )


def _other_names(entity: Entity) -> list[str]:
    """Aliases that differ by more than capitals, from the name and from each other."""
    spellings = {alias.casefold(): alias for alias in sorted(entity.aliases, reverse=True)}
    return sorted(alias for folded, alias in spellings.items() if folded != entity.name.casefold())


def _result(result: Result, facts: Facts) -> Json:
    return {"confidence": result.confidence, "evidence": list(facts.evidence_of.get(result.iri, ()))}


def _edges(facts: Facts, predicates: Sequence[str]) -> Mapping[str, Json]:
    kinds = {(e.subject, e.object): e for e in facts.edges if e.predicate == RelationType.IS_A}
    said = [_said(edge, kinds) for edge in facts.edges]
    pairs = facts.pairs()
    return {
        "source": [source for source, _ in pairs],
        "target": [target for _, target in pairs],
        "predicate": [predicates.index(edge.predicate) for edge in facts.edges],
        "support": [edge.support if isinstance(edge, Statement) else 0 for edge in facts.edges],
        "confidence": [statement.confidence if statement else 1 for statement in said],
        "evidence": [list(facts.evidence_of[statement.claim]) if statement else [] for statement in said],
        "rule": [(edge.rule or "") if isinstance(edge, Link) else "" for edge in facts.edges],
    }


def _said(edge: Statement | Link, kinds: Mapping[tuple[str, str], Statement | Link]) -> Statement | None:
    """The statement whose sentences an edge rests on; None where it needs none."""
    if isinstance(edge, Link) and edge.rule is InferenceRule.FROM_IS_A:
        edge = kinds[edge.subject, edge.object]
    return edge if isinstance(edge, Statement) else None


def _evidence(facts: Facts, texts: Mapping[str, ShownText]) -> Mapping[str, Json]:
    producers = sorted({evidence.producer for evidence in facts.evidence})
    spans = [[texts[e.paper].span(span) for span in (Span(e.start, e.end), e.head, e.tail)] for e in facts.evidence]
    return {
        "producers": producers,
        "evidence": {
            "paper": [facts.places[e.paper] for e in facts.evidence],
            **{
                f"{name}{edge.capitalize()}": [getattr(span[i], edge) if span[i] else _NOWHERE for span in spans]
                for i, name in enumerate(("sentence", "head", "tail"))
                for edge in ("start", "end")
            },
            "confidence": [e.confidence for e in facts.evidence],
            "producer": [producers.index(e.producer) for e in facts.evidence],
            "polarity": [e.polarity.value for e in facts.evidence],
            "held": {
                str(i): [[facts.places[iri] for iri in iris] for iris in (e.datasets, e.metrics)]
                for i, e in enumerate(facts.evidence)
                if e.datasets or e.metrics
            },
        },
    }


def _without_empty(values: Mapping[str, Json]) -> Mapping[str, Json]:
    return {key: value for key, value in values.items() if value not in (None, "", [], 0, False)}
