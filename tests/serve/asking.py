"""A server in a process of its own, and a client that sends exactly what a test says."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

from kg.serve import ServeSettings

_PROGRAM = """
import ast, pathlib, sys
from kg.serve import ServeSettings, serve
settings = ServeSettings(**ast.literal_eval(sys.argv[2]))
serve(pathlib.Path(sys.argv[1]), settings, announce=lambda address: print(address, flush=True))
"""
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ORIGIN = "https://notes.example"  # whose pages the hasty server answers
ROWS, BYTES, SECONDS = 500, 1 << 17, 0.5
LIMITS = ServeSettings(
    port=0, workers=2, long_workers=1, timeout=60, memory=256, max_rows=ROWS, max_bytes=BYTES, patience=10
)
# joins that no engine finishes: millions of millions of rows
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# a text that doubles forty times
GREEDY = "SELECT * { BIND('x' AS ?x0) " + "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40)) + "}"


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def media_type(self) -> str:
        return self.headers["Content-Type"].partition(";")[0]

    @property
    def rows(self) -> list[dict[str, str]]:
        found = json.loads(self.body)["results"]["bindings"]
        return [{name: value["value"] for name, value in row.items()} for row in found]

    @property
    def truth(self) -> bool:
        return json.loads(self.body)["boolean"]


@dataclass(frozen=True)
class Server:
    """Where a server listens."""

    host: str
    port: int
    process: int

    @contextmanager
    def kept_alive(self) -> Iterator[Callable[[str], Reply]]:
        """A way to send queries over one connection, as browsers and most libraries do."""
        connection = HTTPConnection(self.host, self.port, timeout=120)

        def ask(query: str) -> Reply:
            connection.request("POST", "/sparql", query.encode(), {"Content-Type": DIRECT})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())

        try:
            yield ask
        finally:
            connection.close()

    def send(self, method: str, target: str, body: bytes | None = None, **headers: str) -> Reply:
        """Send a request; the header's names are written with underscores."""
        connection = HTTPConnection(self.host, self.port, timeout=120)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, target, body, named)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, target: str, **headers: str) -> Reply:
        return self.send("GET", target, **headers)

    def ask(self, query: str, *parameters: tuple[str, str], **headers: str) -> Reply:
        """Send a query by GET."""
        return self.get(f"/sparql?{urlencode([('query', query), *parameters])}", **headers)

    def post(self, body: str, content_type: str, target: str = "/sparql", **headers: str) -> Reply:
        return self.send("POST", target, body.encode(), Content_Type=content_type, **headers)

    def raw(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=30)

    def metric(self, name: str) -> float:
        """The value of a line of the metrics; 0 where it is not there."""
        lines = dict(line.rsplit(" ", 1) for line in self.get("/metrics").text.splitlines() if line[0] != "#")
        return float(lines.get(name, 0))


@contextmanager
def running(directory: Path, settings: ServeSettings) -> Iterator[Server]:
    """Run a server until the block ends."""
    command = [sys.executable, "-c", _PROGRAM, str(directory), repr(asdict(settings))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            host, _, port = process.stdout.readline().strip().removeprefix("http://").rstrip("/").rpartition(":")
            yield Server(host, int(port), process.pid)
            assert process.poll() is None, "the server ended by itself"
        finally:
            process.send_signal(signal.SIGINT)
            complaints = process.stderr.read()
    assert complaints == ""


def graph_parameters(**graphs: list[str]) -> str:
    """The part of an address that chooses a data set."""
    names = {"default": "default-graph-uri", "named": "named-graph-uri"}
    return "&".join(f"{names[kind]}={quote(iri, safe='')}" for kind, iris in graphs.items() for iri in iris)
