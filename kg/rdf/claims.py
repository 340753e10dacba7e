"""Facts as quads: the plain triple and its claim in the default graph, statements and evidence in a paper's graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pyoxigraph import NamedNode, Quad

from kg.errors import GraphError
from kg.iris import Iris
from kg.model import Evidence, GraphReader, Link, Paper, PaperNode, Result, Span, Statement
from kg.rdf.namespace import CITO, DCTERMS, KG, OA, PROV, RDF, SCHEMA, SKOS
from kg.rdf.terms import Fact, confidence, describe, integer, node, plain
from kg.schema import InferenceRule, RelationType, Role
from kg.settings import Settings, TextPolicy

CONTEXT_CHARACTERS = 32
"""How much text around a quotation its selector repeats, in code points; enough to find it after small edits."""

ROLES = frozenset(role.value for role in Role)
LINK_TERMS = {
    "author": SCHEMA.author,
    "venue": SCHEMA.isPartOf,
    "cites": CITO.cites,
    "broader": SKOS.broader,
    "inferredBroader": KG.inferredBroader,
    "reports": KG.reports,
    "resultMetric": KG.resultMetric,
    "resultDataset": KG.resultDataset,
    "resultSubject": KG.resultSubject,
}


def link_quads(link: Link) -> Iterator[Quad]:
    """Yield a fact that needs no sentence; `broader` is stated both ways.

    Args:
        link: a link of the graph.
    """
    subject, target = node(link.subject), node(link.object)
    yield from describe(subject, [(LINK_TERMS[link.predicate], target)])
    if link.predicate == "broader":
        yield from describe(target, [(SKOS.narrower, subject)])


def inference_quads(link: Link, iris: Iris) -> Iterator[Quad]:
    """Yield how a link was inferred: the rule, and the claim that it was derived from.

    Args:
        link: a link of the graph; nothing is yielded where it was not inferred.
        iris: mints the IRIs.
    """
    if link.rule is None:
        return
    source = iris.claim(link.subject, RelationType.IS_A.value, link.object)
    facts: list[Fact] = [
        (RDF.type, node(KG.Inference)),
        *_triple(link),
        (KG.rule, node(KG[link.rule.value])),
        (PROV.wasDerivedFrom, node(source) if link.rule is InferenceRule.FROM_IS_A else None),
    ]
    yield from describe(node(iris.inference(link.subject, link.predicate, link.object)), facts)


def fact_quads(statement: Statement) -> Iterator[Quad]:
    """Yield an affirmed fact as a plain triple.

    Args:
        statement: a statement with support.
    """
    return describe(node(statement.subject), [(KG[statement.predicate], node(statement.object))])


def mention_quads(paper: str, statements: list[Statement]) -> Iterator[Quad]:
    """Yield `mentions` for every entity that a paper has some role towards, since no store infers it.

    Args:
        paper: IRI of the paper.
        statements: all its roles.
    """
    stated = {s.object for s in statements if s.predicate == Role.MENTIONS.value}
    implied = {s.object for s in statements} - stated
    return describe(node(paper), [(KG.mentions, node(entity)) for entity in sorted(implied)])


class ClaimQuads:
    """Turns claims and their evidence into quads.

    Args:
        graph: where evidence and papers are found.
        settings: base IRI, and how much text is published.
        producers: filled with the producers of all evidence that passes.
    """

    def __init__(self, graph: GraphReader, settings: Settings, producers: set[str]) -> None:
        self._graph, self._settings, self._iris = graph, settings, Iris(settings.base)
        self._producers = producers

    def of_statement(self, statement: Statement) -> Iterator[Quad]:
        """Yield the claim node, and in each paper's graph its statements with their evidence."""
        evidence = sorted(self._graph.evidence(statement.claim), key=lambda e: (e.paper, e.polarity, e.id))
        derived: list[Fact] = []
        for (paper, polarity), found in groupby(evidence, key=lambda e: (e.paper, e.polarity)):
            parts = (statement.subject, statement.predicate, statement.object, paper, polarity.value)
            iri = node(self._iris.statement(*parts))
            derived.append((PROV.wasDerivedFrom, iri))
            yield from self._statement(iri, statement, list(found))
        yield from describe(node(statement.claim), [*_claim_facts(statement), *derived])

    def of_result(self, result: Result) -> Iterator[Quad]:
        """Yield the evidence of a result, in the graph of its paper."""
        for evidence in self._graph.evidence(result.iri):
            graph = self._graph_of(evidence)
            yield from describe(node(result.iri), [(PROV.wasDerivedFrom, node(evidence.id))], graph)
            yield from self._evidence(evidence, graph)

    def of_paper(self, payload: PaperNode) -> Iterator[Quad]:
        """Yield the published text of a paper, and what its graph is."""
        paper = payload.paper
        graph, text = node(self._iris.paper_graph(paper.id)), node(self._iris.text(paper.id))
        full = self._settings.text is TextPolicy.FULL
        yield from describe(
            graph,
            [
                (RDF.type, node(PROV.Bundle)),
                (PROV.hadPrimarySource, node(payload.iri)),
                (PROV.wasGeneratedBy, node(self._iris.about("build"))),
            ],
        )
        facts: list[Fact] = [
            (RDF.type, node(OA.TextualBody)),
            (DCTERMS.isPartOf, node(payload.iri)),
            (RDF.value, plain(paper.text) if full else None),
        ]
        yield from describe(text, facts, graph)

    def _statement(self, iri: NamedNode, statement: Statement, evidence: list[Evidence]) -> Iterator[Quad]:
        graph = self._graph_of(evidence[0])
        facts: list[Fact] = [
            (RDF.type, node(KG.Statement)),
            *_triple(statement),
            (KG.polarity, node(KG[evidence[0].polarity.value])),
            (KG.confidence, confidence(max(e.confidence for e in evidence))),
            *_conditions(evidence),
            (PROV.hadPrimarySource, node(evidence[0].paper)),
            *((PROV.wasDerivedFrom, node(e.id)) for e in evidence),
        ]
        yield from describe(iri, facts, graph)
        for found in evidence:
            yield from self._evidence(found, graph)

    def _evidence(self, evidence: Evidence, graph: NamedNode) -> Iterator[Quad]:
        paper = self._paper(evidence.paper)
        self._producers.add(evidence.producer)
        selectors = {
            "position": _position(Span(evidence.start, evidence.end)),
            "quote": _quote(evidence, paper.text, self._settings.text),
        }
        ends = {"head": (KG.head, evidence.head), "tail": (KG.tail, evidence.tail)}
        subject = evidence.id
        facts: list[Fact] = [
            (RDF.type, node(OA.SpecificResource)),
            (OA.hasSource, node(self._iris.text(paper.id))),
            *((OA.hasSelector, node(f"{subject}/{name}")) for name, found in selectors.items() if found),
            *((term, node(f"{subject}/{name}")) for name, (term, span) in ends.items() if span),
            *_conditions([evidence]),
            (KG.confidence, confidence(evidence.confidence)),
            (PROV.wasAttributedTo, node(self._iris.agent(evidence.producer))),
        ]
        yield from describe(node(subject), facts, graph)
        spans = {name: _position(span) for name, (_, span) in ends.items() if span}
        for name, selector in {**selectors, **spans}.items():
            yield from describe(node(f"{subject}/{name}"), selector, graph)

    def _graph_of(self, evidence: Evidence) -> NamedNode:
        return node(self._iris.paper_graph(self._paper(evidence.paper).id))

    def _paper(self, iri: str) -> Paper:
        payload = self._graph.node(iri)
        if not isinstance(payload, PaperNode):
            raise GraphError(f"evidence names {iri} as its paper, which is none")
        return payload.paper


