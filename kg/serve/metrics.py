"""Counts of one server, in memory, in the text format of Prometheus (exposition format 0.0.4)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(slots=True)
class Metrics:
    """What a server has done since it started.

    Args:
        requests: answered requests by status.
        restarts: query processes that were ended, by reason.
        timeouts: queries that ran out of time.
        buckets: queries by the first bucket that their seconds fit.
        seconds: sum of the queries' seconds, waiting included.
    """

    requests: Counter[int] = field(default_factory=Counter)
    restarts: Counter[str] = field(default_factory=Counter)
    timeouts: int = 0
    buckets: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    def observe(self, seconds: float) -> None:
        """Count a query.

        Args:
            seconds: from its arrival to its complete answer.
        """
        self.buckets[bisect_left(_BUCKETS, seconds)] += 1
        self.seconds += seconds

    def render(self) -> str:
        """Return the counts as text."""
        return "\n".join((*self._counters(), *self._histogram())) + "\n"

    def _counters(self) -> Iterator[str]:
        yield "# TYPE kg_http_requests_total counter"
        yield from (f'kg_http_requests_total{{status="{code}"}} {n}' for code, n in sorted(self.requests.items()))
        yield "# TYPE kg_query_processes_ended_total counter"
        yield from (f'kg_query_processes_ended_total{{reason="{why}"}} {n}' for why, n in sorted(self.restarts.items()))
        yield "# TYPE kg_query_timeouts_total counter"
        yield f"kg_query_timeouts_total {self.timeouts}"

    def _histogram(self) -> Iterator[str]:
        yield "# TYPE kg_query_seconds histogram"
        total = 0
        for place, edge in enumerate((*map(str, _BUCKETS), "+Inf")):
            total += self.buckets[place]
            yield f'kg_query_seconds_bucket{{le="{edge}"}} {total}'
        yield f"kg_query_seconds_sum {self.seconds:.6f}"
        yield f"kg_query_seconds_count {total}"
