"""What a page shows of a thing, as plain records: pure functions of the catalogue, which know nothing of HTML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.export.marks import marked_sentence, marked_spans
from kg.graph.network import PAPER
from kg.model import Entity, Evidence, Link, Node, PaperNode, Result, Span, Statement
from kg.names import clean_latex
from kg.schema import EntityType, InferenceRule, Polarity, RelationType, Role
from kg.serve.catalogue import Catalogue
from kg.serve.mentions import Place
from kg.view.web_links import links_of
from kg.view.wording import WORDING

_KINDS = frozenset((PAPER, *(kind.value for kind in EntityType)))
_SIMILAR, _SHARED = 8, 5
_HIERARCHY = ("broader", "inferredBroader")
_RULES = {
    InferenceRule.FROM_IS_A: "inferred from a sentence",
    InferenceRule.FROM_HEAD_WORD: "inferred from the head word of its name",
}
_RESULT_ENDS = ("resultSubject", "resultMetric", "resultDataset")
_RESULTS = frozenset(("reports", *_RESULT_ENDS))
# an author, a venue and what is cited: neither roles nor relations
_RECORDS = ("author", "venue", "cites")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a page."""

    iri: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Why a fact is believed: pieces of a sentence with their marks (`h`, `t`, `ht` or none), and where it stands."""

    pieces: tuple[tuple[str, str], ...]
    paper: Thing
    confidence: float
    polarity: str
    conditions: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """The other end of a statement or link, and why it is believed; `note` says how a link was inferred."""

    thing: Thing
    claim: str
    confidence: float | None
    sentences: tuple[Sentence, ...]
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that are said alike."""

    words: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A relation that is said and not affirmed, by its ends and the words between them."""

    subject: Thing
    words: str
    object: Thing
    claim: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Reported:
    """A result in a table."""

    result: Thing
    ends: tuple[Thing | None, ...]  # its subject, metric and data set
    paper: Thing
    confidence: float
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A thing like another, and what both stand beside."""

    thing: Thing
    score: float
    shared: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class OtherName:
    """A further name of an entity, and why it is taken for one, where the build says so."""

    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeView:
    """A page on anything in the graph but a paper."""

    thing: Thing
    names: tuple[OtherName, ...]
    curated: bool
    links: tuple[str, ...]
    hierarchy: tuple[Group, ...]
    papers: tuple[Group, ...]
    relations: tuple[Group, ...]
    doubts: tuple[Doubt, ...]
    records: tuple[Group, ...]
    results: tuple[Reported, ...]
    similar: tuple[Likeness, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """A page on a paper; title and abstract are pieces of text with the entity that each names, if any."""

    thing: Thing
    title: tuple[tuple[str, Thing | None], ...]
    abstract: tuple[tuple[str, Thing | None], ...]
    authors: tuple[Thing, ...]
    year: int | None
    venue: Thing | None
    keywords: tuple[str, ...]
    links: tuple[str, ...]
    entities: tuple[Group, ...]
    doubts: tuple[Doubt, ...]
    cites: tuple[Group, ...]
    results: tuple[Reported, ...]
    similar: tuple[Likeness, ...]


def view_of(catalogue: Catalogue, iri: str) -> NodeView | PaperView | None:
    """Gather what the page on a node shows; None where the graph has no such node.

    Args:
        catalogue: where it is looked up.
        iri: of the node.
    """
    if iri not in catalogue.graph:
        return None
    node = catalogue.graph.node(iri)
    return _paper_view(catalogue, node) if isinstance(node, PaperNode) else _node_view(catalogue, node)


def sentences_of(catalogue: Catalogue, claim: str) -> tuple[Sentence, ...]:
    """Return every sentence behind a claim or result, best first.

    Args:
        catalogue: where they are looked up.
        claim: IRI of a claim or of a result.
    """
    return tuple(_sentence(catalogue, evidence) for evidence in catalogue.graph.evidence(claim))


def _node_view(catalogue: Catalogue, node: Node) -> NodeView:
    graph = catalogue.graph
    edges = list(graph.edges_at(node.iri))
    groups = _groups(catalogue, node.iri, edges)
    entity = node if isinstance(node, Entity) else None
    return NodeView(
        thing=_thing(catalogue, node.iri),
        names=tuple(_other_names(entity, catalogue)) if entity else (),
        curated=entity is not None and entity.concept is not None,
        links=tuple(links_of(node)),
        hierarchy=_chosen(groups, _HIERARCHY),
        papers=_chosen(groups, (role.value for role in Role)),
        relations=_chosen(groups, (relation.value for relation in RelationType)),
        doubts=tuple(_doubts_at(catalogue, node.iri)) if entity else (),
        records=_chosen(groups, ("reports", *_RESULT_ENDS, *_RECORDS) if not entity else ()),
        results=_results(catalogue, edges, node.iri) if entity else (),
        similar=_similar(catalogue, node.iri) if entity else (),
        sentences=sentences_of(catalogue, node.iri) if isinstance(node, Result) else (),
    )


def _paper_view(catalogue: Catalogue, node: PaperNode) -> PaperView:
    graph, paper = catalogue.graph, node.paper
    edges = list(graph.edges_at(node.iri))
    groups = _groups(catalogue, node.iri, edges)
    written = {e.object for e in edges if e.predicate == "author"}
    authors = {graph.name(iri): _thing(catalogue, iri) for iri in sorted(written)}
    venues = [_thing(catalogue, e.object) for e in edges if e.predicate == "venue"]
    thing = _thing(catalogue, node.iri)
    title, abstract = _marked_text(catalogue, node, edges)
    return PaperView(
        thing=thing,
        title=title or ((thing.name, None),),
        abstract=abstract,
        authors=tuple(authors[author.name] for author in paper.authors if author.name in authors),
        year=paper.year,
        venue=venues[0] if venues else None,
        keywords=paper.keywords,
        links=tuple(links_of(node)),
        entities=_chosen(groups, (role.value for role in Role)),
        doubts=tuple(_doubts_in(catalogue, node.iri)),
        cites=_chosen(groups, ("cites",)),
        results=_results(catalogue, edges, node.iri),
        similar=_similar(catalogue, node.iri),
    )


def _thing(catalogue: Catalogue, iri: str) -> Thing:
    return Thing(iri, catalogue.graph.name(iri), catalogue.kind(iri))


def _other_names(entity: Entity, catalogue: Catalogue) -> Iterator[OtherName]:
    """Names that differ by more than capitals, each with the rules that made it a name of the entity."""
    reasons: dict[str, set[str]] = defaultdict(set)
    for merge in catalogue.merges.get(entity.iri, ()):
        reasons[merge.surface.casefold()].add(f"{merge.rule}, {_papers(merge.papers)}")
    spellings = {alias.casefold(): alias for alias in sorted(entity.aliases, reverse=True)}
    for plain, alias in sorted(spellings.items()):
        if plain != entity.name.casefold():
            yield OtherName(alias, tuple(sorted(reasons.get(plain, ()))))


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count} papers"


