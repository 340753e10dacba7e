"""What two methods or papers share and what they do not, what is said of them together, and their results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from kg.graph.explorable import ExplorableGraph
from kg.graph.find import node_name
from kg.model import Entity, Evidence, Node, PaperNode, Result, Statement
from kg.schema import EntityType, RelationType, Role

_KINDS = (EntityType.DATASET, EntityType.TASK, EntityType.METRIC, EntityType.METHOD, EntityType.CONCEPT)
_ROLES = tuple(role.value for role in Role)
_RELATIONS = tuple(relation.value for relation in RelationType)


class Part(StrEnum):
    """Which part of a comparison a line belongs to, in the order of the parts."""

    TOGETHER = "together"
    BOTH = "both"
    FIRST = "first only"
    SECOND = "second only"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Said:
    """How one of the two stands to a thing, or a value that is reported of it, with its best evidence."""

    how: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One thing that is compared; a line of relations between the two has the relation as its first side."""

    part: Part
    kind: str
    name: str
    first: Said | None
    second: Said | None


def compare(graph: ExplorableGraph, first: Node, second: Node) -> tuple[ComparisonLine, ...]:
    """Compare two papers, two entities, or one of each.

    A paper stands to what it names by its strongest role. An entity stands to what it is related to; where no relation
    is stated, to what the papers that introduce it use, address, measure and evaluate on.

    Args:
        graph: where both are.
        first: a paper or an entity.
        second: likewise.

    Returns:
        Relations between the two; what both have, and each alone, data sets first; their results side by side.
    """
    sides = _things(graph, first), _things(graph, second)
    lines = [*_together(graph, first, second), *_shared(graph, *sides, {first.iri, second.iri})]
    return (*lines, *_results(graph, first, second))


def _things(graph: ExplorableGraph, node: Node) -> dict[str, Said]:
    """What a node stands beside, by IRI."""
    if isinstance(node, PaperNode):
        return _named(graph, node.iri)
    edges = [edge for edge in graph.edges_at(node.iri, _RELATIONS) if isinstance(edge, Statement)]
    found: dict[str, Said] = {}
    for edge in sorted(edges, key=lambda edge: (-edge.support, -edge.confidence, edge.claim)):
        forward = edge.subject == node.iri
        how = edge.predicate if forward else f"{edge.predicate} (of it)"
        found.setdefault(edge.object if forward else edge.subject, Said(how, _best(graph, edge)))
    introducing = sorted(paper for paper, entity in graph.ends(Role.INTRODUCES.value) if entity == node.iri)
    for paper in introducing:
        for other, said in _named(graph, paper).items():
            if said.how != Role.MENTIONS and other != node.iri:
                found.setdefault(other, Said(f"{said.how} (the paper that introduces it)", said.evidence))
    return found


def _named(graph: ExplorableGraph, paper: str) -> dict[str, Said]:
    """What a paper names, by its strongest role."""
    edges = [edge for edge in graph.edges_at(paper, _ROLES) if isinstance(edge, Statement)]
    strongest_last = sorted(edges, key=lambda edge: -_ROLES.index(edge.predicate))
    return {edge.object: Said(edge.predicate, _best(graph, edge)) for edge in strongest_last}


def _best(graph: ExplorableGraph, edge: Statement) -> Evidence | None:
    return next(graph.evidence(edge.claim), None)


def _together(graph: ExplorableGraph, first: Node, second: Node) -> Iterator[ComparisonLine]:
    """What is said of the two themselves."""
    for subject, obj in ((first, second), (second, first)):
        for edge in graph.edges_between(subject.iri, obj.iri):
            said = Said(edge.predicate, _best(graph, edge) if isinstance(edge, Statement) else None)
            name = f"{node_name(subject)} {edge.predicate} {node_name(obj)}"
            yield ComparisonLine(Part.TOGETHER, "relation", name, said, None)


def _shared(
    graph: ExplorableGraph, first: Mapping[str, Said], second: Mapping[str, Said], themselves: set[str]
) -> list[ComparisonLine]:
    lines = []
    for iri in (first.keys() | second.keys()) - themselves:
        node = graph.node(iri)
        if isinstance(node, Entity):
            part = Part.BOTH if iri in first and iri in second else Part.FIRST if iri in first else Part.SECOND
            lines.append(ComparisonLine(part, node.type, node_name(node), first.get(iri), second.get(iri)))
    return sorted(lines, key=_by_part_and_kind)


def _by_part_and_kind(line: ComparisonLine) -> tuple[int, int, str, str]:
    return [*Part].index(line.part), _KINDS.index(EntityType(line.kind)), line.name.casefold(), line.name


def _results(graph: ExplorableGraph, first: Node, second: Node) -> Iterator[ComparisonLine]:
    """The values of each, side by side where metric and data set are the same."""
    sides = [_values(graph, _results_of(graph, node.iri)) for node in (first, second)]
    titles = {title: title not in sides[0] or title not in sides[1] for side in sides for title in side}
    for title in sorted(titles, key=lambda title: (titles[title], title)):
        for one, other in zip_longest(*(side.get(title, []) for side in sides)):
            yield ComparisonLine(Part.RESULTS, EntityType.METRIC, title, one, other)


def _results_of(graph: ExplorableGraph, iri: str) -> list[Result]:
    """What a paper reports, or what is reported of a method."""
    edges = graph.edges_at(iri, ("reports", "resultSubject"))
    ends = sorted({edge.object if edge.predicate == "reports" else edge.subject for edge in edges})
    return [node for node in map(graph.node, ends) if isinstance(node, Result)]


def _values(graph: ExplorableGraph, results: Iterable[Result]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for result in results:
        metric = graph.name(result.metric) if result.metric else "no metric named"
        title = f"{metric} on {graph.name(result.dataset)}" if result.dataset else metric
        found[title].append(Said(node_name(result), next(graph.evidence(result.iri), None)))
    return found
