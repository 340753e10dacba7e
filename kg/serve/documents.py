"""Pages of RDF that tell what a server holds and can be asked: its service, its data set, its query library."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, serialize
from starlette.requests import Request
from starlette.responses import Response

from kg.iris import Iris
from kg.query import list_queries
from kg.rdf.namespace import FORMATS, RDFS, SD, SH, VOID, prefixes
from kg.serve.description import library_quads, service_quads
from kg.serve.negotiation import GRAPHS, HTML, choose
from kg.serve.process import Job
from kg.serve.questions import find_question, send_answer, show_menu, show_question
from kg.serve.refusal import RefusalError
from kg.serve.responses import AnswerResponse
from kg.serve.site import ENDPOINT, Site, address

_VOID, _LIBRARY = ".well-known/void", "queries"
_QUERY_TEXT = "application/sparql-query"
_NAMED_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s a ?type } }"
_DATASET = """PREFIX void: <{void}>
CONSTRUCT {{ ?part ?p ?o . <{dataset}> void:sparqlEndpoint <{endpoint}> }} WHERE {{ ?part a void:Dataset ; ?p ?o }}"""


async def describe_service(request: Request) -> Response:
    """Say what the endpoint is and which graphs it holds.

    Args:
        request: any.

    Raises:
        RefusalError: no form of RDF is acceptable.
    """
    site: Site = request.app.state.site
    media_type = choose(request.headers.get("accept"), GRAPHS)
    graphs = [row["graph"]["value"] for row in await site.rows(_NAMED_GRAPHS, request)]
    more = [address(request, path) for path in (_VOID, _LIBRARY)]
    return _document(service_quads(address(request, ENDPOINT), graphs, more), media_type, site)


async def describe_dataset(request: Request) -> Response:
    """Return the VoID description that the build made, and where its data set can be asked.

    Args:
        request: any.

    Raises:
        RefusalError: no form of RDF is acceptable.
    """
    site: Site = request.app.state.site
    media_type = choose(request.headers.get("accept"), GRAPHS)
    dataset = Iris(site.base).about("dataset")
    text = _DATASET.format(void=VOID, dataset=dataset, endpoint=address(request, ENDPOINT))
    return AnswerResponse(await site.run(Job(text, GRAPHS[media_type]), request), media_type, site.settings.patience)


async def list_library(request: Request) -> Response:
    """Return the query library: in RDF, or as a page.

    Args:
        request: any.

    Raises:
        RefusalError: no such form is acceptable.
    """
    site: Site = request.app.state.site
    media_type = choose(request.headers.get("accept"), {**GRAPHS, HTML: ""})
    if media_type == HTML:
        return show_menu(site)
    library, endpoint = address(request, _LIBRARY), address(request, ENDPOINT)
    return _document(library_quads(list_queries(), library, endpoint, prefixes(site.base)), media_type, site)


async def show_library_query(request: Request) -> Response:
    """Return one query of the library: its text, what is said of it, a page that asks it, or its answer as a file.

    Args:
        request: holds the query's name, and the values of its parameters where it is asked.

    Raises:
        RefusalError: there is no such query, or no acceptable form of it.
    """
    site: Site = request.app.state.site
    found = find_question(request.path_params["name"])
    if not found:
        raise RefusalError(404, f"no query of the library is called so; see {address(request, _LIBRARY)}")
    query, file_form = found
    if file_form:
        return await send_answer(site, query, file_form, request)
    media_type = choose(request.headers.get("accept"), {_QUERY_TEXT: "", **GRAPHS, HTML: ""})
    if media_type == HTML:
        return await show_question(site, query, request)
    if media_type == _QUERY_TEXT:
        return Response(query.text, media_type=media_type, headers={"Vary": "Accept"})
    library, endpoint = address(request, _LIBRARY), address(request, ENDPOINT)
    return _document(library_quads([query], library, endpoint, prefixes(site.base)), media_type, site)


def _document(quads: Iterable[Quad], media_type: str, site: Site) -> Response:
    names = {**prefixes(site.base), "formats": str(FORMATS), "rdfs": str(RDFS), "sd": str(SD), "sh": str(SH)}
    form = getattr(RdfFormat, GRAPHS[media_type])
    body = serialize((quad.triple for quad in quads), format=form, prefixes=names)
    return Response(body, media_type=media_type, headers={"Vary": "Accept"})
