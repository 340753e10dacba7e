"""Reported results as nodes, with their evidence and their links."""

from __future__ import annotations

from collections.abc import Container

from kg.iris import Iris
from kg.model import Annotation, Evidence, Link, Links, ReportedResult, Result
from kg.schema import Polarity

_ENDS = (("resultMetric", "metric"), ("resultDataset", "dataset"), ("resultSubject", "subject"))


def paper_results(
    annotation: Annotation, links: Links, iris: Iris, entities: Container[str]
) -> list[tuple[Result, Evidence]]:
    """Make the result nodes of one paper; the same value read twice from one sentence is one node.

    Args:
        annotation: the paper.
        links: the key of each of its entities.
        iris: mints the IRIs.
        entities: IRIs of the entities of the graph; a result names no other.
    """
    found = [_result(annotation, result, links, iris, entities) for result in annotation.results]
    return list({result.iri: (result, evidence) for result, evidence in reversed(found)}.values())[::-1]


def result_links(result: Result) -> list[Link]:
    """Return the links of a result: its paper, metric, data set and subject.

    Args:
        result: a result node.
    """
    ends = [(predicate, getattr(result, name)) for predicate, name in _ENDS]
    return [Link(result.paper, "reports", result.iri), *(Link(result.iri, p, end) for p, end in ends if end)]


def _result(
    annotation: Annotation, result: ReportedResult, links: Links, iris: Iris, entities: Container[str]
) -> tuple[Result, Evidence]:
    paper = annotation.paper

    def entity(local: str | None) -> str | None:
        iri = iris.entity(links.keys[paper.id, local]) if local else None
        return iri if iri in entities else None

    ends = {name: entity(getattr(result, name)) for _, name in _ENDS}
    span = result.evidence
    identity = (str(span), result.value, result.text, *(end or "" for end in ends.values()))
    iri = iris.result(paper.id, *identity)
    evidence = Evidence(
        id=iris.evidence(iri, iris.paper(paper.id), span.start, span.end),
        claim=iri,
        paper=iris.paper(paper.id),
        start=span.start,
        end=span.end,
        head=None,
        tail=None,
        sentence=paper.text[span.start : span.end],
        confidence=result.confidence,
        producer="rule:results",
        polarity=Polarity.AFFIRMED,
    )
    node = Result(
        iri=iri,
        paper=iris.paper(paper.id),
        value=result.value,
        number=result.number,
        unit=result.unit,
        text=result.text,
        confidence=result.confidence,
        **ends,
    )
    return node, evidence
