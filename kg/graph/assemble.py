"""Assembling: annotations and links become one graph of papers, entities, results and claims with evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.graph.bibliography import collect_bibliography
from kg.graph.curate import curate
from kg.graph.entities import collect_concepts, collect_entities
from kg.graph.evidence import Assertion, holding_among, paper_assertions
from kg.graph.hierarchy import infer_broader
from kg.graph.knowledge_graph import KnowledgeGraph, make_graph
from kg.graph.results import paper_results, result_links
from kg.iris import Iris
from kg.model import Annotation, CurationLine, Entity, Evidence, Link, Links, Node, PaperNode, Statement
from kg.schema import Polarity
from kg.vocabulary.lookup import Vocabulary


@dataclass(frozen=True, slots=True)
class Assembly:
    """The graph, and warnings about curation lines that match nothing any more."""

    graph: KnowledgeGraph
    warnings: tuple[str, ...]


def assemble_graph(
    annotations: Sequence[Annotation],
    links: Links,
    vocabulary: Vocabulary,
    iris: Iris,
    curation: Sequence[CurationLine] = (),
) -> Assembly:
    """Make the graph of a collection.

    Args:
        annotations: what the papers say, in any order.
        links: which entities are one thing.
        vocabulary: names, types and broader concepts of what was linked to it, and of what the rest is a kind of.
        iris: mints the IRIs.
        curation: a person's renames, retypes, rejections and additions; merges and splits are already in `links`.

    Raises:
        GraphError: an edge would end at no node.
    """
    annotations = sorted(annotations, key=lambda annotation: annotation.paper.id)
    entities, broader = collect_entities(annotations, links, vocabulary, iris)
    people, bibliographic = collect_bibliography([annotation.paper for annotation in annotations], iris)
    assertions = [found for annotation in annotations for found in paper_assertions(annotation, links, iris)]
    curated = curate(entities, assertions, annotations, iris, curation)
    named = {entity.iri for entity in curated.entities}
    statements, denied, evidence = gather_statements(holding_among(found, named) for found in curated.assertions)
    inferred = infer_broader(curated.entities, statements, vocabulary, iris)
    above, links_above = _concepts_above(inferred, entities, vocabulary, iris)
    kept = named | {entity.iri for entity in above}
    reported = [found for annotation in annotations for found in paper_results(annotation, links, iris, kept)]
    papers = [PaperNode(iris.paper(a.paper.id), a.paper, a.sentences) for a in annotations]
    nodes: list[Node] = [*papers, *curated.entities, *above, *people, *(result for result, _ in reported)]
    evidence |= {result.iri: (found,) for result, found in reported}
    hierarchy = [link for link in (*broader, *links_above, *inferred) if {link.subject, link.object} <= kept]
    edges: list[Statement | Link] = [
        *statements,
        *hierarchy,
        *bibliographic,
        *(link for r, _ in reported for link in result_links(r)),
    ]
    return Assembly(make_graph(nodes, edges, evidence, denied), curated.warnings)


def _concepts_above(
    inferred: Iterable[Link], entities: Iterable[Entity], vocabulary: Vocabulary, iris: Iris
) -> tuple[list[Entity], list[Link]]:
    """The vocabulary's concepts that only inferred links lead to; what a person rejected does not come back."""
    known = {entity.key for entity in entities}
    ends = {link.object for link in inferred}
    reached = [key for key in vocabulary.concepts if key not in known and iris.entity(key) in ends]
    return collect_concepts(reached, known, vocabulary, iris)


def gather_statements(
    assertions: Iterable[Assertion],
) -> tuple[list[Statement], list[Statement], dict[str, tuple[Evidence, ...]]]:
    """Join what single papers assert into statements of the collection.

    Args:
        assertions: claims as papers make them, in any order; the same evidence twice counts once.

    Returns:
        The affirmed statements, those that papers only deny or hope for, and the evidence of each claim, best first.
    """
    facts: dict[str, Assertion] = {}
    evidence: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for assertion in assertions:
        facts[assertion.evidence.claim] = assertion
        known = evidence[assertion.evidence.claim].get(assertion.evidence.id)
        if known is None or known.confidence < assertion.evidence.confidence:
            evidence[assertion.evidence.claim][assertion.evidence.id] = assertion.evidence
    ordered = {claim: tuple(sorted(found.values(), key=_best_first)) for claim, found in evidence.items()}
    statements = [_statement(facts[claim], ordered[claim]) for claim in sorted(ordered)]
    return [s for s in statements if s.support], [s for s in statements if not s.support], ordered


def _best_first(evidence: Evidence) -> tuple[bool, float, int, str]:
    return evidence.polarity is not Polarity.AFFIRMED, -evidence.confidence, evidence.start, evidence.id


def _statement(assertion: Assertion, evidence: tuple[Evidence, ...]) -> Statement:
    affirmed = [e for e in evidence if e.polarity is Polarity.AFFIRMED]
    return Statement(
        claim=assertion.evidence.claim,
        subject=assertion.subject,
        predicate=assertion.predicate,
        object=assertion.object,
        support=len({e.paper for e in affirmed}),
        confidence=max(e.confidence for e in affirmed or evidence),
        evidence=tuple(e.id for e in evidence),
        datasets=tuple(sorted({iri for e in affirmed for iri in e.datasets})),
        metrics=tuple(sorted({iri for e in affirmed for iri in e.metrics})),
    )
