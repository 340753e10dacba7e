"""The way back: a graph read from the store that a build published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.errors import GraphError
from kg.graph.assemble import gather_statements
from kg.graph.evidence import Assertion
from kg.graph.knowledge_graph import KnowledgeGraph, make_graph
from kg.iris import ONTOLOGY, Iris
from kg.model import Author, Entity, Evidence, Link, Node, Paper, PaperNode, Person, Reference, Result, Span, Venue
from kg.rdf.claims import LINK_TERMS
from kg.rdf.namespace import BIBO, DCTERMS, FABIO, KG, OA, PROV, RDF, RDFS, SCHEMA, SKOS
from kg.schema import EntityType, InferenceRule, Polarity
from kg.settings import Settings

_Facts = dict[str, list[NamedNode | Literal]]
_LINKS = {str(term): predicate for predicate, term in LINK_TERMS.items()}


def read_graph(path: Path, settings: Settings) -> KnowledgeGraph:
    """Read a graph back from an on-disk store, opened read-only.

    Args:
        path: the store's folder.
        settings: the base IRI that the graph was built with.

    Returns:
        The graph as published: offsets are true, but without the full texts (`--text sentence` or `none`) papers have
        no abstract, and evidence may have no sentence.

    Raises:
        GraphError: there is no store, or it cannot be read.
    """
    try:
        store = Store.read_only(str(path))
    except OSError as error:
        raise GraphError(f"{path} is no store that can be read ({error}); build the graph again") from error
    return graph_from_store(store, settings)


def graph_from_store(store: Store, settings: Settings) -> KnowledgeGraph:
    """Read a graph back from a store.

    Args:
        store: holds the data set that `kg.rdf.dataset.iter_quads` yields.
        settings: the base IRI that the graph was built with.
    """
    reader = _Reader(_facts(store, plain=True), _facts(store, plain=False), Iris(settings.base))
    assertions = list(reader.assertions())
    nodes = list(reader.nodes(assertions))
    statements, denied, evidence = gather_statements(assertions)
    evidence |= {node.iri: tuple(reader.result_evidence(node.iri)) for node in nodes if isinstance(node, Result)}
    return make_graph(nodes, [*statements, *reader.links()], evidence, denied)


def _facts(store: Store, *, plain: bool) -> dict[str, _Facts]:
    """All facts of the default graph, or of the papers' graphs, by subject and predicate."""
    facts: dict[str, _Facts] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph() if plain else None):
        inside = plain or isinstance(quad.graph_name, NamedNode)
        if inside and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            facts[quad.subject.value][quad.predicate.value].append(quad.object)
    return facts


