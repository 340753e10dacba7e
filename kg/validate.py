"""Checking a graph against the SHACL shapes that ship with the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from rdflib import Graph, URIRef
from rdflib.term import Node

from kg.errors import GraphError
from kg.generation import read_manifest
from kg.rdf.namespace import RDF, SH

SHAPES = Path(__file__).parent / "rdf" / "shapes.ttl"
_STORE = "store"
_WHERE = re.compile(r"\bWHERE\s*\{")


@dataclass(frozen=True, slots=True)
class Finding:
    """A node that breaks a shape; `severity` is `violation` or `warning`, `value` what is wrong, if it is one thing."""

    shape: str
    focus: str
    message: str
    value: str | None
    severity: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, sorted; only violations are against the rules."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return all(finding.severity != "violation" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Shape:
    """A SHACL node shape with one SPARQL constraint, and the same as one query over all its focus nodes."""

    name: str
    severity: str
    message: str
    query: str


def validate_directory(directory: Path) -> Report:
    """Check the store of a build.

    Args:
        directory: the build's folder.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
    """
    read_manifest(directory)
    path = directory / _STORE
    try:
        store = Store.read_only(str(path))
    except OSError as error:
        raise GraphError(f"{path}: holds no store ({error}); build the graph again") from error
    return validate_graph(store)


def validate_graph(store: Store) -> Report:
    """Check a data set against the shapes.

    Each constraint runs once over the whole store, not once per focus node as SHACL describes it: the findings are the
    same, in seconds instead of hours. A test compares them with a complete SHACL processor.

    Args:
        store: the default graph and the papers' graphs.
    """
    found = {finding for shape in load_shapes() for finding in _findings(store, shape)}
    return Report(tuple(sorted(found, key=lambda f: (f.severity, f.shape, f.focus, f.value or ""))))


@lru_cache(maxsize=1)
def load_shapes() -> tuple[Shape, ...]:
    """Return the shapes that ship with the project, by name."""
    graph = Graph().parse(SHAPES, format="turtle")
    shapes = [_shape(graph, node) for node in graph.subjects(RDF.type, SH.NodeShape)]
    return tuple(sorted(shapes, key=lambda shape: shape.name))


def _shape(graph: Graph, node: Node) -> Shape:
    constraint = graph.value(node, SH.sparql)
    targets = [f"{{ $this a <{target}> }}" for target in _objects(graph, node, SH.targetClass)]
    targets += [f"{{ $this <{target}> ?target }}" for target in _objects(graph, node, SH.targetSubjectsOf)]
    select = _WHERE.sub(f"WHERE {{ {' UNION '.join(targets)}", str(graph.value(constraint, SH.select)), count=1)
    return Shape(
        name=_local_name(node),
        severity=_local_name(graph.value(node, SH.severity)).lower(),
        message=str(graph.value(constraint, SH.message)),
        query=_prefixes(graph) + select,
    )


def _objects(graph: Graph, node: Node, predicate: URIRef) -> list[str]:
    return sorted(map(str, graph.objects(node, predicate)))


def _prefixes(graph: Graph) -> str:
    declared = {
        (str(graph.value(d, SH.prefix)), str(graph.value(d, SH.namespace))) for d in graph.objects(None, SH.declare)
    }
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(declared))


def _findings(store: Store, shape: Shape) -> Iterator[Finding]:
    solutions = store.query(shape.query, use_default_graph_as_union=True)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(f"shape {shape.name} is no SELECT query")
    has_value = any(variable.value == "value" for variable in solutions.variables)
    for solution in solutions:
        value = solution["value"] if has_value else None
        text = value.value if isinstance(value, NamedNode | Literal) else None
        yield Finding(shape.name, solution["this"].value, shape.message, text, shape.severity)


def _local_name(node: Node | None) -> str:
    return URIRef(str(node)).fragment
