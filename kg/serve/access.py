"""Who is answered: this machine and the hosts and origins that were allowed; and the headers of every answer.

A page of another site must not read the graph through the browser of whoever runs the server: the Host header is
checked against DNS rebinding, Origin and Sec-Fetch-Site (Fetch Metadata) against requests that cross sites.
"""

from __future__ import annotations

from collections.abc import Iterator

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.metrics import Metrics
from kg.serve.settings import ServeSettings

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Access:
    """Stands before an application, and lets through what it may answer.

    Args:
        app: the application.
        settings: who is allowed, and how long an address may be.
        metrics: where answers are counted.
    """

    def __init__(self, app: ASGIApp, settings: ServeSettings, metrics: Metrics) -> None:
        self._app, self._settings, self._metrics = app, settings, metrics
        self._hosts = frozenset(host.lower() for host in _hosts(settings))
        self._origins = frozenset(origin.lower().rstrip("/") for origin in settings.allow_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        await (refused or self._app)(scope, receive, self._finishing(send, self._readable_by(headers)))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Say why a request is not answered; None where it is."""
        address = len(scope["raw_path"]) + len(scope["query_string"])
        if address > self._settings.max_request:
            return PlainTextResponse("the address is too long; POST the query\n", 414)
        if headers.getlist("host")[1:] or headers.get("host", "").lower() not in self._hosts:
            return PlainTextResponse("this server does not answer for that host; allow it with --allow-host\n", 421)
        if not self._is_trusted(headers):
            return PlainTextResponse("pages of that origin may not ask; allow it with --allow-origin\n", 403)
        return None

    def _is_trusted(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is not None:
            return self._is_own(origin, headers) or origin.lower() in self._origins
        crossing = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        return not crossing or headers.get("sec-fetch-mode") == "navigate"

    def _is_own(self, origin: str, headers: Headers) -> bool:
        scheme, _, host = origin.lower().partition("://")
        return scheme in ("http", "https") and host == headers.get("host", "").lower()

    def _readable_by(self, headers: Headers) -> str:
        """The origin, other than its own, whose pages may read the answer."""
        origin = headers.get("origin", "")
        return origin if origin.lower() in self._origins else ""

    def _finishing(self, send: Send, origin: str) -> Send:
        async def finish(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.requests[message["status"]] += 1
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.add_vary_header("Origin")
                if origin:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Expose-Headers"] = "X-KG-Limit"
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            await send(message)

        return finish


def preflight(methods: str) -> Response:
    """Return what a browser asks before it lets a page of another origin ask (CORS), and any client of an address.

    Args:
        methods: of the address, as the header Allow has them.
    """
    allowed = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    return Response(status_code=204, headers=allowed)


def _hosts(settings: ServeSettings) -> Iterator[str]:
    for name in (*_LOCAL, *settings.allow_hosts):
        yield name
        if ":" not in name.removeprefix("[::1]"):
            yield f"{name}:{settings.port}"
