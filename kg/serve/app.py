"""The application: which address is answered by what."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kg.serve.access import Access, preflight
from kg.serve.documents import describe_dataset, list_library, show_library_query
from kg.serve.editing import send_vocabulary, show_editor
from kg.serve.endpoint import answer_query
from kg.serve.html import RESOURCE_KINDS
from kg.serve.metrics import MEDIA_TYPE
from kg.serve.negotiation import HTML
from kg.serve.openapi import describe_interface
from kg.serve.pages import send_colours, show_home, show_search, suggest
from kg.serve.reconciliation import (
    answer_batch,
    preview,
    propose_properties,
    suggest_entity,
    suggest_property,
    suggest_type,
)
from kg.serve.refusal import RefusalError
from kg.serve.resources import describe_named_resource, describe_own_resource
from kg.serve.responses import refusal_response
from kg.serve.settings import ServeSettings
from kg.serve.site import ENDPOINT, Site, open_site


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
            site.catalogue.close()

    handlers = {RefusalError: _refused, HTTPException: _failed}
    app = Starlette(routes=routes(), exception_handlers=handlers, lifespan=lifespan)
    app.state.site = site
    return Access(app, settings, site.metrics)


def routes() -> list[BaseRoute]:
    """Return what answers which address."""
    own = [Route(f"/{kind}/{{path:path}}", describe_own_resource) for kind in RESOURCE_KINDS]
    return [
        Route("/", show_home),
        Route("/search", show_search),
        Route("/suggest", suggest),
        Route("/editor", show_editor),
        Route("/editor/vocabulary", send_vocabulary),
        Route("/reconcile", answer_batch, methods=["GET", "POST"]),
        Route("/reconcile/preview", preview),
        Route("/reconcile/properties", propose_properties),
        Route("/reconcile/suggest/entity", suggest_entity),
        Route("/reconcile/suggest/property", suggest_property),
        Route("/reconcile/suggest/type", suggest_type),
        Route("/static/colours.css", send_colours),
        Mount("/static", StaticFiles(packages=[("kg.serve", "static")])),
        Route("/sparql", answer_query, methods=["GET", "POST"]),
        Route("/.well-known/void", describe_dataset),
        Route("/queries", list_library),
        Route("/queries/{name}", show_library_query),
        Route("/resource", describe_named_resource),
        Route("/openapi.json", describe_interface),
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


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusalError)
    if _wants_page(request):
        return _error_page(request, error.status, error.message, error.headers)
    return refusal_response(error)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = _allowed(headers.get("Allow", "GET, HEAD"))
        if request.method == "OPTIONS":
            return preflight(headers["Allow"])
    if _wants_page(request):
        return _error_page(request, error.status_code, error.detail, headers)
    return PlainTextResponse(f"{error.detail}\n", error.status_code, headers)


def _allowed(methods: str) -> str:
    """What an address can be asked by: the methods that its route names, in a fixed order, and the one that asks so."""
    return ", ".join(sorted({*methods.split(", "), "OPTIONS"}))


def _wants_page(request: Request) -> bool:
    """Whether a browser shows the answer, and not a program of one."""
    return HTML in request.headers.get("accept", "") and request.url.path != f"/{ENDPOINT}"


def _error_page(request: Request, status: int, message: str, headers: Mapping[str, str]) -> Response:
    site: Site = request.app.state.site
    response = site.pages.page("refused", status=status, number=status, message=message)
    response.headers.update(headers)
    return response
