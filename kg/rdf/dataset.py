"""The graph as an RDF data set: a stream of quads, and a store that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Literal as OneOf

from oxrdflib import OxigraphStore
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple
from pyoxigraph import Literal as OxLiteral
from rdflib import Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.iris import Iris
from kg.model import Entity, GraphReader, Link, PaperNode, Result
from kg.rdf.claims import ROLES, ClaimQuads, fact_quads, inference_quads, link_quads, mention_quads
from kg.rdf.description import Build, Census, description_quads
from kg.rdf.namespace import KG, PROV, RDF, SKOS, XSD, prefixes
from kg.rdf.nodes import node_quads
from kg.rdf.terms import describe, node
from kg.schema import Role
from kg.settings import Settings

Engine = OneOf["Oxigraph", "default"]
Subject = NamedNode | BlankNode | Triple
Term = Subject | OxLiteral

_TYPE, _STRING = str(RDF.type), str(XSD.string)


class DirectStore(OxigraphStore):
    """An Oxigraph store behind rdflib's interface that can be asked without it too: terms of rdflib cost time.

    Args:
        store: in memory or on disk.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store=store)
        self.oxigraph = store


def iter_quads(graph: GraphReader, settings: Settings, build: Build) -> Iterator[Quad]:
    """Yield every quad of the data set once; memory is bounded by the vocabulary's hierarchy, not by the graph.

    Args:
        graph: the graph, wherever it is kept.
        settings: base IRI, and how much text is published.
        build: what made the data set.
    """
    census = Census()
    yield from census.watch(_facts(graph, settings, census))
    yield from description_quads(census, build, Iris(settings.base))


def sorted_quads(graph: GraphReader, settings: Settings, build: Build) -> list[Quad]:
    """Return every quad of the data set: the default graph first, then the papers' graphs, each sorted by subject.

    Args:
        graph: the graph, wherever it is kept.
        settings: base IRI, and how much text is published.
        build: what made the data set.
    """
    return sorted(iter_quads(graph, settings, build), key=_order)


def to_dataset(graph: GraphReader, settings: Settings, build: Build, *, engine: Engine = "Oxigraph") -> Dataset:
    """Return the graph as an RDF data set in memory.

    Args:
        graph: the graph, wherever it is kept.
        settings: base IRI, and how much text is published.
        build: what made the data set.
        engine: rdflib's own store (`default`) or Oxigraph, which answers queries faster.
    """
    quads = iter_quads(graph, settings, build)
    return (
        oxigraph_dataset(_filled_store(quads), settings.base)
        if engine == "Oxigraph"
        else _rdflib_dataset(quads, settings.base)
    )


def oxigraph_dataset(store: Store, base: str = Settings().base) -> Dataset:
    """Return an Oxigraph store behind rdflib's interface.

    Args:
        store: a store in memory or on disk.
        base: what instance IRIs start with, for prefixes.
    """
    dataset = Dataset(store=DirectStore(store), default_union=False)
    return _with_prefixes(dataset, base)


def surer_quads(store: Store, least: float) -> Store:
    """Copy a store into memory without what is not sure enough.

    A claim or statement goes with everything that is said of it, with what was inferred from it, and with the plain
    triples that these stand for; a paper no longer mentions an entity towards which it has no role left, and a claim no
    longer holds on or in what no affirming statement that stays says.

    Args:
        store: the quads of a build.
        least: the least confidence of what stays, in [0, 1].
    """
    confidence = NamedNode(str(KG.confidence))
    unsure = {
        quad.subject
        for quad in store.quads_for_pattern(None, confidence, None)
        if isinstance(quad.object, OxLiteral) and float(quad.object.value) < least
    }
    unsure |= _inferred_from(store, unsure)
    gone = {_stated(store, fact) for fact in unsure if any(_is_of(store, fact, k) for k in (KG.Claim, KG.Inference))}
    gone |= _unmentioned(store, gone)
    gone |= _unheld(store, unsure)
    kept = Store()
    kept.bulk_extend(
        quad
        for quad in store
        if quad.subject not in unsure
        and quad.object not in unsure
        and (not isinstance(quad.graph_name, DefaultGraph) or (quad.subject, quad.predicate, quad.object) not in gone)
    )
    return kept


def _inferred_from(store: Store, claims: set[Subject]) -> set[Subject]:
    derived = NamedNode(str(PROV.wasDerivedFrom))
    found = (quad.subject for claim in claims for quad in store.quads_for_pattern(None, derived, claim, DefaultGraph()))
    return {subject for subject in found if _is_of(store, subject, KG.Inference)}


def _is_of(store: Store, subject: Subject, kind: URIRef) -> bool:
    return any(store.quads_for_pattern(subject, NamedNode(_TYPE), NamedNode(str(kind))))


def _stated(store: Store, claim: Subject) -> tuple[Term | None, ...]:
    """Return the triple that a claim stands for."""
    parts = (RDF.subject, RDF.predicate, RDF.object)
    found = (next(store.quads_for_pattern(claim, NamedNode(str(part)), None), None) for part in parts)
    return tuple(quad.object if quad else None for quad in found)


