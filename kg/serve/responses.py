"""How answers go out: as fast as the client takes them, and no slower than it may."""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.serve.process import Answer
from kg.serve.refusal import RefusalError

_PIECE = 1 << 16


class AnswerResponse(Response):
    """A complete answer of a query.

    Args:
        answer: what a process wrote.
        media_type: its form.
        patience: seconds that the client may take for each piece of it.
    """

    def __init__(self, answer: Answer, media_type: str, patience: float) -> None:
        self._answer, self._patience = answer, patience
        headers = {"Content-Length": str(answer.size), "Vary": "Accept"}
        super().__init__(None, 200, headers, media_type)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it; where the client does not take it, the connection is closed."""
        with self._answer.body as body:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            left = 0 if scope["method"] == "HEAD" else self._answer.size
            try:
                while left > _PIECE:
                    left -= _PIECE
                    await self._send(send, body.read(_PIECE), more=True)
                await self._send(send, body.read(left), more=False)
            except TimeoutError:
                return

    async def _send(self, send: Send, piece: bytes, *, more: bool) -> None:
        async with asyncio.timeout(self._patience):
            await send({"type": "http.response.body", "body": piece, "more_body": more})


def refusal_response(refusal: RefusalError) -> Response:
    """Return what a client gets instead of an answer.

    Args:
        refusal: why.
    """
    return PlainTextResponse(refusal.message + "\n", refusal.status, refusal.headers)
