"""What a server answers where it does not answer the question."""

from __future__ import annotations

from collections.abc import Mapping


class RefusalError(Exception):
    """A request that is not answered, with the reason for a person to read.

    Args:
        status: HTTP status.
        message: what was wrong and what to do.
        limit: name of the limit that was reached, if that is the reason.
        headers: further headers of the answer.
    """

    def __init__(self, status: int, message: str, *, limit: str = "", headers: Mapping[str, str] | None = None) -> None:
        self.status, self.message, self.limit = status, message, limit
        self.headers = {**(headers or {}), **({"X-KG-Limit": limit} if limit else {})}
        super().__init__(message)
