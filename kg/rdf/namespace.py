"""The vocabularies that the data set is written in; a misspelt term of ours raises instead of minting an IRI."""

from __future__ import annotations

from rdflib import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SKOS, VOID, XSD, Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from kg.iris import ONTOLOGY, Iris

__all__ = [
    "BIBO",
    "CITO",
    "DCAT",
    "DCTERMS",
    "FABIO",
    "FORMATS",
    "INSTANCES",
    "KG",
    "OA",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SD",
    "SH",
    "SKOS",
    "VOID",
    "XSD",
    "instance_prefixes",
    "ontology_prefixes",
    "prefixes",
]

SCHEMA = Namespace("https://schema.org/")
FABIO = Namespace("http://purl.org/spar/fabio/")
CITO = Namespace("http://purl.org/spar/cito/")
BIBO = Namespace("http://purl.org/ontology/bibo/")
OA = Namespace("http://www.w3.org/ns/oa#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
SH = Namespace("http://www.w3.org/ns/shacl#")


class KG(DefinedNamespace):
    """Our own terms; `ontology.ttl` says what each means."""

    _fail = True
    _NS = Namespace(ONTOLOGY)

    # kinds
    Method: URIRef
    Dataset: URIRef
    Task: URIRef
    Metric: URIRef
    Concept: URIRef
    # roles of a paper
    introduces: URIRef
    uses: URIRef
    trainsOn: URIRef  # noqa: N815
    evaluatesOn: URIRef  # noqa: N815
    addresses: URIRef
    comparesWith: URIRef  # noqa: N815
    measures: URIRef
    mentions: URIRef
    # relations between entities
    usedFor: URIRef  # noqa: N815
    isA: URIRef  # noqa: N815
    partOf: URIRef  # noqa: N815
    basedOn: URIRef  # noqa: N815
    evaluatedOn: URIRef  # noqa: N815
    trainedOn: URIRef  # noqa: N815
    outperforms: URIRef
    comparedWith: URIRef  # noqa: N815
    benchmarkFor: URIRef  # noqa: N815
    measuredBy: URIRef  # noqa: N815
    improves: URIRef
    reduces: URIRef
    # what is inferred
    inferredBroader: URIRef  # noqa: N815
    Inference: URIRef
    rule: URIRef
    Rule: URIRef
    fromIsA: URIRef  # noqa: N815
    fromHeadWord: URIRef  # noqa: N815
    # results
    Result: URIRef
    reports: URIRef
    value: URIRef
    number: URIRef
    unit: URIRef
    resultMetric: URIRef  # noqa: N815
    resultDataset: URIRef  # noqa: N815
    resultSubject: URIRef  # noqa: N815
    # why we believe it
    Claim: URIRef
    Statement: URIRef
    support: URIRef
    confidence: URIRef
    polarity: URIRef
    Polarity: URIRef
    affirmed: URIRef
    negated: URIRef
    hedged: URIRef
    head: URIRef
    tail: URIRef
    onDataset: URIRef  # noqa: N815
    inMetric: URIRef  # noqa: N815
    # names
    abbreviation: URIRef


_VOCABULARIES: dict[str, str] = {
    "bibo": str(BIBO),
    "cito": str(CITO),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "fabio": str(FABIO),
    "kg": ONTOLOGY,
    "oa": str(OA),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "void": str(VOID),
    "xsd": str(XSD),
}
INSTANCES = (
    "agent",
    "claim",
    "entity",
    "evidence",
    "graph",
    "inference",
    "paper",
    "person",
    "reference",
    "statement",
    "venue",
)


def ontology_prefixes() -> dict[str, str]:
    """Return the prefixes of the vocabularies, which no base IRI changes."""
    return dict(_VOCABULARIES)


def instance_prefixes(base: str) -> dict[str, str]:
    """Return a prefix for each kind of instance.

    Args:
        base: what every instance IRI starts with.
    """
    return {name: f"{Iris(base).base}{name}/" for name in INSTANCES}


def prefixes(base: str) -> dict[str, str]:
    """Return the prefixes that files and queries of a data set use, by name.

    Args:
        base: what every instance IRI starts with.
    """
    return dict(sorted({**_VOCABULARIES, **instance_prefixes(base)}.items()))
