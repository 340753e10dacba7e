"""The application: which address is answered by what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.serve.access import Access
from kg.serve.documents import describe_dataset, list_library, show_library_query
from kg.serve.endpoint import answer_query
from kg.serve.metrics import MEDIA_TYPE
from kg.serve.refusal import RefusalError
from kg.serve.resources import RESOURCE_KINDS, describe_named_resource, describe_own_resource
from kg.serve.responses import refusal_response
from kg.serve.settings import ServeSettings
from kg.serve.site import open_site


def make_app(directory: Path, settings: ServeSettings | None = None) -> ASGIApp:
    """Return the application that serves a build; it starts and ends its processes with its lifespan.

    Args:
        directory: the build's folder.
        settings: whom it answers, and what a query may use.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
    """
    settings = settings or ServeSettings()
    site = open_site(directory, settings)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await site.pool.open()
        try:
            yield
        finally:
            await site.pool.close()

    handlers = {RefusalError: _refused, HTTPException: _failed}
    app = Starlette(routes=_routes(), exception_handlers=handlers, lifespan=lifespan)
    app.state.site = site
    return Access(app, settings, site.metrics)


def _routes() -> list[Route]:
    own = [Route(f"/{kind}/{{path:path}}", describe_own_resource) for kind in RESOURCE_KINDS]
    return [
        Route("/sparql", answer_query, methods=["GET", "POST"]),
        Route("/.well-known/void", describe_dataset),
        Route("/queries", list_library),
        Route("/queries/{name}", show_library_query),
        Route("/resource", describe_named_resource),
        Route("/health", _health),
        Route("/metrics", _metrics),
        *own,
    ]


async def _health(request: Request) -> Response:
    """Say that the server works, and what this system keeps queries from."""
    isolation = request.app.state.site.pool.isolation
    return JSONResponse(
        {"status": "ok", "network_cut_off": isolation["network"], "memory_limited": isolation["memory"]}
    )


async def _metrics(request: Request) -> Response:
    return Response(request.app.state.site.metrics.render(), media_type=MEDIA_TYPE)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusalError)
    return refusal_response(error)


async def _failed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)
