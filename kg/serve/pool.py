"""Warm processes for queries: brief ones pass, long ones make room, endless ones are killed.

A query runs on a warm process. When it has used `brief` seconds of a processor it counts as long: where a place is
free, its process steps back (others come first at the processor) and a fresh process takes its place among
the warm ones; else it is killed, waits for such a place and runs again from its start, which a query that only reads
may. A query that was once long is sent to the long ones at once.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.serve.fairness import FairQueue, Usage
from kg.serve.metrics import Metrics
from kg.serve.process import Answer, Job, ProcessDiedError, QueryProcess, died_of
from kg.serve.refusal import RefusalError
from kg.serve.settings import ServeSettings
from kg.serve.verdict import checked, death_refusal, limit_refusal

_REMEMBERED = 1000  # queries that were long
_BUSY = {"Retry-After": "5"}
_LEAST_WAIT = 0.01  # seconds between looks at a process
_RETRY = 1.0  # seconds between attempts to start a process

Turn = asyncio.Future[None]


@dataclass(slots=True)
class _Lane:
    """Places that queries wait for, each client in its turn."""

    free: int
    queue: FairQueue[Turn]

    def try_enter(self) -> bool:
        """Take a place if one is free and nobody waits for it."""
        if not self.free or len(self.queue):
            return False
        self.free -= 1
        return True

    async def enter(self, client: str, patience: float) -> None:
        """Wait for a place.

        Raises:
            RefusalError: too many wait, or for too long.
        """
        if self.try_enter():
            return
        turn: Turn = asyncio.get_running_loop().create_future()
        if crowded_out := self.queue.add(client, turn):
            crowded_out.set_exception(
                RefusalError(503, "too many queries are waiting; try again", limit="queue", headers=_BUSY)
            )
        try:
            async with asyncio.timeout(patience):
                await turn
        except TimeoutError:
            self.withdraw(client, turn)
            text = f"other queries kept this one waiting for {patience:g} seconds; try again"
            raise RefusalError(503, text, limit="queue", headers=_BUSY) from None
        except asyncio.CancelledError:
            self.withdraw(client, turn)
            raise

    def withdraw(self, client: str, turn: Turn) -> None:
        """Give up a turn, or the place where it has just come."""
        self.queue.discard(client, turn)
        if turn.done() and not turn.cancelled() and turn.exception() is None:
            self.leave()

    def leave(self) -> None:
        """Give a place to whoever is next."""
        while turn := self.queue.next():
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1


@dataclass(slots=True)
class Pool:
    """The processes of one server.

    Args:
        settings: the server's.
        start: what each process reads first.
        metrics: what is counted.
    """

    settings: ServeSettings
    start: Mapping[str, Any]
    metrics: Metrics
    isolation: Mapping[str, Any] = field(default_factory=dict)
    _warm: list[QueryProcess] = field(default_factory=list)
    _usage: Usage = field(default_factory=Usage)
    _brief: _Lane = field(init=False)
    _long: _Lane = field(init=False)
    _known_long: OrderedDict[Job, None] = field(default_factory=OrderedDict)
    _background: set[asyncio.Task[None]] = field(default_factory=set)

    async def open(self) -> None:
        """Start the processes.

        Raises:
            ProcessDiedError: one could not open the store.
        """
        self._brief = _Lane(self.settings.workers, FairQueue(self.settings.max_waiting, self._usage))
        self._long = _Lane(self.settings.long_workers, FairQueue(self.settings.max_waiting, self._usage))
        self._warm.extend(await asyncio.gather(*(QueryProcess.start(self.start) for _ in range(self.settings.workers))))
        self.isolation = self._warm[0].facts

    async def close(self) -> None:
        """End the processes."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await asyncio.gather(*(process.kill() for process in self._warm))

    async def run(self, job: Job, client: str) -> Answer:
        """Run a query.

        Args:
            job: the query.
            client: whose it is.

        Returns:
            The complete answer; the caller closes its body.

        Raises:
            RefusalError: it reached a limit, is no legal SPARQL, or failed.
        """
        began = _now()
        try:
            answer = None if job in self._known_long else await self._run_briefly(job, client)
            return checked(answer or await self._run_long(job, client), job, self.settings)
        except ProcessDiedError as error:
            self.metrics.restarts[died_of(error) or "crash"] += 1
            raise death_refusal(error, self.settings) from error
        finally:
            self.metrics.observe(_now() - began)

    async def _run_briefly(self, job: Job, client: str) -> Answer | None:
        """Run a query on a warm process; None where it turns out long and there is no place for it."""
        await self._brief.enter(client, self.settings.patience)
        process, began = self._warm.pop(), _now()
        work = asyncio.ensure_future(process.ask(job))
        try:
            await self._wait_briefly(process, work)
        except asyncio.CancelledError:
            self._give_up(process, work, "cancelled")
            self._refill()
            raise
        finally:
            self._usage.charge(client, _now() - began, _now())
        if work.done() and work.exception() is None:
            self._warm.append(process)
            self._brief.leave()
            return work.result()
        self._refill()
        if work.done():
            return work.result()
        return await self._go_on(process, work, job, client, began)

    async def _wait_briefly(self, process: QueryProcess, work: asyncio.Future[Answer]) -> None:
        """Wait until a query is done, or has used its brief time of a processor, or all of its time."""
        used, end = process.seconds_used(), _now() + self.settings.timeout
        left = self.settings.brief
        while left > 0 and not work.done() and _now() < end:
            await asyncio.wait({work}, timeout=max(left, _LEAST_WAIT))
            left = self.settings.brief - (process.seconds_used() - used)

    async def _go_on(
        self, process: QueryProcess, work: asyncio.Future[Answer], job: Job, client: str, began: float
    ) -> Answer | None:
        """Let a query that turned out long go on, where there is a place for it."""
        self._remember(job)
        if not self._long.try_enter():
            self._give_up(process, work, "displaced")
            return None
        process.step_back()
        return await self._finish(process, work, client, self.settings.timeout - (_now() - began))

    async def _run_long(self, job: Job, client: str) -> Answer:
        await self._long.enter(client, self.settings.timeout + self.settings.patience)
        try:
            process = await QueryProcess.start(self.start)
        except BaseException:
            self._long.leave()
            raise
        process.step_back()
        began = _now()
        answer = await self._finish(process, asyncio.ensure_future(process.ask(job)), client, self.settings.timeout)
        if _now() - began < self.settings.brief:  # it was the machine that was slow, not the query
            self._known_long.pop(job, None)
        return answer

    async def _finish(self, process: QueryProcess, work: asyncio.Future[Answer], client: str, seconds: float) -> Answer:
        """Wait for a long query until its time is over; its process, which stepped back, ends with it."""
        began = _now()
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            self.metrics.timeouts += 1
            raise limit_refusal("timeout", self.settings) from None
        finally:
            self._give_up(process, work, "long")
            self._usage.charge(client, _now() - began, _now())
            self._long.leave()

    def _remember(self, job: Job) -> None:
        self._known_long[job] = None
        while len(self._known_long) > _REMEMBERED:
            self._known_long.popitem(last=False)

    def _give_up(self, process: QueryProcess, work: asyncio.Future[Answer], reason: str) -> None:
        work.cancel()
        self.metrics.restarts[reason] += 1
        self._in_background(process.kill())

    def _refill(self) -> None:
        """Start a process for a warm place, and give the place to whoever is next once it is ready."""
        self._in_background(self._start_warm())

    async def _start_warm(self) -> None:
        while True:
            try:
                self._warm.append(await QueryProcess.start(self.start))
            except ProcessDiedError:  # the graph is being built anew, or memory is short
                await asyncio.sleep(_RETRY)
            else:
                return self._brief.leave()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _now() -> float:
    return asyncio.get_running_loop().time()
