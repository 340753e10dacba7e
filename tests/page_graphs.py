"""Graphs for the tests of the page: hostile names everywhere, and more nodes than the page opens with."""

from __future__ import annotations

from collections.abc import Sequence

from kg.graph.knowledge_graph import KnowledgeGraph, make_graph
from kg.iris import Iris
from kg.model import Author, Entity, Evidence, Link, Node, Paper, PaperNode, Span, Statement
from kg.schema import EntityType, Polarity

IRIS = Iris()

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<!-- never closed <script",
    "quotes \" and ' and `backticks` ${alert(3)}",
    "&lt;b&gt; stays as it is &amp;",
    "line\u2028and\u2029separators",
    "\u202eright to left\u202c and עברית",
    "👩‍🔬 emoji 𝔘 \x00\x08",
    "lone \ud800 surrogate",
    "javascript:alert(4)",
    "$data $policy ${script} %s {0}",
    "constructor",
    "__proto__",
)
WELL_FORMED = tuple(text for text in HOSTILE if "\ud800" not in text)
"""What can also stand in RDF, which reading sees to."""


def make_hostile_graph(texts: Sequence[str] = HOSTILE) -> KnowledgeGraph:
    """One paper and one entity per hostile string, each in every place that the page shows."""
    nodes: list[Node] = []
    edges: list[Statement | Link] = []
    evidence: dict[str, tuple[Evidence, ...]] = {}
    for i, text in enumerate(texts):
        paper = Paper(
            id=text,
            title=text,
            abstract=f"We show {text} here.",
            authors=(Author(text),),
            venue=text,
            doi=text,
            url=f"javascript:alert({i})//{text}",
            keywords=(text,),
        )
        papers, entity = IRIS.paper(text), IRIS.entity(text)
        links = ("javascript:alert(5)", "https://concepts.example/one", "https://kg.example/own", "http://[broken")
        nodes += [
            PaperNode(papers, paper),
            Entity(entity, text, EntityType.METHOD, text, (f"{text} again",), (), 1, 1, None, links),
        ]
        claim = IRIS.claim(papers, "uses", entity)
        start = len(text) + 2
        place = Span(start + 8, start + 8 + len(text))
        evidence[claim] = (_evidence(claim, papers, start, None, place, f"We show {text} here."),)
        edges.append(Statement(claim, papers, "uses", entity, 1, 0.9, (evidence[claim][0].id,)))
    return make_graph(nodes, edges, evidence)


def make_wide_graph(entities: int = 430, papers: int = 60) -> KnowledgeGraph:
    """Papers that each use a run of methods; the first methods are used by most."""
    nodes: list[Node] = [
        PaperNode(IRIS.paper(f"p{i}"), Paper(id=f"p{i}", title=f"Paper number {i}", abstract="Text."))
        for i in range(papers)
    ]
    used = [sorted({i * 7 + j for j in range(8)} | set(range(1 + i % 5))) for i in range(papers)]
    counts = [sum(e in numbers for numbers in used) for e in range(entities)]
    kinds = list(EntityType)
    for e in range(entities):
        iri, name = IRIS.entity(f"thing-{e}"), f"thing {e}"
        nodes.append(Entity(iri, f"thing-{e}", kinds[e % 5], name, (), (), counts[e], counts[e]))
    edges: list[Statement | Link] = []
    evidence: dict[str, tuple[Evidence, ...]] = {}
    for i, numbers in enumerate(used):
        edges += [_use(IRIS.paper(f"p{i}"), IRIS.entity(f"thing-{e}"), evidence) for e in numbers]
    return make_graph(nodes, edges, evidence)


def _use(paper: str, entity: str, evidence: dict[str, tuple[Evidence, ...]]) -> Statement:
    claim = IRIS.claim(paper, "uses", entity)
    evidence[claim] = (_evidence(claim, paper, 0, None, Span(0, 4), "Text."),)
    return Statement(claim, paper, "uses", entity, 1, 0.9, (evidence[claim][0].id,))


def _evidence(claim: str, paper: str, start: int, head: Span | None, tail: Span | None, sentence: str) -> Evidence:
    return Evidence(
        id=IRIS.evidence(claim, paper, start, start + len(sentence)),
        claim=claim,
        paper=paper,
        start=start,
        end=start + len(sentence),
        head=head,
        tail=tail,
        sentence=sentence,
        confidence=0.9,
        producer="vocabulary",
        polarity=Polarity.AFFIRMED,
    )
