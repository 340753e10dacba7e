"""Linked-data look-up: every IRI of the graph is answered, for programs in RDF, for people as a page."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.negotiation import GRAPHS, HTML, choose
from kg.serve.process import Job
from kg.serve.refusal import RefusalError
from kg.serve.responses import AnswerResponse
from kg.serve.site import Site
from kg.serve.views import PaperView, sentences_of, view_of

_OFFERED = {**GRAPHS, HTML: "HTML"}
_LOWER_HEX = re.compile(r"%[0-9a-fA-F]{2}")
_TRIPLES = (
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ VALUES ?s {{ {iri} }} ?s ?p ?o }} UNION {{ GRAPH {iri} {{ ?s ?p ?o }} }} }}"
)
_FACTS = "SELECT DISTINCT ?property ?value WHERE {{ {iri} ?property ?value }} ORDER BY ?property ?value"


async def describe_own_resource(request: Request) -> Response:
    """Describe what has the path of the request after the graph's base IRI.

    Args:
        request: to an address such as `/entity/bert`.

    Raises:
        RefusalError: the graph says nothing of it.
    """
    site: Site = request.app.state.site
    path = request.scope["raw_path"].decode("ascii", "replace").removeprefix("/")
    return await _describe(site, site.base + _LOWER_HEX.sub(lambda found: found[0].upper(), path), request)


async def describe_named_resource(request: Request) -> Response:
    """Describe what the parameter `iri` names.

    Args:
        request: to `/resource?iri=…`.

    Raises:
        RefusalError: the graph says nothing of it.
    """
    return await _describe(request.app.state.site, request.query_params.get("iri", ""), request)


async def _describe(site: Site, iri: str, request: Request) -> Response:
    media_type = choose(request.headers.get("accept"), _OFFERED)
    term = _term(iri)
    if media_type == HTML:
        return await _show(site, term, request)
    answer = await site.run(Job(_TRIPLES.format(iri=term), _OFFERED[media_type], union=True), request)
    if not answer.end["rows"]:
        answer.body.close()
        raise _unknown(iri)
    return AnswerResponse(answer, media_type, site.settings.patience)


async def _show(site: Site, term: NamedNode, request: Request) -> Response:
    iri = term.value
    view = await site.catalogue.look_up(view_of, site.catalogue, iri)
    if view is not None:
        return site.pages.page("paper" if isinstance(view, PaperView) else "node", view=view)
    facts = await site.rows(_FACTS.format(iri=term), request, union=True)
    if not facts:
        raise _unknown(iri)
    sentences = await site.catalogue.look_up(lambda: sentences_of(site.catalogue, iri))
    return site.pages.page("resource", iri=iri, facts=facts, sentences=sentences)


def _term(iri: str) -> NamedNode:
    """The IRI as a term of SPARQL, which no text can break out of."""
    try:
        return NamedNode(iri)
    except ValueError:
        raise _unknown(iri) from None


def _unknown(iri: str) -> RefusalError:
    return RefusalError(404, f"the graph says nothing of {iri!r}")