def _groups(
    catalogue: Catalogue, here: str, edges: Iterable[Statement | Link]
) -> Mapping[tuple[str, bool], tuple[Fact, ...]]:
    """Facts by predicate and by whether they start here: the surest and best known first."""
    found: dict[tuple[str, bool], list[Fact]] = defaultdict(list)
    for edge in edges:
        if edge.predicate not in _RESULTS or catalogue.kind(here) not in _KINDS:
            found[edge.predicate, edge.subject == here].append(_fact(catalogue, edge, here))
    return {key: tuple(sorted(facts, key=_importance)) for key, facts in found.items()}


def _importance(fact: Fact) -> tuple[int, float, str, str]:
    papers = len({sentence.paper.iri for sentence in fact.sentences})
    return -papers, -(fact.confidence or 0), fact.thing.name.casefold(), fact.thing.iri


def _chosen(groups: Mapping[tuple[str, bool], tuple[Fact, ...]], predicates: Iterable[str]) -> tuple[Group, ...]:
    found = []
    for name in predicates:
        for forward in (True, False):
            if facts := groups.get((name, forward)):
                words = WORDING[name]
                found.append(Group(words.forward if forward else words.backward, facts))
    return tuple(found)


def _fact(catalogue: Catalogue, edge: Statement | Link, here: str) -> Fact:
    other = edge.object if edge.subject == here else edge.subject
    thing = _thing(catalogue, other)
    node = catalogue.graph.node(other) if thing.kind == PAPER else None
    year = node.paper.year if isinstance(node, PaperNode) else None
    if isinstance(edge, Statement):
        sentences = (*sentences_of(catalogue, edge.claim), *_further_mentions(catalogue, edge))
        return Fact(thing, edge.claim, edge.confidence, sentences, year)
    return Fact(thing, "", None, (), year, _RULES[edge.rule] if edge.rule else "")


def _further_mentions(catalogue: Catalogue, edge: Statement) -> Iterator[Sentence]:
    """Sentences of the paper that name the entity again, besides that which stands for its role."""
    node = catalogue.graph.node(edge.subject)
    if not isinstance(node, PaperNode) or not node.paper.abstract:
        return
    shown = {evidence.start for evidence in catalogue.graph.evidence(edge.claim)}
    for place in catalogue.mentions.places(node.paper.id, edge.object):
        if place.sentence.start not in shown:
            yield _mention(catalogue, node, place)


