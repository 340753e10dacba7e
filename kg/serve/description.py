"""What a server says of itself: the SPARQL 1.1 Service Description, and the query library as SHACL executables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Quad

from kg.query import QueryFile
from kg.query.tokens import query_shape
from kg.rdf.namespace import DCTERMS, FORMATS, OWL, RDF, RDFS, SCHEMA, SD, SH
from kg.rdf.terms import Fact, describe, english, node, plain, typed

_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_EXECUTABLES = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
}


def service_quads(endpoint: str, graphs: Iterable[str], see_also: Sequence[str]) -> Iterator[Quad]:
    """Yield the description of a service (W3C Recommendation of 21 March 2013).

    Args:
        endpoint: its address.
        graphs: the named graphs of its data set.
        see_also: addresses that tell more.
    """
    service, dataset, default = node(endpoint), node(f"{endpoint}#dataset"), node(f"{endpoint}#default-graph")
    names = [node(iri) for iri in sorted(graphs)]
    facts: list[Fact] = [
        (RDF.type, node(SD.Service)),
        (SD.endpoint, service),
        (SD.supportedLanguage, node(SD.SPARQL11Query)),
        (SD.defaultDataset, dataset),
        *((SD.resultFormat, node(FORMATS[name])) for name in _FORMATS),
        *((RDFS.seeAlso, node(address)) for address in see_also),
    ]
    yield from describe(service, facts)
    parts: list[Fact] = [(RDF.type, node(SD.Dataset)), (SD.defaultGraph, default)]
    yield from describe(dataset, [*parts, *((SD.namedGraph, name) for name in names)])
    yield from describe(default, [(RDF.type, node(SD.Graph))])
    for name in names:
        yield from describe(name, [(RDF.type, node(SD.NamedGraph)), (SD.name, name)])


def library_quads(
    queries: Iterable[QueryFile], library: str, endpoint: str, prefixes: dict[str, str]
) -> Iterator[Quad]:
    """Yield queries as SHACL executables, in the way of the SIB Swiss Institute of Bioinformatics' SPARQL examples.

    Args:
        queries: the queries.
        library: the address that a query's name is added to.
        endpoint: the service that answers them.
        prefixes: name → namespace, for editors.
    """
    declarations = f"{library}#prefixes"
    for query in queries:
        kind, text = _EXECUTABLES[query_shape(query.text).form]
        facts: list[Fact] = [
            (RDF.type, node(SH.SPARQLExecutable)),
            (RDF.type, node(SH[kind])),
            (DCTERMS.identifier, plain(query.name)),
            (RDFS.label, english(query.summary)),
            (RDFS.comment, english(f"{query.summary} {query.description}")),
            (SH[text], plain(query.text)),
            (SH.prefixes, node(declarations)),
            (SCHEMA.target, node(endpoint)),
            *((SCHEMA.keywords, plain(tag)) for tag in query.tags),
        ]
        yield from describe(node(f"{library}/{query.name}"), facts)
    yield from _prefix_quads(declarations, library, prefixes)


def _prefix_quads(declarations: str, library: str, prefixes: dict[str, str]) -> Iterator[Quad]:
    names = {name: node(f"{library}#prefix-{name}") for name in prefixes}
    facts: list[Fact] = [(RDF.type, node(OWL.Ontology)), *((SH.declare, declared) for declared in names.values())]
    yield from describe(node(declarations), facts)
    for name, namespace in prefixes.items():
        yield from describe(names[name], [(SH.prefix, plain(name)), (SH.namespace, typed(namespace, "anyURI"))])
