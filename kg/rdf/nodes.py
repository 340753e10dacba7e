"""Nodes as quads of the default graph: papers, entities, results, people, venues and cited works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import Iris, slug
from kg.model import Entity, Node, Paper, PaperNode, Person, Reference, Result, Venue
from kg.names import clean_latex, fold_person
from kg.rdf.namespace import BIBO, DCTERMS, FABIO, KG, PROV, RDF, RDFS, SCHEMA, SKOS
from kg.rdf.terms import Fact, confidence, decimal, describe, english, foreign, node, plain, typed
from kg.settings import Settings, TextPolicy
from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.skos import VOCABULARY

_ELSEWHERE = {"doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/", "orcid": "https://orcid.org/"}
_LAST_YEAR = 9999


def node_quads(payload: Node, settings: Settings) -> Iterator[Quad]:
    """Yield what the default graph says of one node.

    Args:
        payload: any node of the graph.
        settings: base IRI, and how much text is published.
    """
    return _WRITERS[type(payload)](payload, settings)


def display_label(name: str) -> str:
    """Return a name as a person would read it; the name itself where cleaning leaves nothing.

    Args:
        name: a preferred or alternative name.
    """
    return " ".join(clean_latex(name).split()) or name


def _paper(payload: PaperNode, settings: Settings) -> Iterator[Quad]:
    paper, subject = payload.paper, node(payload.iri)
    yield from describe(
        subject,
        [
            (RDF.type, node(SCHEMA.ScholarlyArticle)),
            (RDF.type, node(FABIO.Article)),
            (DCTERMS.identifier, plain(paper.id)),
            (DCTERMS.title, plain(display_label(paper.title)) if paper.title else None),
            (DCTERMS.issued, _year(paper.year)),
            (BIBO.doi, plain(paper.doi) if paper.doi else None),
            (SCHEMA.sameAs, _elsewhere("doi", paper.doi)),
            (SCHEMA.sameAs, _elsewhere("arxiv", paper.arxiv)),
            (SCHEMA.url, typed(paper.url, "anyURI") if paper.url else None),
            *((SCHEMA.keywords, plain(word)) for word in sorted(set(paper.keywords))),
        ],
    )
    yield from _author_list(subject, paper, Iris(settings.base))


def _author_list(subject: NamedNode, paper: Paper, iris: Iris) -> Iterator[Quad]:
    """Authors in order, as an RDF list whose cells have IRIs, since the data set holds no blank nodes."""
    if not paper.authors:
        return
    cells = [node(f"{subject.value}/authors/{place}") for place in range(1, len(paper.authors) + 1)]
    yield from describe(subject, [(BIBO.authorList, cells[0])])
    for cell, rest, author in zip(cells, [*cells[1:], node(RDF.nil)], paper.authors, strict=True):
        person = node(iris.person(author.orcid or fold_person(author.name)))
        yield from describe(cell, [(RDF.type, node(RDF.List)), (RDF.first, person), (RDF.rest, rest)])


def _year(year: int | None) -> Literal | None:
    return typed(f"{year:04d}", "gYear") if year is not None and 0 < year <= _LAST_YEAR else None


def _elsewhere(register: str, identifier: str | None) -> NamedNode | None:
    return foreign(_ELSEWHERE[register] + quote(identifier, safe="/():;")) if identifier else None


def _entity(entity: Entity, settings: Settings) -> Iterator[Quad]:
    label = display_label(entity.name)
    aliases = sorted({display_label(alias) for alias in entity.aliases} - {label})
    scheme = Iris(settings.base).scheme("vocabulary" if entity.concept else "found")
    facts: list[Fact] = [
        (RDF.type, node(SKOS.Concept)),
        (RDF.type, node(KG[entity.type.value])),
        (SKOS.prefLabel, english(label)),
        *((SKOS.altLabel, english(alias)) for alias in aliases),
        (SKOS.inScheme, node(scheme)),
        *((SKOS.exactMatch, match) for match in exact_matches(entity)),
    ]
    return describe(node(entity.iri), facts)


def exact_matches(entity: Entity) -> list[NamedNode]:
    """Return the concepts elsewhere that an entity is: the shipped vocabulary's and the user's own.

    Args:
        entity: any entity.
    """
    own = [VOCABULARY + slug(entity.concept)] if entity.concept in _shipped() else []
    found = {match for iri in (*own, *entity.exact_match) if (match := foreign(iri))}
    return sorted(found - {node(entity.iri)}, key=str)


@lru_cache(maxsize=1)
def _shipped() -> frozenset[str]:
    """Ids of the shipped vocabulary's concepts; only they have an IRI in its namespace."""
    return frozenset(load_vocabulary().concepts)


def _result(result: Result, settings: Settings) -> Iterator[Quad]:
    published = settings.text is not TextPolicy.NONE
    facts: list[Fact] = [
        (RDF.type, node(KG.Result)),
        (RDFS.label, english(display_label(result.text)) if result.text and published else None),
        (KG.value, plain(result.value)),
        (KG.number, decimal(result.number) if result.number is not None else None),
        (KG.unit, plain(result.unit) if result.unit else None),
        (KG.confidence, confidence(result.confidence)),
        (PROV.hadPrimarySource, node(result.paper)),
    ]
    return describe(node(result.iri), facts)


def _person(person: Person, settings: Settings) -> Iterator[Quad]:
    del settings
    facts: list[Fact] = [
        (RDF.type, node(SCHEMA.Person)),
        (SCHEMA.name, plain(person.name)),
        (SCHEMA.sameAs, _elsewhere("orcid", person.orcid)),
    ]
    return describe(node(person.iri), facts)


def _venue(venue: Venue, settings: Settings) -> Iterator[Quad]:
    del settings
    return describe(node(venue.iri), [(RDF.type, node(SCHEMA.CreativeWorkSeries)), (SCHEMA.name, plain(venue.name))])


def _reference(reference: Reference, settings: Settings) -> Iterator[Quad]:
    del settings
    register, _, identifier = reference.reference.partition(":")
    elsewhere = _elsewhere(register, identifier) if register in _ELSEWHERE else None
    facts: list[Fact] = [
        (RDF.type, node(SCHEMA.CreativeWork)),
        (DCTERMS.identifier, plain(reference.reference)),
        (SCHEMA.sameAs, elsewhere),
    ]
    return describe(node(reference.iri), facts)


_WRITERS: dict[type, Callable[[Any, Settings], Iterator[Quad]]] = {
    PaperNode: _paper,
    Entity: _entity,
    Result: _result,
    Person: _person,
    Venue: _venue,
    Reference: _reference,
}
