"""Who is next."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.serve.fairness import FairQueue, Usage


def _drained(queue):
    return [queue.next() for _ in range(len(queue))]


def test_the_client_that_used_least_is_next():
    queue = FairQueue(10, Usage())
    queue.usage.charge("greedy", 5.0, 0.0)
    for item in ("g1", "g2"):
        queue.add("greedy", item)
    queue.add("modest", "m1")
    assert _drained(queue) == ["m1", "g1", "g2"]
    assert queue.next() is None


def test_what_was_used_is_forgiven_in_time():
    queue = FairQueue(10, Usage())
    queue.usage.charge("early", 1.0, 0.0)
    queue.usage.charge("late", 0.5, 1000.0)
    queue.add("late", "l")
    queue.add("early", "e")
    assert _drained(queue) == ["e", "l"]


def test_a_full_queue_loses_the_newest_of_whoever_has_most():
    queue = FairQueue(3, Usage())
    assert [queue.add("greedy", n) for n in range(3)] == [None] * 3
    assert queue.add("modest", "m") == 2
    assert queue.add("greedy", 3) == 3
    assert queue.add("other", "o") == 1
    assert sorted(map(str, _drained(queue))) == ["0", "m", "o"]


def test_whoever_stops_waiting_leaves_no_trace():
    queue = FairQueue(3, Usage())
    queue.add("a", 1)
    queue.discard("a", 1)
    queue.discard("a", 1)
    queue.discard("b", 1)
    assert len(queue) == 0


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 10)), max_size=30), st.integers(1, 10))
def test_every_item_comes_out_once_or_is_turned_away(arrivals, longest):
    queue, turned_away = FairQueue(longest, Usage()), []
    for number, (client, seconds) in enumerate(arrivals):
        queue.usage.charge(client, seconds, float(number))
        lost = queue.add(client, number + 1)
        turned_away += [lost] if lost is not None else []
        assert len(queue) <= longest
    assert sorted(_drained(queue) + turned_away) == list(range(1, len(arrivals) + 1))
