"""Facts as records: what the data set says of one IRI, read as the node, statement or evidence that it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from kg.graph.evidence import Assertion
from kg.iris import ONTOLOGY, Iris
from kg.model import Author, Entity, Evidence, Link, Node, Paper, PaperNode, Person, Reference, Result, Span, Venue
from kg.rdf.namespace import BIBO, DCTERMS, FABIO, KG, OA, PROV, RDF, RDFS, SCHEMA, SKOS
from kg.schema import EntityType, InferenceRule, Polarity

Facts = dict[str, list[NamedNode | Literal]]
"""What is said of one subject: predicate → objects."""


FactsOf = Callable[[str], Facts]
"""Looks up what is said of an IRI; nothing where the IRI is unknown."""


@dataclass(frozen=True, slots=True)
class RecordReader:
    """`plain` are the facts of the default graph, `stated` those of the papers' graphs."""

    plain: FactsOf
    stated: FactsOf
    iris: Iris

    def node(self, iri: str, papers: int) -> Node | None:
        """The node that an IRI names, if any; `papers` say something of it."""
        types = set(values_of(self.plain(iri), RDF.type))
        name = first_of(self.plain(iri), SCHEMA.name) or ""
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
            return Reference(iri, first_of(self.plain(iri), DCTERMS.identifier) or "")
        return None

    def _paper(self, iri: str) -> Paper:
        facts = self.plain(iri)
        text = first_of(self.stated(f"{iri}/text"), RDF.value)
        title = first_of(facts, DCTERMS.title) or ""
        abstract = text or ""
        if title and text:
            title, _, abstract = text.partition("\n\n")
        year = first_of(facts, DCTERMS.issued)
        return Paper(
            id=first_of(facts, DCTERMS.identifier) or iri,
            title=title,
            abstract=abstract,
            authors=tuple(self._authors(iri)),
            year=int(year) if year else None,
            venue=next((first_of(self.plain(v), SCHEMA.name) for v in values_of(facts, SCHEMA.isPartOf)), None),
            doi=first_of(facts, BIBO.doi),
            arxiv=self._elsewhere(iri, "https://arxiv.org/abs/"),
            url=first_of(facts, SCHEMA.url),
            keywords=tuple(sorted(values_of(facts, SCHEMA.keywords))),
        )

    def _authors(self, iri: str) -> Iterator[Author]:
        cell = first_of(self.plain(iri), BIBO.authorList)
        while cell and cell != str(RDF.nil):
            person = first_of(self.plain(cell), RDF.first) or ""
            yield Author(first_of(self.plain(person), SCHEMA.name) or "", self._orcid(person))
            cell = first_of(self.plain(cell), RDF.rest)

    def _orcid(self, person: str) -> str | None:
        return self._elsewhere(person, "https://orcid.org/")

    def _elsewhere(self, iri: str, register: str) -> str | None:
        places = values_of(self.plain(iri), SCHEMA.sameAs)
        return next((unquote(place.removeprefix(register)) for place in places if place.startswith(register)), None)

    def _entity(self, iri: str, types: set[str], papers: int) -> Entity | None:
        facts = self.plain(iri)
        kind = next((kind for kind in EntityType if str(KG[kind.value]) in types), None)
        if kind is None or not iri.startswith(self.iris.entity("")):
            return None
        key = unquote(iri.removeprefix(self.iris.entity("")))
        curated = self.iris.scheme("vocabulary") in values_of(facts, SKOS.inScheme)
        return Entity(
            iri=iri,
            key=key,
            type=kind,
            name=first_of(facts, SKOS.prefLabel) or key,
            aliases=tuple(sorted(values_of(facts, SKOS.altLabel))),
            types=((kind, papers),),
            papers=papers,
            mentions=papers,
            concept=key if curated else None,
            exact_match=tuple(sorted(values_of(facts, SKOS.exactMatch))),
        )

    def _result(self, iri: str) -> Result:
        facts = self.plain(iri)
        number = first_of(facts, KG.number)
        return Result(
            iri=iri,
            paper=first_of(facts, PROV.hadPrimarySource) or "",
            value=first_of(facts, KG.value) or "",
            number=float(number) if number else None,
            unit=first_of(facts, KG.unit) or "",
            text=first_of(facts, RDFS.label) or "",
            confidence=float(first_of(facts, KG.confidence) or 0),
            metric=first_of(facts, KG.resultMetric),
            dataset=first_of(facts, KG.resultDataset),
            subject=first_of(facts, KG.resultSubject),
        )

    def assertions(self, statement: Facts) -> Iterator[Assertion]:
        """What one statement of one paper says, once per piece of evidence."""
        subject, predicate, obj = (first_of(statement, term) or "" for term in (RDF.subject, RDF.predicate, RDF.object))
        predicate = predicate.removeprefix(ONTOLOGY)
        polarity = Polarity((first_of(statement, KG.polarity) or "").removeprefix(ONTOLOGY))
        claim = self.iris.claim(subject, predicate, obj)
        paper = first_of(statement, PROV.hadPrimarySource) or ""
        for evidence in sorted(values_of(statement, PROV.wasDerivedFrom)):
            yield Assertion(subject, predicate, obj, self._evidence(evidence, claim, paper, polarity))

    def link(self, subject: str, predicate: str, obj: str) -> Link:
        """A link between two nodes, and how it was inferred, if it was."""
        rule = first_of(self.plain(self.iris.inference(subject, predicate, obj)), KG.rule)
        return Link(subject, predicate, obj, InferenceRule(rule.removeprefix(ONTOLOGY)) if rule else None)

    def result_evidence(self, iri: str) -> Iterator[Evidence]:
        """The evidence of a result, from its paper's graph."""
        paper = first_of(self.plain(iri), PROV.hadPrimarySource) or ""
        for evidence in sorted(values_of(self.stated(iri), PROV.wasDerivedFrom)):
            yield self._evidence(evidence, iri, paper, Polarity.AFFIRMED)

    def _evidence(self, iri: str, claim: str, paper: str, polarity: Polarity) -> Evidence:
        facts = self.stated(iri)
        place = self._span(f"{iri}/position") or Span(0, 0)
        agent = first_of(facts, PROV.wasAttributedTo) or ""
        return Evidence(
            id=iri,
            claim=claim,
            paper=paper,
            start=place.start,
            end=place.end,
            head=self._end(facts, KG.head),
            tail=self._end(facts, KG.tail),
            sentence=first_of(self.stated(f"{iri}/quote"), OA.exact) or "",
            confidence=float(first_of(facts, KG.confidence) or 0),
            producer=unquote(agent.removeprefix(self.iris.agent(""))),
            polarity=polarity,
            datasets=tuple(sorted(values_of(facts, KG.onDataset))),
            metrics=tuple(sorted(values_of(facts, KG.inMetric))),
        )

    def _end(self, evidence: Facts, term: str) -> Span | None:
        place = first_of(evidence, term)
        return self._span(place) if place else None

    def _span(self, iri: str) -> Span | None:
        facts = self.stated(iri)
        return Span(int(first_of(facts, OA.start) or 0), int(first_of(facts, OA.end) or 0)) if facts else None


def values_of(facts: Facts, term: str) -> list[str]:
    """Return the objects of a predicate, as text."""
    return [value.value for value in facts.get(str(term), ())]


def first_of(facts: Facts, term: str) -> str | None:
    """Return the first object of a predicate in the order of their texts, if any."""
    return min(values_of(facts, term), default=None)
