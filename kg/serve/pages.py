"""The site's start and search pages, and the suggestions of its search box."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.graph.search import Hit
from kg.schema import EntityType
from kg.serve.catalogue import Catalogue
from kg.serve.html import colour_sheet
from kg.serve.site import Site

_SUGGESTED, _FOUND, _BEST_KNOWN = 8, 50, 8
_LONGEST = 300  # characters of a name that are looked for


@dataclass(frozen=True, slots=True)
class Overview:
    """How many things of each kind there are, and which of them most papers name."""

    counts: tuple[tuple[str, int], ...]
    best_known: tuple[tuple[str, tuple[Hit, ...]], ...]


async def show_home(request: Request) -> Response:
    """Show what the graph holds and where to begin.

    Args:
        request: any.
    """
    site: Site = request.app.state.site
    overview = await site.catalogue.look_up(overview_of, site.catalogue)
    return site.pages.page("home", home=True, counts=overview.counts, best_known=overview.best_known)


async def show_search(request: Request) -> Response:
    """Show what bears a name; an empty name shows how to search.

    Args:
        request: holds the name as `q`.
    """
    site: Site = request.app.state.site
    typed = typed_text(request, "q")
    hits = await site.catalogue.look_up(lambda: site.catalogue.names.search(typed, limit=_FOUND))
    return site.pages.page("search", typed=typed, hits=hits)


async def suggest(request: Request) -> Response:
    """Say in JSON what somebody may be looking for who typed so much.

    Args:
        request: holds what was typed as `q`.
    """
    site: Site = request.app.state.site
    typed = typed_text(request, "q")
    hits = await site.catalogue.look_up(lambda: site.catalogue.names.search(typed, limit=_SUGGESTED))
    return JSONResponse(
        [
            {"label": hit.label, "kind": hit.kind, "papers": hit.papers, "address": site.pages.address(hit.iri)}
            for hit in hits
        ]
    )


async def send_colours(_request: Request) -> Response:
    """Send the style sheet of the colours."""
    return Response(colour_sheet(), media_type="text/css")


def typed_text(request: Request, name: str) -> str:
    """Return what was typed into a field, as far as it can be a name.

    Args:
        request: any.
        name: of the field.
    """
    return request.query_params.get(name, "").strip()[:_LONGEST]


def overview_of(catalogue: Catalogue) -> Overview:
    """Return what the start page shows.

    Args:
        catalogue: where it is looked up.
    """
    kinds = ("Paper", *(kind.value for kind in EntityType))
    counts = tuple((kind, count) for kind in kinds if (count := catalogue.names.count(kind)))
    best = ((kind, tuple(catalogue.names.best_known(kind, _BEST_KNOWN))) for kind in kinds[1:])
    return Overview(counts, tuple((kind, hits) for kind, hits in best if hits))
