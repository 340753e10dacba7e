"""Running the application on uvicorn."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import KgError
from kg.serve.app import make_app
from kg.serve.settings import ServeSettings

_CONNECTIONS = 500
_BACKLOG = 128
_CLOSING = 3  # seconds that open requests have when the server is told to end


class HastyProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection whose request does not come: uvicorn waits for its headers without end."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        """Stop the clock where a request has come whole, start it where one has begun."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect_request()
        elif self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _expect_request(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.timeout_keep_alive, self.transport.close)


def serve(
    directory: Path, settings: ServeSettings | None = None, *, announce: Callable[[str], None] = lambda _address: None
) -> None:
    """Serve a build until the process is interrupted.

    Args:
        directory: the build's folder.
        settings: where it listens, whom it answers, and what a query may use.
        announce: told the address once the server listens.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
        KgError: it cannot listen there.
    """
    settings = settings or ServeSettings()
    listener = listen(settings)
    with listener:
        host, port = listener.getsockname()[:2]
        settings = replace(settings, port=port)
        config = uvicorn.Config(
            make_app(directory, settings),
            http=HastyProtocol,
            ws="none",
            log_level="error",
            proxy_headers=False,  # who asks is who is connected, whatever a header says
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=int(settings.patience),
            timeout_graceful_shutdown=_CLOSING,
            h11_max_incomplete_event_size=settings.max_request,
        )
        announce(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def listen(settings: ServeSettings) -> socket.socket:
    """Return a socket that listens.

    Args:
        settings: where.

    Raises:
        KgError: it cannot listen there.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # named TCP, or asyncio leaves Nagle's algorithm on, and answers on a kept connection take 40 ms more
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise KgError(
            f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); choose a --port"
        ) from error
    return listener
