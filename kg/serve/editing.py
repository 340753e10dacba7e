"""The SPARQL editor's page, and the vocabulary that it completes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.iris import ONTOLOGY
from kg.rdf.namespace import RDF, RDFS, SKOS, prefixes
from kg.serve.html import POLICY
from kg.serve.site import Site

_LONGEST = 1 << 16  # characters of a query in an address
_COLUMN_HANDLES = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
_POLICY = {**POLICY, "style-src": f"'self' {_COLUMN_HANDLES}"}
"""The table of results puts one style sheet into the page, always the same: for the handles that widen columns."""

_FOREIGN = {
    "classes": "fabio:Article oa:SpecificResource oa:TextPositionSelector oa:TextQuoteSelector oa:TextualBody"
    " prov:Activity prov:Bundle prov:SoftwareAgent rdf:List schema:CreativeWork schema:CreativeWorkSeries"
    " schema:Person schema:ScholarlyArticle skos:Concept skos:ConceptScheme dcat:Dataset void:Dataset",
    "properties": "bibo:authorList bibo:doi cito:cites dcterms:identifier dcterms:isPartOf dcterms:issued dcterms:title"
    " oa:end oa:exact oa:hasSelector oa:hasSource oa:prefix oa:start oa:suffix prov:hadPrimarySource"
    " prov:wasAssociatedWith prov:wasAttributedTo prov:wasDerivedFrom prov:wasGeneratedBy rdf:first"
    " rdf:object rdf:predicate rdf:rest rdf:subject rdf:type rdf:value rdfs:label schema:author"
    " schema:isPartOf schema:keywords schema:name schema:sameAs schema:url skos:altLabel skos:broader"
    " skos:broaderTransitive skos:exactMatch skos:hasTopConcept skos:inScheme skos:narrower skos:prefLabel"
    " skos:topConceptOf void:class void:classPartition void:entities void:property void:propertyPartition"
    " void:subset void:triples void:uriSpace void:vocabulary",
}
"""Terms of other vocabularies that a data set is written in."""

_FIRST_QUERY = f"""PREFIX kg: <{ONTOLOGY}>
PREFIX rdf: <{RDF}>
PREFIX skos: <{SKOS}>

SELECT ?method ?task ?claim WHERE {{
  ?claim rdf:subject ?user ;
    rdf:predicate kg:usedFor ;
    rdf:object ?purpose .
  ?user skos:prefLabel ?method .
  ?purpose skos:prefLabel ?task .
}}
ORDER BY STR(?method) STR(?task)
LIMIT 50
"""


async def show_editor(request: Request) -> Response:
    """Show the SPARQL editor.

    Args:
        request: may hold the query to begin with as `query`.
    """
    site: Site = request.app.state.site
    text = request.query_params.get("query", "")[:_LONGEST] or _FIRST_QUERY
    return site.pages.page("editor", policy=_POLICY, text=text)


async def send_vocabulary(request: Request) -> Response:
    """Send prefixes, classes and properties, for completion.

    Args:
        request: any.
    """
    site: Site = request.app.state.site
    names = prefixes(site.base)
    terms = {kind: sorted({*own, *_expanded(_FOREIGN[kind], names)}) for kind, own in own_terms().items()}
    return JSONResponse({"base": site.base, "prefixes": names, **terms})


@lru_cache(maxsize=1)
def own_terms() -> Mapping[str, tuple[str, ...]]:
    """Return the classes and properties of our own ontology."""
    ontology = (files("kg.rdf") / "ontology.ttl").read_bytes()
    kinds = {str(RDFS.Class): "classes", str(RDF.Property): "properties"}
    found: dict[str, list[str]] = {name: [] for name in kinds.values()}
    for quad in parse(ontology, format=RdfFormat.TURTLE):
        term, kind = quad.subject, quad.object
        if isinstance(term, NamedNode) and isinstance(kind, NamedNode) and kind.value in kinds:
            found[kinds[kind.value]].append(term.value)
    return {name: tuple(sorted(terms)) for name, terms in found.items()}


def _expanded(terms: str, names: Mapping[str, str]) -> Iterator[str]:
    for term in terms.split():
        prefix, _, name = term.partition(":")
        yield names[prefix] + name
