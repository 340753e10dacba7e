"""Persons, venues and citations from the papers' records."""

from builders import IRIS, annotate, assemble

from kg.model import Author, Person, Reference, Venue

ORCID = "0000-0002-1825-0097"  # the id that ORCID keeps for examples


def _graph(vocabulary, *records):
    papers = [annotate(f"p{number}", "Text.", **record) for number, record in enumerate(records, start=1)]
    return assemble(papers, vocabulary).graph


def _ends(graph, predicate):
    return [(link.subject, link.object) for link in graph.links() if link.predicate == predicate]


def test_one_person_by_orcid_under_the_name_most_used(small_vocabulary):
    graph = _graph(
        small_vocabulary,
        {"authors": (Author("J. Carberry", ORCID),)},
        {"authors": (Author("Josiah Carberry", ORCID),)},
        {"authors": (Author("Josiah Carberry", ORCID),)},
    )
    people = [node for node in graph.nodes() if isinstance(node, Person)]
    assert people == [Person(IRIS.person(ORCID), "Josiah Carberry", ORCID)]
    assert len(_ends(graph, "author")) == 3


def test_without_orcid_one_person_by_name(small_vocabulary):
    graph = _graph(
        small_vocabulary, {"authors": (Author("Zoë Doe"),)}, {"authors": (Author("Zoe Doe"), Author("X. Doe"))}
    )
    assert sum(isinstance(node, Person) for node in graph.nodes()) == 2


def test_a_name_with_and_without_orcid_is_not_taken_for_one_person(small_vocabulary):
    graph = _graph(small_vocabulary, {"authors": (Author("A. Doe", ORCID),)}, {"authors": (Author("A. Doe"),)})
    assert sum(isinstance(node, Person) for node in graph.nodes()) == 2


def test_spellings_of_a_venue_are_one(small_vocabulary):
    graph = _graph(small_vocabulary, {"venue": "Small Models"}, {"venue": "small models"}, {"venue": "small models"})
    assert [node for node in graph.nodes() if isinstance(node, Venue)] == [
        Venue(IRIS.venue("small-model"), "small models")
    ]


def test_citations_inside_the_collection_end_at_papers(small_vocabulary):
    graph = _graph(
        small_vocabulary,
        {"references": ("doi:10.1/two", "arxiv:2001.3", "id:p4", "id:p1")},
        {"doi": "10.1/two"},
        {"arxiv": "2001.3"},
        {},
    )
    assert _ends(graph, "cites") == [(IRIS.paper("p1"), IRIS.paper(f"p{n}")) for n in (2, 3, 4)]
    assert not any(isinstance(node, Reference) for node in graph.nodes())


def test_citations_outside_the_collection_end_at_references(small_vocabulary):
    graph = _graph(small_vocabulary, {"references": ("doi:10.1/x",)}, {"references": ("doi:10.1/x",)})
    target = IRIS.reference("doi:10.1/x")
    assert [node for node in graph.nodes() if isinstance(node, Reference)] == [Reference(target, "doi:10.1/x")]
    assert _ends(graph, "cites") == [(IRIS.paper("p1"), target), (IRIS.paper("p2"), target)]
