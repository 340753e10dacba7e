"""Nodes and links from the papers' records: persons, venues, citations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.iris import Iris
from kg.model import Author, Link, Paper, Person, Reference, Venue
from kg.names import fold, fold_person

BibliographicNode = Person | Venue | Reference


def collect_bibliography(papers: Sequence[Paper], iris: Iris) -> tuple[list[BibliographicNode], list[Link]]:
    """Make the persons, venues and cited works that the records name, and their links.

    Args:
        papers: all papers of the collection.
        iris: mints the IRIs.

    Returns:
        The nodes, one per IRI, and the links `author`, `venue` and `cites`; a cited work that is in the collection is
        linked as that paper.
    """
    places = _citable(papers, iris)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    orcids: dict[str, str | None] = {}
    references: dict[str, str] = {}
    links: set[Link] = set()
    for paper in papers:
        iri = iris.paper(paper.id)
        for author in paper.authors:
            person = iris.person(_person_key(author))
            spellings[person][author.name] += 1
            orcids[person] = author.orcid
            links.add(Link(iri, "author", person))
        if paper.venue:
            venue = iris.venue(fold(paper.venue))
            spellings[venue][paper.venue] += 1
            links.add(Link(iri, "venue", venue))
        for target, reference in _cited(paper, places, iris):
            references |= {target: reference} if reference else {}
            links.add(Link(iri, "cites", target))
    nodes = [*_named(spellings, orcids), *(Reference(target, text) for target, text in references.items())]
    return nodes, sorted(links, key=lambda link: (link.subject, link.predicate, link.object))


def _person_key(author: Author) -> str:
    return author.orcid or fold_person(author.name)


def _named(spellings: Mapping[str, Counter[str]], orcids: Mapping[str, str | None]) -> Iterator[Person | Venue]:
    for iri, names in spellings.items():
        name = min(names, key=lambda name: (-names[name], name))
        yield Person(iri, name, orcids[iri]) if iri in orcids else Venue(iri, name)


def _citable(papers: Iterable[Paper], iris: Iris) -> dict[str, str]:
    places: dict[str, str] = {}
    for paper in papers:
        ids = {f"id:{paper.id}", f"doi:{paper.doi}", f"arxiv:{paper.arxiv}"} - {"doi:None", "arxiv:None"}
        places |= dict.fromkeys(ids, iris.paper(paper.id))
    return places


def _cited(paper: Paper, places: Mapping[str, str], iris: Iris) -> Iterator[tuple[str, str]]:
    """Yield the IRI of each cited work, and its text where it is not in the collection."""
    for reference in paper.references:
        inside = places.get(reference)
        if inside != iris.paper(paper.id):
            yield (inside, "") if inside else (iris.reference(reference), reference)
