"""What a server can be told, with its defaults; names equal the options of the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

_MEBIBYTE = 1 << 20


def _cores() -> int:
    return max(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """Where a server listens, whom it answers, and what a query may use.

    Args:
        host: the address it listens on.
        port: the port it listens on; 0 takes a free one.
        allow_hosts: further values of the Host header that are answered, with or without a port.
        allow_origins: web origins (`https://notes.example`) whose pages may read answers.
        workers: processes that stand ready for queries.
        long_workers: how many queries may run beyond `brief` seconds at once; the rest of them wait.
        brief: seconds of a processor after which a query counts as a long one and makes room for others.
        timeout: seconds that a query may run.
        memory: MiB of memory that a query's process may use.
        max_rows: rows or triples that an answer may have.
        max_bytes: bytes that an answer may have.
        max_request: bytes that a request's address or body may have.
        max_waiting: queries that may wait.
        max_depth: brackets that may be open at once in a query.
        patience: seconds in which a client must have sent its request, and must go on taking its answer.
    """

    host: str = "127.0.0.1"
    port: int = 8010
    allow_hosts: tuple[str, ...] = ()
    allow_origins: tuple[str, ...] = ()
    workers: int = field(default_factory=_cores)
    long_workers: int = field(default_factory=lambda: _cores() // 2)
    brief: float = 0.25
    timeout: float = 10.0
    memory: int = 1024
    max_rows: int = 100_000
    max_bytes: int = 64 * _MEBIBYTE
    max_request: int = _MEBIBYTE // 4
    max_waiting: int = 200
    max_depth: int = 100
    patience: float = 20.0