def _triple(fact: Statement | Link) -> list[Fact]:
    return [
        (RDF.subject, node(fact.subject)),
        (RDF.predicate, node(KG[fact.predicate])),
        (RDF.object, node(fact.object)),
    ]


def _claim_facts(statement: Statement) -> list[Fact]:
    return [
        (RDF.type, node(KG.Claim)),
        *_triple(statement),
        *_conditions([statement]),
        (KG.support, integer(statement.support)),
        (KG.confidence, confidence(statement.confidence)),
    ]


def _conditions(parts: Sequence[Statement | Evidence]) -> list[Fact]:
    """The data sets that any of the parts holds on, and the metrics that it holds in."""
    terms = ((KG.onDataset, "datasets"), (KG.inMetric, "metrics"))
    return [(term, node(iri)) for term, name in terms for iri in sorted({i for p in parts for i in getattr(p, name)})]


def _position(span: Span) -> list[Fact]:
    return [(RDF.type, node(OA.TextPositionSelector)), (OA.start, integer(span.start)), (OA.end, integer(span.end))]


def _quote(evidence: Evidence, text: str, policy: TextPolicy) -> list[Fact]:
    """The quotation, as far as the policy lets text leave: context only where the whole text does."""
    if policy is TextPolicy.NONE:
        return []
    start, end = evidence.start, evidence.end
    before, after = text[max(start - CONTEXT_CHARACTERS, 0) : start], text[end : end + CONTEXT_CHARACTERS]
    full = policy is TextPolicy.FULL
    return [
        (RDF.type, node(OA.TextQuoteSelector)),
        (OA.exact, plain(text[start:end])),
        (OA.prefix, plain(before) if full and before else None),
        (OA.suffix, plain(after) if full and after else None),
    ]