def _mention(catalogue: Catalogue, node: PaperNode, place: Place) -> Sentence:
    start, end = place.sentence.start, place.sentence.end
    spans = ((Span(name.start - start, name.end - start), "t") for name in place.names)
    pieces = marked_spans(node.paper.text[start:end], spans)
    marks = tuple((text, mark or "") for text, mark in pieces)
    return Sentence(marks, _thing(catalogue, node.iri), place.confidence, Polarity.AFFIRMED.value, ())


def _sentence(catalogue: Catalogue, evidence: Evidence) -> Sentence:
    pieces = ((piece, "") if isinstance(piece, str) else (piece[0], piece[1]) for piece in marked_sentence(evidence))
    conditions = (_thing(catalogue, iri) for iri in (*evidence.datasets, *evidence.metrics))
    paper = _thing(catalogue, evidence.paper)
    return Sentence(tuple(pieces), paper, evidence.confidence, evidence.polarity.value, tuple(conditions))


def _doubts_at(catalogue: Catalogue, iri: str) -> Iterator[Doubt]:
    for statement in catalogue.graph.unaffirmed_at(iri):
        ends = statement.subject, statement.predicate, statement.object
        yield _doubt(catalogue, ends, statement.claim, catalogue.graph.evidence(statement.claim))


def _doubts_in(catalogue: Catalogue, paper: str) -> Iterator[Doubt]:
    said: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
    for assertion in catalogue.graph.unaffirmed_in(paper):
        said[assertion.subject, assertion.predicate, assertion.object].append(assertion.evidence)
    for ends, found in sorted(said.items()):
        yield _doubt(catalogue, ends, found[0].claim, found)


def _doubt(catalogue: Catalogue, ends: tuple[str, str, str], claim: str, evidence: Iterable[Evidence]) -> Doubt:
    subject, predicate, obj = ends
    sentences = tuple(_sentence(catalogue, found) for found in evidence)
    return Doubt(_thing(catalogue, subject), WORDING[predicate].forward, _thing(catalogue, obj), claim, sentences)


def _results(catalogue: Catalogue, edges: Iterable[Statement | Link], here: str) -> tuple[Reported, ...]:
    found = {end for edge in edges if edge.predicate in _RESULTS for end in (edge.subject, edge.object)} - {here}
    nodes = (catalogue.graph.node(iri) for iri in sorted(found) if catalogue.kind(iri) == "Result")
    results = (node for node in nodes if isinstance(node, Result))
    rows = [_reported(catalogue, result) for result in results]
    return tuple(sorted(rows, key=lambda row: ([end.name if end else "" for end in row.ends[1:]], row.result.iri)))


def _reported(catalogue: Catalogue, result: Result) -> Reported:
    ends = (result.subject, result.metric, result.dataset)
    return Reported(
        Thing(result.iri, clean_latex(result.value), "Result"),
        tuple(_thing(catalogue, iri) if iri else None for iri in ends),
        _thing(catalogue, result.paper),
        result.confidence,
        sentences_of(catalogue, result.iri),
    )


def _similar(catalogue: Catalogue, iri: str) -> tuple[Likeness, ...]:
    found = catalogue.similar(iri)[:_SIMILAR]
    return tuple(Likeness(_thing(catalogue, f.iri), f.score, _things(catalogue, f.shared[:_SHARED])) for f in found)


def _things(catalogue: Catalogue, iris: Iterable[str]) -> tuple[Thing, ...]:
    return tuple(_thing(catalogue, iri) for iri in iris)


Pieces = tuple[tuple[str, Thing | None], ...]


def _marked_text(catalogue: Catalogue, node: PaperNode, edges: Iterable[Statement | Link]) -> tuple[Pieces, Pieces]:
    """Title and abstract, cut where an entity is named; nothing where the text is not published."""
    paper = node.paper
    if not paper.abstract:
        return (), ()
    statements = [edge for edge in edges if isinstance(edge, Statement)]
    marks = {
        (span.start, span.end): _thing(catalogue, statement.object)
        for statement in statements
        for span in _names(catalogue, paper.id, statement)
    }
    border = len(paper.text) - len(paper.abstract)
    parts = ((0, len(paper.title)), (border, len(paper.text)))
    title, abstract = (_cut(paper.text, marks, *part) for part in parts)
    return title, abstract


def _names(catalogue: Catalogue, paper: str, statement: Statement) -> Iterator[Span]:
    """Where a paper names the entity that it bears a role towards: as its evidence says, and everywhere else."""
    yield from (evidence.tail for evidence in catalogue.graph.evidence(statement.claim) if evidence.tail)
    yield from (name for place in catalogue.mentions.places(paper, statement.object) for name in place.names)


def _cut(text: str, marks: Mapping[tuple[int, int], Thing], first: int, last: int) -> Pieces:
    inside = ((Span(a - first, b - first), thing) for (a, b), thing in marks.items() if first <= a and b <= last)
    return tuple(marked_spans(text[first:last], inside))
