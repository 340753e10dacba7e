"""Graphs built by hand for the tests of the property-graph formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from kg.graph.knowledge_graph import KnowledgeGraph, make_graph
from kg.iris import Iris
from kg.model import (
    Author,
    Entity,
    Evidence,
    Link,
    Node,
    Paper,
    PaperNode,
    Person,
    Reference,
    Result,
    Span,
    Statement,
    Venue,
)
from kg.schema import EntityType, Polarity

IRIS = Iris()
PAPER, FIRST, SECOND = IRIS.paper("p"), IRIS.entity("first"), IRIS.entity("second")

# What breaks formats: markup, quotes, separators, escapes, formulas, characters that XML forbids, lone surrogates.
HOSTILE = (
    "</script><!-- ]]> &amp; <b>",
    "quotes \" and ' and `backticks`",
    "ends with a backslash \\",
    '\\" both \\\\ and "',
    '"',
    "a,b;c|d | e\tf\r\ng\x1fh",
    "\x00\x08\x0b\x0c\ufffe\uffff",
    "\ud800 lone \udfff",
    "=HYPERLINK(1) -1 +2 @x",
    "') DETACH DELETE (n) //\n`",
    "\u202eright to left\u2028\u2029\x85",
    "𝔘𝔫𝔦 é ß 中文 \\textbf{x} $\\alpha$ 10^{10}",
    "",
)

hostile_texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(), max_size=30),
    st.text(st.sampled_from("\"'\\,;|\x1f\x00\ud800\n\r\t<>&`a$"), max_size=12),
)


def make_evidence(claim: str, sentences: Iterable[str], polarity: Polarity = Polarity.AFFIRMED) -> tuple[Evidence, ...]:
    """Evidence of one paper, a sentence after the other."""
    return tuple(
        Evidence(
            id=IRIS.evidence(claim, PAPER, place, place + 1, polarity.value),
            claim=claim,
            paper=PAPER,
            start=place,
            end=place + 1,
            head=None,
            tail=Span(place, place + 1),
            sentence=sentence,
            confidence=0.9,
            producer="vocabulary",
            polarity=polarity,
        )
        for place, sentence in enumerate(sentences)
    )


def make_statement(
    subject: str, predicate: str, target: str, evidence: Sequence[Evidence], support: int = 1
) -> Statement:
    """A statement on the evidence given."""
    return Statement(evidence[0].claim, subject, predicate, target, support, 0.9, tuple(e.id for e in evidence))


def make_entity(iri: str, type_: EntityType, name: str, aliases: tuple[str, ...] = ()) -> Entity:
    """An entity that one paper names once."""
    return Entity(iri, iri.rpartition("/")[2], type_, name, aliases, ((type_, 1),), 1, 1)


def make_hostile_graph(texts: Sequence[str]) -> KnowledgeGraph:
    """Every kind of node and three parallel edges, with any seven texts wherever text can stand."""
    title, abstract, name, alias, sentence, person, venue = texts
    paper = Paper("p", title, abstract, (Author(person),), 2020, venue, title, name, sentence, (alias, name))
    person_iri, venue_iri, cited = IRIS.person("a"), IRIS.venue("v"), IRIS.reference("doi:x")
    result = Result(IRIS.result("p", "r"), PAPER, name, float("nan"), alias, sentence, 0.5, None, FIRST, SECOND)
    nodes: list[Node] = [
        PaperNode(PAPER, paper),
        make_entity(FIRST, EntityType.METHOD, name, (alias, title)),
        make_entity(SECOND, EntityType.TASK, alias, (name, sentence)),
        result,
        Person(person_iri, person, alias),
        Venue(venue_iri, venue),
        Reference(cited, "doi:" + title),
    ]
    triples = [(PAPER, "uses", FIRST), *((FIRST, relation, SECOND) for relation in ("usedFor", "improves", "partOf"))]
    evidence = {claim: make_evidence(claim, texts) for claim in (IRIS.claim(*triple) for triple in triples)}
    edges: list[Statement | Link] = [make_statement(*triple, evidence[IRIS.claim(*triple)]) for triple in triples]
    links = [(PAPER, "author", person_iri), (PAPER, "venue", venue_iri), (PAPER, "cites", cited)]
    links += [
        (PAPER, "reports", result.iri),
        (result.iri, "resultDataset", FIRST),
        (result.iri, "resultSubject", SECOND),
    ]
    denied = IRIS.claim(SECOND, "basedOn", FIRST)
    evidence[denied] = make_evidence(denied, [sentence], Polarity.NEGATED)
    evidence[result.iri] = make_evidence(result.iri, [sentence])
    unaffirmed = make_statement(SECOND, "basedOn", FIRST, evidence[denied], support=0)
    return make_graph(nodes, [*edges, *(Link(*link) for link in links)], evidence, [unaffirmed])


def make_pair_graph() -> KnowledgeGraph:
    """A paper that introduces a method for a task: small enough for a golden file."""
    paper = Paper("p", "A \\emph{new} Net", "We present Net. Net solves the task.", (Author("An Author"),), 2021)
    said, solves = IRIS.claim(PAPER, "introduces", FIRST), IRIS.claim(FIRST, "usedFor", SECOND)
    evidence = {said: make_evidence(said, ["We present Net."]), solves: make_evidence(solves, ["Net solves the task."])}
    author = Person(IRIS.person("an-author"), "An Author")
    nodes: list[Node] = [
        PaperNode(PAPER, paper),
        make_entity(FIRST, EntityType.METHOD, "Net", ("Netz", "The Net")),
        make_entity(SECOND, EntityType.TASK, "task"),
        author,
    ]
    edges: list[Statement | Link] = [
        make_statement(PAPER, "introduces", FIRST, evidence[said]),
        make_statement(FIRST, "usedFor", SECOND, evidence[solves]),
        Link(PAPER, "author", author.iri),
    ]
    return make_graph(nodes, edges, evidence)