@dataclass(frozen=True, slots=True)
class _Reader:
    """`plain` are the facts of the default graph, `stated` those of the papers' graphs."""

    plain: dict[str, _Facts]
    stated: dict[str, _Facts]
    iris: Iris

    def nodes(self, assertions: Iterable[Assertion]) -> Iterator[Node]:
        papers: dict[str, set[str]] = defaultdict(set)
        for assertion in assertions:
            papers[assertion.object].add(assertion.evidence.paper)
            papers[assertion.subject].add(assertion.evidence.paper)
        for iri in sorted(self.plain):
            node = self._node(iri, len(papers[iri]))
            if node is not None:
                yield node

    def _node(self, iri: str, papers: int) -> Node | None:
        types = set(_values(self.plain[iri], RDF.type))
        name = _first(self.plain[iri], SCHEMA.name) or ""
        if str(FABIO.Article) in types:
            return PaperNode(iri, self._paper(iri))
        if str(SKOS.Concept) in types:
            return self._entity(iri, types, papers)
        if str(KG.Result) in types:
            return self._result(iri)
        if str(SCHEMA.Person) in types:
            return Person(iri, name, self._orcid(iri))
        if str(SCHEMA.CreativeWorkSeries) in types:
            return Venue(iri, name)
        if str(SCHEMA.CreativeWork) in types:
            return Reference(iri, _first(self.plain[iri], DCTERMS.identifier) or "")
        return None

    def _paper(self, iri: str) -> Paper:
        facts = self.plain[iri]
        text = _first(self.stated.get(f"{iri}/text", {}), RDF.value)
        title = _first(facts, DCTERMS.title) or ""
        abstract = text or ""
        if title and text:
            title, _, abstract = text.partition("\n\n")
        year = _first(facts, DCTERMS.issued)
        return Paper(
            id=_first(facts, DCTERMS.identifier) or iri,
            title=title,
            abstract=abstract,
            authors=tuple(self._authors(iri)),
            year=int(year) if year else None,
            venue=next((_first(self.plain[v], SCHEMA.name) for v in _values(facts, SCHEMA.isPartOf)), None),
            doi=_first(facts, BIBO.doi),
            arxiv=self._elsewhere(iri, "https://arxiv.org/abs/"),
            url=_first(facts, SCHEMA.url),
            keywords=tuple(sorted(_values(facts, SCHEMA.keywords))),
        )

    def _authors(self, iri: str) -> Iterator[Author]:
        cell = _first(self.plain[iri], BIBO.authorList)
        while cell and cell != str(RDF.nil):
            person = _first(self.plain[cell], RDF.first) or ""
            yield Author(_first(self.plain[person], SCHEMA.name) or "", self._orcid(person))
            cell = _first(self.plain[cell], RDF.rest)

    def _orcid(self, person: str) -> str | None:
        return self._elsewhere(person, "https://orcid.org/")

    def _elsewhere(self, iri: str, register: str) -> str | None:
        places = _values(self.plain[iri], SCHEMA.sameAs)
        return next((unquote(place.removeprefix(register)) for place in places if place.startswith(register)), None)

    def _entity(self, iri: str, types: set[str], papers: int) -> Entity | None:
        facts = self.plain[iri]
        kind = next((kind for kind in EntityType if str(KG[kind.value]) in types), None)
        if kind is None or not iri.startswith(self.iris.entity("")):
            return None
        key = unquote(iri.removeprefix(self.iris.entity("")))
        curated = self.iris.scheme("vocabulary") in _values(facts, SKOS.inScheme)
        return Entity(
            iri=iri,
            key=key,
            type=kind,
            name=_first(facts, SKOS.prefLabel) or key,
            aliases=tuple(sorted(_values(facts, SKOS.altLabel))),
            types=((kind, papers),),
            papers=papers,
            mentions=papers,
            concept=key if curated else None,
            exact_match=tuple(sorted(_values(facts, SKOS.exactMatch))),
        )

    def _result(self, iri: str) -> Result:
        facts = self.plain[iri]
        number = _first(facts, KG.number)
        return Result(
            iri=iri,
            paper=_first(facts, PROV.hadPrimarySource) or "",
            value=_first(facts, KG.value) or "",
            number=float(number) if number else None,
            unit=_first(facts, KG.unit) or "",
            text=_first(facts, RDFS.label) or "",
            confidence=float(_first(facts, KG.confidence) or 0),
            metric=_first(facts, KG.resultMetric),
            dataset=_first(facts, KG.resultDataset),
            subject=_first(facts, KG.resultSubject),
        )

    def links(self) -> Iterator[Link]:
        for subject, facts in self.plain.items():
            for term, objects in facts.items():
                if predicate := _LINKS.get(term):
                    yield from (self._link(subject, predicate, end.value) for end in objects)

    def _link(self, subject: str, predicate: str, obj: str) -> Link:
        rule = _first(self.plain.get(self.iris.inference(subject, predicate, obj), {}), KG.rule)
        return Link(subject, predicate, obj, InferenceRule(rule.removeprefix(ONTOLOGY)) if rule else None)

    def assertions(self) -> Iterator[Assertion]:
        """What each paper's graph states, one per piece of evidence."""
        for facts in self.stated.values():
            if str(KG.Statement) not in _values(facts, RDF.type):
                continue
            subject, predicate, obj = (_first(facts, term) or "" for term in (RDF.subject, RDF.predicate, RDF.object))
            predicate = predicate.removeprefix(ONTOLOGY)
            polarity = Polarity((_first(facts, KG.polarity) or "").removeprefix(ONTOLOGY))
            claim = self.iris.claim(subject, predicate, obj)
            paper = _first(facts, PROV.hadPrimarySource) or ""
            for evidence in sorted(_values(facts, PROV.wasDerivedFrom)):
                yield Assertion(subject, predicate, obj, self._evidence(evidence, claim, paper, polarity))

    def result_evidence(self, iri: str) -> Iterator[Evidence]:
        """The evidence of a result, from its paper's graph."""
        paper = _first(self.plain[iri], PROV.hadPrimarySource) or ""
        for evidence in sorted(_values(self.stated.get(iri, {}), PROV.wasDerivedFrom)):
            yield self._evidence(evidence, iri, paper, Polarity.AFFIRMED)

    def _evidence(self, iri: str, claim: str, paper: str, polarity: Polarity) -> Evidence:
        facts = self.stated[iri]
        place = self._span(f"{iri}/position") or Span(0, 0)
        agent = _first(facts, PROV.wasAttributedTo) or ""
        return Evidence(
            id=iri,
            claim=claim,
            paper=paper,
            start=place.start,
            end=place.end,
            head=self._span(f"{iri}/head"),
            tail=self._span(f"{iri}/tail"),
            sentence=_first(self.stated.get(f"{iri}/quote", {}), OA.exact) or "",
            confidence=float(_first(facts, KG.confidence) or 0),
            producer=unquote(agent.removeprefix(self.iris.agent(""))),
            polarity=polarity,
            datasets=tuple(sorted(_values(facts, KG.onDataset))),
            metrics=tuple(sorted(_values(facts, KG.inMetric))),
        )

    def _span(self, iri: str) -> Span | None:
        facts = self.stated.get(iri)
        return Span(int(_first(facts, OA.start) or 0), int(_first(facts, OA.end) or 0)) if facts else None


def _values(facts: _Facts, term: str) -> list[str]:
    return [value.value for value in facts.get(str(term), ())]


def _first(facts: _Facts, term: str) -> str | None:
    return min(_values(facts, term), default=None)