def _unmentioned(store: Store, gone: set[tuple[Term | None, ...]]) -> set[tuple[Term | None, ...]]:
    """Return the `mentions` of papers that have no role left towards an entity."""
    mentions, roles = NamedNode(str(KG.mentions)), {NamedNode(str(KG[role])) for role in Role}
    pairs = {(subject, entity) for subject, predicate, entity in gone if predicate in roles}
    return {
        (paper, mentions, entity)
        for paper, entity in pairs
        if isinstance(paper, NamedNode) and not _roles_left(store, paper, entity, roles - {mentions}, gone)
    }


def _unheld(store: Store, unsure: set[NamedNode | BlankNode | Triple]) -> set[tuple[Term | None, ...]]:
    """Return what claims hold on and in by unsure statements alone."""
    terms = [NamedNode(str(term)) for term in (KG.onDataset, KG.inMetric)]
    held = [quad for term in terms for quad in store.quads_for_pattern(None, term, None, DefaultGraph())]
    triples = [(quad.subject, quad.predicate, quad.object) for quad in held]
    return {triple for triple in triples if not _is_stated(store, *triple, unsure)}


def _is_stated(
    store: Store,
    claim: NamedNode | BlankNode | Triple,
    term: NamedNode,
    entity: Term,
    unsure: set[NamedNode | BlankNode | Triple],
) -> bool:
    """Say whether a statement of a claim that is not unsure affirms that it holds on or in an entity."""
    derived, polarity = NamedNode(str(PROV.wasDerivedFrom)), NamedNode(str(KG.polarity))
    statements = {quad.object for quad in store.quads_for_pattern(claim, derived, None)} - unsure
    return any(
        any(store.quads_for_pattern(statement, term, entity))
        and any(store.quads_for_pattern(statement, polarity, NamedNode(str(KG.affirmed))))
        for statement in statements
        if isinstance(statement, NamedNode)
    )


def _roles_left(
    store: Store, paper: NamedNode, entity: Term | None, roles: set[NamedNode], gone: set[tuple[Term | None, ...]]
) -> bool:
    found = store.quads_for_pattern(paper, None, entity, DefaultGraph())
    return any(quad.predicate in roles and (paper, quad.predicate, entity) not in gone for quad in found)


def _with_prefixes(dataset: Dataset, base: str) -> Dataset:
    for name, namespace in prefixes(base).items():
        dataset.bind(name, namespace, replace=True)
    return dataset


def _filled_store(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store


def _rdflib_dataset(quads: Iterable[Quad], base: str) -> Dataset:
    dataset = Dataset(default_union=False)
    for quad in quads:
        name = quad.graph_name
        graph = dataset.graph(DATASET_DEFAULT_GRAPH_ID if isinstance(name, DefaultGraph) else URIRef(name.value))
        graph.add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
    return _with_prefixes(dataset, base)


def _rdflib_term(term: NamedNode | BlankNode | OxLiteral | Triple) -> URIRef | Literal:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if not isinstance(term, OxLiteral):
        raise TypeError(f"the data set holds IRIs and literals only, not {term}")
    if term.language:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value == _STRING
    return Literal(term.value) if plain else Literal(term.value, datatype=URIRef(term.datatype.value))


def _order(quad: Quad) -> tuple[str, str, bool, str, str]:
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    predicate = quad.predicate.value
    return graph, str(quad.subject), predicate != _TYPE, predicate, str(quad.object)


def _facts(graph: GraphReader, settings: Settings, census: Census) -> Iterator[Quad]:
    claims = ClaimQuads(graph, settings, census.producers)
    for payload in graph.nodes():
        yield from node_quads(payload, settings)
        if isinstance(payload, PaperNode):
            yield from claims.of_paper(payload)
        elif isinstance(payload, Result):
            yield from claims.of_result(payload)
    iris = Iris(settings.base)
    for link in graph.links():
        yield from link_quads(link)
        yield from inference_quads(link, iris)
    yield from _hierarchy(graph, iris)
    for subject, group in groupby(graph.statements(), key=lambda s: s.subject):
        statements = list(group)
        yield from chain.from_iterable(map(fact_quads, statements))
        yield from mention_quads(subject, [s for s in statements if s.predicate in ROLES])
        yield from chain.from_iterable(map(claims.of_statement, statements))
    yield from chain.from_iterable(map(claims.of_statement, graph.unaffirmed()))


def _hierarchy(graph: GraphReader, iris: Iris) -> Iterator[Quad]:
    """All broader concepts at any distance, and the top concepts, since no store infers them."""
    broader = _broader(graph.links())
    for subject in sorted(broader):
        above = sorted(_ancestors(subject, broader))
        yield from describe(node(subject), [(SKOS.broaderTransitive, node(iri)) for iri in above])
    scheme = node(iris.scheme("vocabulary"))
    for payload in graph.nodes():
        if isinstance(payload, Entity) and payload.concept and payload.iri not in broader:
            yield from describe(node(payload.iri), [(SKOS.topConceptOf, scheme)])
            yield from describe(scheme, [(SKOS.hasTopConcept, node(payload.iri))])


def _broader(links: Iterable[Link]) -> dict[str, list[str]]:
    broader: dict[str, list[str]] = {}
    for link in links:
        if link.predicate == "broader":
            broader.setdefault(link.subject, []).append(link.object)
    return broader


def _ancestors(start: str, broader: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(broader.get(start, ()))
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found.add(iri)
            waiting.extend(broader.get(iri, ()))
    return found
