"""What the pages and services of one server share: the graph, the processes, the limits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request

from kg.generation import read_manifest
from kg.rdf.namespace import prefixes
from kg.serve.catalogue import Catalogue
from kg.serve.html import Pages
from kg.serve.metrics import Metrics
from kg.serve.pool import Pool
from kg.serve.process import Answer, Job
from kg.serve.refusal import RefusalError
from kg.serve.settings import ServeSettings

_STORE = "store"
_LOOPBACK = ("127.0.0.1", "::1")
ENDPOINT = "sparql"


@dataclass(frozen=True, slots=True)
class Site:
    """A graph that is served.

    Args:
        base: what every instance IRI starts with.
        settings: the limits.
        metrics: what is counted.
        pool: the processes that run queries.
        catalogue: what pages look up themselves.
        pages: renders them.
    """

    base: str
    settings: ServeSettings
    metrics: Metrics
    pool: Pool
    catalogue: Catalogue
    pages: Pages

    async def run(self, job: Job, request: Request) -> Answer:
        """Run a query for whoever asked, as long as they wait for it.

        Args:
            job: the query.
            request: whose it is; its body has been read.

        Raises:
            RefusalError: it reached a limit, failed, or nobody waits any more.
        """
        work = asyncio.ensure_future(self.pool.run(job, _client(request)))
        gone = asyncio.ensure_future(_disconnected(request))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise RefusalError(400, "nobody waits for the answer any more")
            return work.result()
        finally:
            work.cancel()
            gone.cancel()

    async def rows(self, text: str, request: Request, *, union: bool = False) -> list[dict[str, Any]]:
        """Return the rows of a SELECT query of our own, as bindings of the SPARQL JSON results format.

        Args:
            text: SPARQL.
            request: who waits for it.
            union: whether the default graph is all graphs together.

        Raises:
            RefusalError: it reached a limit, failed, or nobody waits any more.
        """
        answer = await self.run(Job(text, "JSON", union=union), request)
        with answer.body as body:
            bindings: list[dict[str, Any]] = json.load(body)["results"]["bindings"]
        return bindings


def open_site(directory: Path, settings: ServeSettings) -> Site:
    """Return the site of a build; its processes are not started yet.

    Args:
        directory: the build's folder.
        settings: the limits.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
    """
    base = read_manifest(directory)["options"]["base"]
    start: Mapping[str, Any] = {
        "store": str(directory.resolve() / _STORE),
        "memory": settings.memory,
        "max_bytes": settings.max_bytes,
        "max_rows": settings.max_rows,
        "prefixes": prefixes(base),
    }
    metrics = Metrics()
    pool = Pool(settings, start, metrics)
    return Site(base, settings, metrics, pool, Catalogue(directory), Pages(base))


def address(request: Request, path: str) -> str:
    """Return the address of a page or service of this server, as whoever asks names the server.

    Args:
        request: any.
        path: without a slash at its start.
    """
    return f"{request.base_url}{path}"


def _client(request: Request) -> str:
    """Whose a request is: an address; on this machine, which programs share, a connection."""
    if request.client is None:
        return ""
    host, port = request.client
    return f"{host} {port}" if host in _LOOPBACK else host


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
