"""RDF files and the SPARQL store: Turtle holds the default graph, TriG, N-Quads and JSON-LD hold all graphs.

The writers are our own because the bytes are a contract: sorted, prefixed, the same on every machine. Text reaches a
file only through the escaping of Oxigraph's N-Triples terms or of the JSON library.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, takewhile
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.errors import GraphError
from kg.model import GraphReader
from kg.rdf.dataset import sorted_quads
from kg.rdf.description import Build, current_build
from kg.rdf.namespace import RDF, XSD, prefixes
from kg.settings import Settings

Json = str | int | dict[str, str] | dict[str, "Json"] | list["Json"]
Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph

_TYPE = str(RDF.type)
_STRING, _INTEGER = str(XSD.string), str(XSD.integer)
_NUMBER = {_INTEGER: re.compile(r"-?\d+"), str(XSD.decimal): re.compile(r"-?\d+\.\d+")}
_STORE_MARK = "CURRENT"  # every RocksDB folder has it
# Narrower than the grammar: readers differ on dots, tildes and percent signs in local names.
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*)")


@lru_cache(maxsize=1)
def _quads(graph: GraphReader, settings: Settings, build: Build) -> tuple[Quad, ...]:
    """The sorted quads of a graph, made once for the files that a build writes one after the other."""
    return tuple(sorted_quads(graph, settings, build))


class RdfWriter(Protocol):
    """Writes a graph as one RDF file."""

    def __call__(self, graph: GraphReader, path: Path, settings: Settings, build: Build | None = None) -> None:
        """Write the file.

        Args:
            graph: the graph, wherever it is kept.
            path: the file to write; replaced if it exists.
            settings: base IRI, and how much text is published.
            build: what made the data set; this program and no hashes if not given.
        """
        ...


def _file_writer(suffix: str) -> RdfWriter:
    def write(graph: GraphReader, path: Path, settings: Settings, build: Build | None = None) -> None:
        _write(RDF_FORMATS[suffix](_quads(graph, settings, build or current_build()), settings.base), path)

    return write


write_turtle = _file_writer("ttl")  # the default graph
write_trig = _file_writer("trig")  # all graphs, as are the two below
write_nquads = _file_writer("nq")
write_jsonld = _file_writer("jsonld")


def write_store(graph: GraphReader, path: Path, settings: Settings, build: Build | None = None) -> None:
    """Write an on-disk Oxigraph store, which readers open read-only.

    Args:
        graph: the graph, wherever it is kept.
        path: the folder of the store; a store that is there already is replaced.
        settings: base IRI, and how much text is published.
        build: what made the data set; this program and no hashes if not given.

    Raises:
        GraphError: the folder holds something that is no store.
    """
    if (path / _STORE_MARK).exists():
        shutil.rmtree(path)
    if path.exists() and any(path.iterdir()):
        raise GraphError(f"{path}: holds something that is no store. Choose an empty folder.")
    store = Store(str(path))
    store.bulk_extend(_quads(graph, settings, build or current_build()))
    store.optimize()
    store.flush()


def generate_dataset(graph: GraphReader, settings: Settings) -> Iterator[str]:
    """Yield the whole data set of a graph as TriG.

    Args:
        graph: the graph, wherever it is kept.
        settings: base IRI, and how much text is published.
    """
    return generate_trig(_quads(graph, settings, current_build()), settings.base)


def generate_turtle(quads: Iterable[Quad], base: str) -> Iterator[str]:
    """Yield the default graph as Turtle, a subject at a time.

    Args:
        quads: sorted quads, the default graph first.
        base: what instance IRIs start with.
    """
    writer = _Turtle(base)
    yield from writer.head()
    default = takewhile(lambda quad: isinstance(quad.graph_name, DefaultGraph), quads)
    yield from writer.subjects(default, "")


def generate_trig(quads: Iterable[Quad], base: str) -> Iterator[str]:
    """Yield all graphs as TriG, a subject at a time.

    Args:
        quads: sorted quads.
        base: what instance IRIs start with.
    """
    writer = _Turtle(base)
    yield from writer.head()
    for name, group in groupby(quads, key=lambda quad: quad.graph_name):
        if isinstance(name, DefaultGraph):
            yield from writer.subjects(group, "")
        else:
            yield f"\n{writer.term(name)} {{\n"
            yield from writer.subjects(group, "  ")
            yield "}\n"


def generate_nquads(quads: Iterable[Quad], base: str) -> Iterator[str]:
    """Yield all graphs as N-Quads, one a line.

    Args:
        quads: sorted quads.
        base: not needed, since N-Quads has no prefixes.
    """
    del base
    return (f"{quad} .\n" for quad in quads)


def generate_jsonld(quads: Iterable[Quad], base: str) -> Iterator[str]:
    """Yield all graphs as JSON-LD with its context inside, one node a line.

    Args:
        quads: sorted quads.
        base: what instance IRIs start with.
    """
    context = prefixes(base)
    short = _shortener(context)
    yield f'{{"@context": {json.dumps(context, indent=1)},\n"@graph": ['
    comma = "\n"
    for name, group in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = (json.dumps(_json_node(quads, short), ensure_ascii=False) for _, quads in _by_subject(group))
        if isinstance(name, DefaultGraph):
            for line in nodes:
                yield comma + line
                comma = ",\n"
        else:
            yield f'{comma}{{"@id": {json.dumps(short(name.value))}, "@graph": [\n' + ",\n".join(nodes) + "\n]}"
            comma = ",\n"
    yield "\n]}\n"


RDF_FORMATS: dict[str, Callable[[Iterable[Quad], str], Iterator[str]]] = {
    "ttl": generate_turtle,
    "trig": generate_trig,
    "nq": generate_nquads,
    "jsonld": generate_jsonld,
}
"""File suffix → writer; `ttl` holds the default graph only."""


def _write(parts: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(parts)


def _by_subject(quads: Iterable[Quad]) -> Iterator[tuple[Term, Iterator[Quad]]]:
    return groupby(quads, key=lambda quad: quad.subject)


def _shortener(names: dict[str, str]) -> Callable[[str], str]:
    """Return a function that shortens an IRI to prefix and local name, where that is safe in every reader."""
    by_namespace = {namespace: name for name, namespace in names.items()}

    @lru_cache(maxsize=65536)
    def short(iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        name, local = by_namespace.get(iri[:cut]), iri[cut:]
        return f"{name}:{local}" if name and _LOCAL_NAME.fullmatch(local) else iri

    return short


def _json_node(quads: Iterable[Quad], short: Callable[[str], str]) -> dict[str, Json]:
    found: dict[str, list[Json]] = {}
    subject = ""
    for quad in quads:
        subject = subject or short(_iri(quad.subject))
        predicate = quad.predicate.value
        if predicate == _TYPE:
            found.setdefault("@type", []).append(short(_iri(quad.object)))
        else:
            found.setdefault(short(predicate), []).append(_json_value(quad.object, short))
    return {"@id": subject, **found}


def _json_value(term: Term, short: Callable[[str], str]) -> Json:
    if not isinstance(term, Literal):
        return {"@id": short(_iri(term))}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == _STRING:
        return term.value
    return int(term.value) if datatype == _INTEGER else {"@value": term.value, "@type": short(datatype)}


def _iri(term: Term) -> str:
    if not isinstance(term, NamedNode):
        raise GraphError(f"the data set holds {term}, which is no IRI")
    return term.value


class _Turtle:
    """Writes terms and subjects as Turtle.

    Args:
        base: what instance IRIs start with.
    """

    def __init__(self, base: str) -> None:
        self._prefixes = prefixes(base)
        self._short = _shortener(self._prefixes)

    def head(self) -> Iterator[str]:
        """Yield the prefixes."""
        return (f"@prefix {name}: <{namespace}> .\n" for name, namespace in self._prefixes.items())

    def subjects(self, quads: Iterable[Quad], indent: str) -> Iterator[str]:
        """Yield one block per subject, one line per predicate."""
        for subject, about in _by_subject(quads):
            lines = [
                f"{'a' if predicate.value == _TYPE else self.term(predicate)} "
                + ", ".join(self.term(q.object) for q in same)
                for predicate, same in groupby(about, key=lambda quad: quad.predicate)
            ]
            yield f"\n{indent}{self.term(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"

    def _verb(self, predicate: NamedNode) -> str:
        return "a" if predicate.value == _TYPE else self.term(predicate)

    def term(self, term: Term) -> str:
        """Return one term; numbers stand bare where Turtle reads them back unchanged."""
        if isinstance(term, NamedNode):
            short = self._short(term.value)
            return short if short != term.value else str(term)
        if not isinstance(term, Literal) or term.language:
            return str(term)
        datatype = term.datatype.value
        number = _NUMBER.get(datatype)
        if number and number.fullmatch(term.value):
            return term.value
        typed = datatype != _STRING
        return f"{str(term).rpartition('^^')[0]}^^{self.term(term.datatype)}" if typed else str(term)
