"""The process that runs queries: `python -m kg.serve.worker`, one query after another, until it is killed.

It reads one JSON object a line and writes frames: a letter, four bytes of length, that many bytes. `D` holds a piece of
the answer, `E` the end of it as JSON. It imports no more than it needs, since a killed one has to be replaced fast.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from kg.serve.isolation import cut_off_network, end_with_parent, limit_memory
from kg.serve.rows import RowCounter

FRAME = struct.Struct("!cI")
DATA, END = b"D", b"E"


class _LimitError(Exception):
    """An answer is larger than it may be; holds the limit's name."""


@dataclass(slots=True)
class _Output:
    """Where the engine writes an answer: counted, and sent on in pieces.

    Args:
        stream: what the server reads.
        max_bytes: how many bytes the answer may have.
        max_rows: how many rows the answer may have.
        rows: counts rows; None where the answer has none, or they are counted elsewhere.
    """

    stream: BinaryIO
    max_bytes: int
    max_rows: int
    rows: RowCounter | None
    size: int = 0
    count: int = 0

    def write(self, chunk: bytes) -> int:
        """Send a piece of the answer; raises where the answer becomes too large."""
        self.size += len(chunk)
        if self.size > self.max_bytes:
            raise _LimitError("max-bytes")
        if self.rows is not None:
            self.count = self.rows.add(chunk)
            self.check_rows()
        self.stream.write(FRAME.pack(DATA, len(chunk)) + chunk)
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits here."""

    def counted(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Yield triples as long as there are not too many."""
        for triple in triples:
            self.count += 1
            self.check_rows()
            yield triple

    def check_rows(self) -> None:
        """Raise where the answer has too many rows."""
        if self.count > self.max_rows:
            raise _LimitError("max-rows")


def main() -> None:
    """Open the store that the first line names, then answer queries."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    settings = json.loads(requests.readline())
    end_with_parent()
    memory, network = limit_memory(settings["memory"]), cut_off_network()
    store = Store.read_only(settings["store"])
    _end(answers, {"kind": "ready", "memory": memory, "network": network})
    for line in requests:
        _end(answers, _run(store, json.loads(line), settings, answers))


def _end(answers: BinaryIO, facts: dict[str, Any]) -> None:
    text = json.dumps(facts).encode()
    answers.write(FRAME.pack(END, len(text)) + text)
    answers.flush()


def _run(store: Store, query: dict[str, Any], settings: dict[str, Any], answers: BinaryIO) -> dict[str, Any]:
    rows = RowCounter(query["format"]) if query["format"] in dir(QueryResultsFormat) else None
    output = _Output(answers, settings["max_bytes"], settings["max_rows"], rows)
    try:
        _write(_ask(store, query), query["format"], settings["prefixes"], output)
    except _LimitError as error:
        return {"kind": "limit", "limit": str(error)}
    except SyntaxError as error:
        return {"kind": "syntax", "message": str(error)}
    except MemoryError:
        return {"kind": "limit", "limit": "memory"}
    except (OSError, RuntimeError, ValueError) as error:
        return {"kind": "failed", "message": str(error)}
    return {"kind": "done", "rows": output.count}


def _ask(store: Store, query: dict[str, Any]) -> QueryBoolean | QuerySolutions | QueryTriples:
    text, base, union = query["text"], query["base"], query["union"]
    if query["default_graphs"] is None:
        return store.query(text, base_iri=base, use_default_graph_as_union=union)
    default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in query["default_graphs"]]
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in query["named_graphs"]]
    return store.query(text, base_iri=base, default_graph=default, named_graphs=named)


def _write(
    found: QueryBoolean | QuerySolutions | QueryTriples, form: str, prefixes: dict[str, str], output: _Output
) -> None:
    if isinstance(found, QueryTriples):
        serialize(output.counted(found), cast(BinaryIO, output), format=getattr(RdfFormat, form), prefixes=prefixes)
    else:
        found.serialize(cast(BinaryIO, output), format=getattr(QueryResultsFormat, form))


if __name__ == "__main__":
    main()
