"""A graph that stays in its store: each question reads what it touches, through the store's indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from kg.errors import GraphError
from kg.graph.assemble import gather_statements
from kg.graph.evidence import Assertion
from kg.graph.explorable import Arc, Name
from kg.graph.find import node_name
from kg.iris import Iris
from kg.model import Evidence, Link, Node, Result, Statement
from kg.names import clean_latex
from kg.rdf.claims import LINK_TERMS, ROLES
from kg.rdf.counting import STATED_MENTIONS
from kg.rdf.namespace import DCTERMS, FABIO, KG, PROV, RDF, SCHEMA, SKOS
from kg.rdf.reader import open_store
from kg.rdf.records import Facts, RecordReader, first_of, values_of
from kg.rdf.terms import english, plain
from kg.schema import EntityType, InferenceRule, Polarity, RelationType, Role
from kg.settings import Settings

_STATED = {str(KG[name]): name for name in sorted({*ROLES, *(relation.value for relation in RelationType)})}
_LINKS = {str(term): predicate for predicate, term in LINK_TERMS.items()}
_PREDICATES = {**_STATED, **_LINKS}
_TERMS = {predicate: term for term, predicate in _PREDICATES.items()}
_PREFERRED = (SKOS.prefLabel, DCTERMS.title, SCHEMA.name)
_NAMING = (*_PREFERRED, SKOS.altLabel, DCTERMS.identifier)
_NAMED_KINDS = ("entity", "paper", "person", "reference", "venue")
_KINDS = {str(FABIO.Article): "Paper", **{str(KG[kind.value]): kind.value for kind in EntityType}}
_DEFAULT = DefaultGraph()
_REMEMBERED = 1 << 14  # subjects whose facts are kept: those of one node are asked for several times


def open_graph(path: Path, settings: Settings) -> StoredGraph:
    """Open the graph of an on-disk store, read-only.

    Args:
        path: the store's folder.
        settings: the base IRI that the graph was built with.

    Raises:
        GraphError: there is no store, or it cannot be read.
    """
    return StoredGraph(open_store(path), settings)


class StoredGraph:
    """Implements `kg.graph.explorable.ExplorableGraph`; answers are those of the graph that `read_graph` returns.

    Args:
        store: holds the data set that `kg.rdf.dataset.iter_quads` yields.
        settings: the base IRI that the graph was built with.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._iris = store, Iris(settings.base)
        self._plain, self._stated = lru_cache(_REMEMBERED)(self._read_plain), lru_cache(_REMEMBERED)(self._read_stated)
        self._records = RecordReader(self._plain, self._stated, self._iris)
        self._node, self._gathered = lru_cache(_REMEMBERED)(self._read_node), lru_cache(_REMEMBERED)(self._gather)

    def __contains__(self, iri: object) -> bool:
        """Whether an IRI names a node."""
        return isinstance(iri, str) and self._node(iri) is not None

    def node(self, iri: str) -> Node:
        """One node; raises GraphError where there is none."""
        node = self._node(iri)
        if node is None:
            raise GraphError(f"the graph has no node {iri}")
        return node

    def name(self, iri: str) -> str:
        """What a person calls a node; raises GraphError where there is none."""
        node = self._records.node(iri, papers=0)  # a name needs no count
        if node is None:
            raise GraphError(f"the graph has no node {iri}")
        return node_name(node)

    def named(self, name: str) -> Iterator[Name]:
        """The nodes whose name or alias is spelled just so, results excepted: their names are shown, not published."""
        if any("\ud800" <= c <= "\udfff" for c in name):  # bytes of a command line that are no text
            return
        for term in _NAMING:
            for literal in (english(name), plain(name)):
                yield from self._names(term, literal)

    def names(self) -> Iterator[Name]:
        """All names of all nodes."""
        for term in _NAMING:
            yield from self._names(term, None)
        for iri, _, value in self._triples(None, str(KG.value), None):
            yield Name(iri, clean_latex(value), True)

    def kinds(self) -> dict[str, str]:
        """Kind of every paper and entity, by IRI."""
        grouped = self._grouped(f"?item a ?key VALUES ?key {{ {' '.join(f'<{term}>' for term in _KINDS)} }}")
        found = {iri: _KINDS[term] for term, iris in grouped for iri in iris}
        inside = (self._iris.entity(""), self._iris.paper(""))
        return {iri: found[iri] for iri in sorted(found) if iri.startswith(inside)}

    def results(self) -> Iterator[Result]:
        """All reported results, by IRI."""
        found = self._triples(None, str(RDF.type), NamedNode(str(KG.Result)))
        nodes = (self.node(iri) for iri in sorted(subject for subject, _, _ in found))
        return (node for node in nodes if isinstance(node, Result))

    def edges_at(self, iri: str, predicates: Collection[str] | None = None) -> Iterator[Statement | Link]:
        """The edges that leave or reach a node; of these predicates, or all where None."""
        here = NamedNode(iri)
        reaching = (found for found in self._triples(None, None, here) if found[0] != iri)
        for subject, term, obj in (*self._triples(here, None, None), *reaching):
            predicate = _PREDICATES.get(term)
            if predicate and (predicates is None or predicate in predicates):
                yield from self._edges(subject, predicate, obj)

    def edges_between(self, subject: str, obj: str) -> Iterator[Statement | Link]:
        """The edges from one node to another, by predicate."""
        found = self._triples(NamedNode(subject), None, NamedNode(obj))
        for predicate in sorted(_PREDICATES[term] for _, term, _ in found if term in _PREDICATES):
            yield from self._edges(subject, predicate, obj)

    def arcs(self) -> Iterator[Arc]:
        """All edges by their ends, in any order."""
        confidences = self._confidences
        for term, predicate in _STATED.items():
            for subject, obj in self._mentions() if predicate == Role.MENTIONS else self._ends(term):
                yield Arc(subject, predicate, obj, confidences[self._iris.claim(subject, predicate, obj)])
        from_is_a = {
            iri for iri, _, _ in self._triples(None, str(KG.rule), NamedNode(str(KG[InferenceRule.FROM_IS_A])))
        }
        for term, predicate in _LINKS.items():
            for subject, obj in self._ends(term):
                inferred = from_is_a and self._iris.inference(subject, predicate, obj) in from_is_a
                source = self._iris.claim(subject, RelationType.IS_A.value, obj) if inferred else ""
                yield Arc(subject, predicate, obj, confidences.get(source, 1.0))

    def ends(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and object of every statement or link of a predicate; not for `mentions`, which other roles imply."""
        return self._ends(_TERMS[predicate])

    def pairs(self, min_confidence: float = 0.0) -> set[tuple[str, str]]:
        """Subject and object of all statements that are at least so sure, in [0, 1]."""
        if min_confidence > 0:
            sure = (arc for arc in self.arcs() if arc.predicate not in LINK_TERMS)
            return {(arc.subject, arc.object) for arc in sure if arc.confidence >= min_confidence}
        # every role is published as `mentions` too
        return {ends for name in (Role.MENTIONS, *RelationType) for ends in self._ends(_TERMS[name])}

    def evidence(self, claim: str) -> Iterator[Evidence]:
        """The evidence of one claim or result, best first."""
        facts = self._plain(claim)
        if str(KG.Claim) in values_of(facts, RDF.type):
            return iter(self._gathered(claim)[2].get(claim, ()))
        return self._records.result_evidence(claim) if facts else iter(())

    def unaffirmed_at(self, iri: str) -> Iterator[Statement]:
        """What papers only deny or hope for of a node, by claim; support is 0."""
        here = NamedNode(iri)
        claims = {claim for term in (RDF.subject, RDF.object) for claim, _, _ in self._triples(None, str(term), here)}
        for claim in sorted(claims):
            if first_of(self._plain(claim), KG.support) == "0":
                yield from self._gathered(claim)[1]

    def unaffirmed_in(self, paper: str) -> Iterator[Assertion]:
        """What a paper denies or hopes for, whatever others say; by statement."""
        graph = NamedNode(self._iris.paper_graph(first_of(self._plain(paper), DCTERMS.identifier) or ""))
        stances = (NamedNode(str(KG[stance])) for stance in Polarity if stance is not Polarity.AFFIRMED)
        quads = (self._store.quads_for_pattern(None, NamedNode(str(KG.polarity)), stance, graph) for stance in stances)
        subjects = (quad.subject for found in quads for quad in found)
        for statement in sorted(subject.value for subject in subjects if isinstance(subject, NamedNode)):
            yield from self._records.assertions(self._stated(statement))

    def _edges(self, subject: str, predicate: str, obj: str) -> Iterator[Statement | Link]:
        """The edge that a plain triple stands for; none where it only follows from others."""
        if predicate in LINK_TERMS:
            yield self._records.link(subject, predicate, obj)
            return
        affirmed, _, _ = self._gathered(self._iris.claim(subject, predicate, obj))
        yield from affirmed

    def _gather(self, claim: str) -> tuple[list[Statement], list[Statement], dict[str, tuple[Evidence, ...]]]:
        statements = map(self._stated, values_of(self._plain(claim), PROV.wasDerivedFrom))
        return gather_statements(found for facts in statements for found in self._records.assertions(facts))

    def _read_node(self, iri: str) -> Node | None:
        known = iri.startswith(self._iris.base) and _is_legal(iri)
        return self._records.node(iri, self._papers_about(iri)) if known else None

    def _papers_about(self, iri: str) -> int:
        if not iri.startswith(self._iris.entity("")):
            return 0
        ends = " UNION ".join(f"{{ ?statement <{term}> <{iri}> }}" for term in (RDF.subject, RDF.object))
        query = f"SELECT (COUNT(DISTINCT ?graph) AS ?papers) WHERE {{ GRAPH ?graph {{ {ends} }} }}"
        return next(int(row["papers"].value) for row in self._select(query))

    @cached_property
    def _confidences(self) -> dict[str, float]:
        """Confidence of every claim, by its IRI."""
        grouped = self._grouped(f"?item <{KG.confidence}> ?key")
        return {claim: float(confidence) for confidence, claims in grouped for claim in claims}

    def _mentions(self) -> Iterator[tuple[str, str]]:
        """Subject and object of every claim that a paper mentions something."""
        return self._pairs(f"{STATED_MENTIONS} ?claim <{RDF.subject}> ?subject ; <{RDF.object}> ?object")

    def _ends(self, term: str) -> Iterator[tuple[str, str]]:
        """Subject and object of every plain triple of a predicate."""
        return self._pairs(f"?subject <{term}> ?object")

    def _pairs(self, pattern: str) -> Iterator[tuple[str, str]]:
        """IRIs `?subject` and `?object`; as one text, in half the time of rows."""
        rows = self._select(f"SELECT ?subject ?object WHERE {{ {pattern} }}")
        text = (rows.serialize(format=QueryResultsFormat.TSV) or b"").decode("utf-8")
        for line in text.split("\n")[1:-1]:
            subject, obj = line[1:-1].split(">\t<")
            yield subject, obj

    def _grouped(self, pattern: str) -> Iterator[tuple[str, list[str]]]:
        """IRIs `?item` by `?key`: the store decodes each key once, which halves the time of a scan."""
        query = f"SELECT ?key (GROUP_CONCAT(STR(?item)) AS ?items) WHERE {{ {pattern} }} GROUP BY ?key"
        for row in self._select(query):  # no IRI holds a space
            yield row["key"].value, row["items"].value.split(" ")

    def _select(self, query: str) -> QuerySolutions:
        found = self._store.query(query)
        if not isinstance(found, QuerySolutions):
            raise TypeError(f"not a SELECT query: {query}")
        return found

    def _names(self, term: str, literal: Literal | None) -> Iterator[Name]:
        starts = tuple(f"{self._iris.base}{kind}/" for kind in _NAMED_KINDS)
        for iri, _, name in self._triples(None, str(term), literal):
            if iri.startswith(starts):
                yield Name(iri, name, term in _PREFERRED or iri.startswith(self._iris.reference("")))

    def _read_plain(self, iri: str) -> Facts:
        return _by_predicate(self._store.quads_for_pattern(NamedNode(iri), None, None, _DEFAULT))

    def _read_stated(self, iri: str) -> Facts:
        quads = self._store.quads_for_pattern(NamedNode(iri), None, None, None)
        return _by_predicate(quad for quad in quads if isinstance(quad.graph_name, NamedNode))

    def _triples(
        self, subject: NamedNode | None, term: str | None, obj: NamedNode | Literal | None
    ) -> Iterator[tuple[str, str, str]]:
        """Triples of the default graph, as text."""
        predicate = NamedNode(term) if term else None
        for quad in self._store.quads_for_pattern(subject, predicate, obj, _DEFAULT):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                yield quad.subject.value, quad.predicate.value, quad.object.value


def _is_legal(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True


def _by_predicate(quads: Iterable[Quad]) -> Facts:
    facts: Facts = defaultdict(list)
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            facts[quad.predicate.value].append(quad.object)
    return facts
