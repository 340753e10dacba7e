"""The SPARQL endpoint."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.documents import describe_service
from kg.serve.negotiation import GRAPHS, RESULTS, choose
from kg.serve.process import Job
from kg.serve.protocol import read_query
from kg.serve.responses import AnswerResponse
from kg.serve.site import ENDPOINT, Site, address

_ROWS = ("SELECT", "ASK")


async def answer_query(request: Request) -> Response:
    """Answer a query of the SPARQL 1.1 Protocol; without one, describe the service.

    Args:
        request: to the endpoint.

    Raises:
        RefusalError: there is no answer.
    """
    site: Site = request.app.state.site
    query = await read_query(request, site.settings)
    if query is None:
        return await describe_service(request)
    forms = RESULTS if query.shape.form in _ROWS else GRAPHS
    media_type = choose(request.headers.get("accept"), forms)
    job = Job(query.text, forms[media_type], query.default_graphs, query.named_graphs, base=address(request, ENDPOINT))
    return AnswerResponse(await site.run(job, request), media_type, site.settings.patience)
