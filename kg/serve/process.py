"""One process that runs queries, seen from the server: started, asked, killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import kg
from kg.serve.isolation import yield_to_others
from kg.serve.worker import END, FRAME

_IN_MEMORY = 1 << 20  # bytes of an answer that are kept out of the file system
_PROCESS_CLOCK = 2  # the low bits of the id of another process's clock, as in the C library
_COMMAND = (sys.executable, "-m", "kg.serve.worker")
# where this very package lies, whether it is installed or not
_PATH = str(Path(kg.__file__).parents[1])


@dataclass(frozen=True, slots=True)
class Job:
    """A query for a process.

    Args:
        text: SPARQL.
        format: what pyoxigraph calls the form of the answer.
        default_graphs: graphs that make up the default graph; None where the query itself decides.
        named_graphs: graphs that `GRAPH` ranges over; None where the query itself decides.
        union: whether the default graph is all graphs together.
        base: what relative IRIs of the query start from.
    """

    text: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    union: bool = False
    base: str | None = None

    def line(self) -> bytes:
        """Return the job as the line that a process reads."""
        facts = {
            "text": self.text,
            "format": self.format,
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
            "union": self.union,
            "base": self.base,
        }
        return json.dumps(facts).encode() + b"\n"


@dataclass(slots=True)
class Answer:
    """What a process wrote, complete.

    Args:
        body: the bytes, at their start; the caller closes it.
        size: how many bytes.
        end: the process's last word.
    """

    body: SpooledTemporaryFile[bytes]
    size: int
    end: Mapping[str, Any]


class ProcessDiedError(Exception):
    """A process ended amid a query; `signal` is what ended it, 0 where unknown."""

    def __init__(self, signal_number: int) -> None:
        self.signal = signal_number
        super().__init__(f"its process ended by signal {signal_number}" if signal_number else "its process ended")


class QueryProcess:
    """A warm process with an open store.

    Args:
        process: just started.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.facts: Mapping[str, Any] = {}

    @classmethod
    async def start(cls, settings: Mapping[str, Any]) -> QueryProcess:
        """Start a process and wait until it is ready.

        Args:
            settings: what `kg.serve.worker` reads first.

        Raises:
            ProcessDiedError: it could not start or open the store.
        """
        environment = {**os.environ, "PYTHONPATH": _PATH, "RUST_BACKTRACE": "0"}
        pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        try:
            process = await asyncio.create_subprocess_exec(
                *_COMMAND, stdin=pipe, stdout=pipe, stderr=nowhere, env=environment
            )
        except OSError as error:
            raise ProcessDiedError(0) from error
        started = cls(process)
        try:
            answer = await started._talk(json.dumps(settings).encode() + b"\n")
        except BaseException:
            await started.kill()
            raise
        answer.body.close()
        started.facts = answer.end
        return started

    @property
    def id(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    async def ask(self, job: Job) -> Answer:
        """Run a query.

        Args:
            job: the query.

        Raises:
            ProcessDiedError: the process ended before the answer did.
        """
        return await self._talk(job.line())

    def seconds_used(self) -> float:
        """Seconds of a processor that the process has had; seconds of a clock where the system does not tell.

        A machine that is busy with other things makes no query a long one.
        """
        if sys.platform.startswith("linux") and self._process.returncode is None:
            with suppress(OSError):
                return time.clock_gettime(~self.id << 3 | _PROCESS_CLOCK)
        return time.monotonic()

    def step_back(self) -> None:
        """Let the process give way where others want the processor."""
        yield_to_others(self.id)

    async def kill(self) -> None:
        """End the process at once and wait until it is gone."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def _talk(self, line: bytes) -> Answer:
        """Send a line, and keep the answer away from the client until it is complete: no client can hold a process."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by readers
        try:
            stdin.write(line)
            await stdin.drain()
            while True:
                kind, length = FRAME.unpack(await stdout.readexactly(FRAME.size))
                piece = await stdout.readexactly(length)
                if kind == END:
                    size = body.tell()
                    body.seek(0)
                    return Answer(body, size, json.loads(piece))
                body.write(piece)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            body.close()
            code = await self._process.wait()
            raise ProcessDiedError(max(-code, 0)) from error
        except BaseException:
            body.close()
            raise


def died_of(error: ProcessDiedError) -> str:
    """Return `memory` or `depth` where the signal tells what the query ran out of, else an empty string.

    Args:
        error: how the process died; the engine aborts where an allocation fails, the kernel where the stack ends.
    """
    names = {signal.SIGABRT: "memory", getattr(signal, "SIGKILL", 0): "memory", signal.SIGSEGV: "depth"}
    return names.get(error.signal, "")
