"""Who is next: the client that has used least, so that many queries of one do not starve the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
_FORGOTTEN = 0.001  # seconds of use that do not matter
_HALF_LIFE = 30.0  # seconds in which half of what a client has used is forgiven


@dataclass(slots=True)
class Usage:
    """The seconds that each client has used of late."""

    _used: dict[str, float] = field(default_factory=dict)
    _forgiven: float = 0.0

    def of(self, client: str) -> float:
        """Return what a client has used."""
        return self._used.get(client, 0.0)

    def charge(self, client: str, seconds: float, now: float) -> None:
        """Note what a client has used.

        Args:
            client: who.
            seconds: of a process.
            now: seconds of a clock that never goes back.
        """
        if now - self._forgiven > _HALF_LIFE:
            self._used = dict(self._forgive(0.5 ** ((now - self._forgiven) / _HALF_LIFE)))
            self._forgiven = now
        self._used[client] = self.of(client) + seconds

    def _forgive(self, share: float) -> Iterator[tuple[str, float]]:
        for client, seconds in self._used.items():
            if seconds * share > _FORGOTTEN:
                yield client, seconds * share


@dataclass(slots=True)
class FairQueue(Generic[T]):
    """Waiting items by client; the next is the oldest of the client that has used the fewest seconds of late.

    Args:
        longest: how many items may wait.
        usage: what the clients have used, here and elsewhere.
    """

    longest: int
    usage: Usage
    _waiting: dict[str, deque[T]] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, client: str, item: T) -> T | None:
        """Let an item wait.

        Args:
            client: whose it is.
            item: anything.

        Returns:
            What has no place any more where the queue is full: the newest item of the client with most of them, which
            may be this one.
        """
        self._waiting.setdefault(client, deque()).append(item)
        if len(self) <= self.longest:
            return None
        greedy = max(self._waiting, key=lambda name: len(self._waiting[name]))
        chosen = client if len(self._waiting[client]) == len(self._waiting[greedy]) else greedy
        return self._take(chosen, newest=True)

    def next(self) -> T | None:
        """Take out the item that is next; None where none waits."""
        if not self._waiting:
            return None
        return self._take(min(self._waiting, key=self.usage.of), newest=False)

    def discard(self, client: str, item: T) -> None:
        """Take out an item that waits no more, if it is still there."""
        if item in self._waiting.get(client, ()):
            self._waiting[client].remove(item)
            self._tidy(client)

    def _take(self, client: str, *, newest: bool) -> T:
        items = self._waiting[client]
        item = items.pop() if newest else items.popleft()
        self._tidy(client)
        return item

    def _tidy(self, client: str) -> None:
        if not self._waiting[client]:
            del self._waiting[client]
